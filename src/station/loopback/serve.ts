import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { unlink } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { WebSocketServer, type WebSocket } from 'ws'
import { maxFrameBytes } from '../../contract/frame.ts'
import { securityHeaders } from './content-security-policy.ts'
import type { Download } from '../downloads/downloads.ts'
import { readStatic } from './static-files.ts'
import type { Station } from '../port.ts'

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
  const server = createServer((request, response) => void answer(request, response).catch(() => fail(response)))
  outliveSockets(server)
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
    const path = pathOf(request)
    if (request.headers.host !== host) return refuse(response, 421)
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(response, 405)
    if (path === null) return refuse(response, 400)
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
    if (!mayConnect(request)) return void socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n')
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
    void station
      .dispatch(frame)
      .then(send)
      .catch(() => socket.terminate())
  })
  socket.on('error', () => socket.terminate())
  socket.on('close', stopListening)
}

/**
 * Whatever a connection does - a reset, garbage, an upgrade left half-way - ends that connection and nothing else: every
 * socket has a listener for its whole life, an upgraded one too, from which Node takes its own away.
 */
function outliveSockets(server: Server): void {
  server.on('connection', (socket) => socket.on('error', () => socket.destroy()))
}

/** The path of a request in origin form (RFC 9112 §3.2.1); null for any other target. Never throws: `//` is no URL. */
function pathOf({ url = '' }: IncomingMessage): string | null {
  return url.startsWith('/') ? url.split(/[?#]/, 1)[0]! : null
}

function listenOn(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    // Stays: a connection that cannot be accepted (no file descriptors left) is an error of the server, and of no start.
    server.on('error', reject)
    server.listen(port, '127.0.0.1', () => resolve())
  })
}

function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status, { ...securityHeaders, 'Content-Type': 'text/plain' }).end()
}

/** A fault of ours: said where that is still possible. */
function fail(response: ServerResponse): void {
  if (response.headersSent) response.destroy()
  else refuse(response, 500)
}

async function sendDownload(response: ServerResponse, download: Download | null): Promise<void> {
  if (download === null) return refuse(response, 404)
  const name = encodeURIComponent(download.fileName)
  response.writeHead(200, {
    ...securityHeaders,
    'Content-Type': download.mediaType,
    'Content-Disposition': `${download.mediaType === 'application/pdf' ? 'inline' : 'attachment'}; filename*=UTF-8''${name}`,
  })
  const { content } = download
  if (content instanceof Uint8Array) return void response.end(content)
  // A file that is taken is gone, also where its reader left half-way.
  await pipeline(createReadStream(content.path), response).finally(() => unlink(content.path))
}

/** Compares digests: strings of any length take the same time. */
function equalInConstantTime(one: string, other: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(one), digest(other))
}
