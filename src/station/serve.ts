import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { unlink } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type WebSocket } from 'ws'
import { maxFrameBytes } from '../contract/frame.ts'
import { securityHeaders } from './content-security-policy.ts'
import type { Download } from './downloads.ts'
import { readStatic } from './static-files.ts'
import type { Station } from './station.ts'

export interface Served {
  /** Address with the token in its fragment: whoever has it has the kiosk. */
  url: string
  origin: string
  stop(): Promise<void>
}

export interface ServeOptions {
  station: Station
  /** Absolute path of the built interface. */
  uiFolder: string
  /** 0 for any free port. */
  port: number
}

const protocol = 'guichet.v1'

/**
 * The Chromium shell: the interface and the wire on one loopback port. 127.0.0.1 only, exact Host and Origin, a token of
 * this start compared in constant time, a limit on frames, one client at a time (a later one takes over: it knew the
 * token, and a reloaded page must get in again).
 */
export async function serve({ station, uiFolder, port }: ServeOptions): Promise<Served> {
  const token = randomBytes(32).toString('base64url')
  const server = createServer((request, response) => void answer(request, response))
  await listenOn(server, port)
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  const origin = `http://${host}`
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: maxFrameBytes,
    handleProtocols: (offered) => (offered.has(protocol) ? protocol : false),
  })
  let client: WebSocket | null = null

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const path = new URL(request.url ?? '/', origin).pathname
    if (request.headers.host !== host) return refuse(response, 421)
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(response, 405)
    if (path.startsWith('/download/')) return sendDownload(response, station.downloads.take(path))
    const file = await readStatic(uiFolder, path)
    if (file === null) return refuse(response, 404)
    response.writeHead(200, { ...securityHeaders, 'Content-Type': file.mediaType }).end(file.bytes)
  }

  const mayConnect = (request: IncomingMessage): boolean => {
    const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((part) => part.trim())
    const sameOrigin = request.headers.host === host && request.headers.origin === origin
    return sameOrigin && request.url === '/wire' && offered.some((part) => equalInConstantTime(part, token))
  }

  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (!mayConnect(request)) return socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n')
    sockets.handleUpgrade(request, socket, head, (next) => {
      client?.close(4001, 'replaced')
      client = next
      connect(next, station)
    })
  })

  return {
    url: `${origin}/#token=${token}`,
    origin,
    stop: () => {
      for (const socket of sockets.clients) socket.terminate()
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

/** Joins one socket to the station until it closes. */
function connect(socket: WebSocket, station: Station): void {
  const send = (message: object) => {
    if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message))
  }
  const stopListening = station.listen(send)
  socket.on('message', (data, isBinary) => {
    let frame: unknown = null
    try {
      if (!isBinary) frame = JSON.parse(data.toString())
    } catch {
      // Answered below as wire_malformed.
    }
    void station.dispatch(frame).then(send)
  })
  socket.on('error', () => socket.terminate())
  socket.on('close', stopListening)
}

function listenOn(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve())
  })
}

function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status, { ...securityHeaders, 'Content-Type': 'text/plain' }).end()
}

function sendDownload(response: ServerResponse, download: Download | null): void {
  if (download === null) return refuse(response, 404)
  const name = encodeURIComponent(download.fileName)
  response.writeHead(200, {
    ...securityHeaders,
    'Content-Type': download.mediaType,
    'Content-Disposition': `${download.mediaType === 'application/pdf' ? 'inline' : 'attachment'}; filename*=UTF-8''${name}`,
  })
  const { content } = download
  if (content instanceof Uint8Array) return void response.end(content)
  createReadStream(content.path)
    .on('error', () => response.destroy())
    .on('close', () => void unlink(content.path).catch(() => {}))
    .pipe(response)
}

/** Compares digests: strings of any length take the same time. */
function equalInConstantTime(one: string, other: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(one), digest(other))
}
