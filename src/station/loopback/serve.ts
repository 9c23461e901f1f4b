import { createReadStream } from 'node:fs'
import { unlink } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { WebSocketServer, type WebSocket } from 'ws'
import { maxMessageBytes } from '../../contract/wire-message.ts'
import { securityHeaders } from './content-security-policy.ts'
import type { Download } from '../downloads/downloads.ts'
import { createAdmission } from './admission.ts'
import { peerAccount } from './peer-account.ts'
import { readStatic } from './static-files.ts'
import type { Station } from '../port.ts'

export interface Served {
  /** A fresh address with a one-time code in its fragment, good for thirty seconds: anyone who opens it has the kiosk. */
  newAddress(): string
  origin: string
  /** A connection that came in, not read from yet. */
  take(socket: Socket): void
  /** What the next one to serve the same page needs to know (`admitted`). */
  admitted(): string | null
  stop(): void
}

export interface ServeOptions {
  station: Station
  /** Absolute path of the built interface. */
  uiFolder: string
  /** `127.0.0.1:PORT`, where its connections come in (listen.ts). */
  host: string
  admitted?: string | null
}

const protocol = 'guichet.v1'

/** How long the page that is in has to show that it still is, before another one with its secret takes its place. */
const answerMs = 750
const maxCodeBytes = 256

/**
 * The Chromium shell: the interface and the wire on one loopback port. Exact Host and Origin, processes of this account
 * only where the system tells whose they are, a secret got for a one-time code, a limit on messages, one client. A second one with the
 * same secret gets in only when the first is gone, as after a reload; a new code puts out who was in. Whoever else tries is noted.
 */
export function serve({ station, uiFolder, host, admitted = null }: ServeOptions): Served {
  const admission = createAdmission(() => performance.now(), admitted)
  const server = createServer((request, response) => void answer(request, response).catch(() => fail(response)))
  outliveSockets(server)
  server.on('connection', (socket) => {
    const account = peerAccount(socket)
    if (account === 'own' || account === 'unknown') return
    if (account === 'other') station.strangers.refused('other_account')
    socket.destroy()
  })
  const origin = `http://${host}`
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: maxMessageBytes,
    handleProtocols: (offered) => (offered.has(protocol) ? protocol : false),
  })
  let client: WebSocket | null = null

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const path = pathOf(request)
    if (request.headers.host !== host) return refuse(response, 421)
    if (path === '/enter' && request.method === 'POST') return enter(request, response)
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(response, 405)
    if (path === null) return refuse(response, 400)
    // A question about a file is none for it: the link is good for one GET.
    if (path.startsWith('/download/') && request.method === 'HEAD') return refuse(response, 405)
    if (path.startsWith('/download/')) return sendDownload(response, station.downloads.take(path))
    const file = await readStatic(uiFolder, path)
    if (file === null) return refuse(response, 404)
    response.writeHead(200, { ...securityHeaders, 'Content-Type': file.mediaType }).end(file.bytes)
  }

  const enter = async (request: IncomingMessage, response: ServerResponse) => {
    if (request.headers.origin !== origin) return refuse(response, 403)
    const secret = admission.exchange(await readText(request, maxCodeBytes))
    if (secret === null) {
      station.strangers.refused('wrong_secret')
      return refuse(response, 403)
    }
    client?.close(4001, 'replaced')
    client = null
    response.writeHead(200, { ...securityHeaders, 'Content-Type': 'text/plain' }).end(secret)
  }

  const mayConnect = (request: IncomingMessage): boolean => {
    const sameOrigin = request.headers.host === host && request.headers.origin === origin
    if (!sameOrigin || request.url !== '/wire') return false
    const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((part) => part.trim())
    const isAdmitted = offered.some((part) => admission.isAdmitted(part))
    if (!isAdmitted) station.strangers.refused('wrong_secret')
    return isAdmitted
  }

  const admit = async (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (!mayConnect(request)) return forbid(socket)
    if (client !== null && (await stillAnswers(client))) {
      station.strangers.refused('second_client')
      return forbid(socket)
    }
    sockets.handleUpgrade(request, socket, head, (next) => {
      client?.close(4001, 'replaced')
      client = next
      next.once('close', () => {
        if (client === next) client = null
      })
      connect(next, station)
    })
  }
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    admit(request, socket, head).catch(() => socket.destroy())
  })

  return {
    newAddress: () => `${origin}/#code=${admission.newCode()}`,
    origin,
    take(socket) {
      server.emit('connection', socket)
      socket.resume()
    },
    admitted: admission.admitted,
    stop: () => {
      // In order, so that an answer that was given arrives: 1001, going away (RFC 6455 §7.4.1).
      for (const socket of sockets.clients) socket.close(1001)
      server.closeAllConnections()
    },
  }
}

function forbid(socket: Duplex): void {
  socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n')
}

/** Whether the page at the other end is there: it answers a ping before it closes. */
function stillAnswers(client: WebSocket): Promise<boolean> {
  if (client.readyState !== client.OPEN) return Promise.resolve(false)
  return new Promise((resolve) => {
    const settle = (isThere: boolean) => {
      clearTimeout(timer)
      client.off('pong', onPong).off('close', onClose)
      resolve(isThere)
    }
    const onPong = () => settle(true)
    const onClose = () => settle(false)
    const timer = setTimeout(onClose, answerMs)
    client.once('pong', onPong).once('close', onClose).ping()
  })
}

/** The body as text; cut off where it is longer than allowed. */
async function readText(request: IncomingMessage, maxBytes: number): Promise<string> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    chunks.push(chunk)
    length += chunk.length
    if (length > maxBytes) break
  }
  return Buffer.concat(chunks).subarray(0, maxBytes).toString('latin1')
}

/** Joins one socket to the station until it closes. */
function connect(socket: WebSocket, station: Station): void {
  const send = (message: object) => {
    if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message))
  }
  const stopListening = station.listen(send)
  socket.on('message', (data, isBinary) => {
    let message: unknown = null
    try {
      if (!isBinary) message = JSON.parse(data.toString())
    } catch {
      // Answered below as wire_malformed.
    }
    void station
      .dispatch(message)
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

function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status, { ...securityHeaders, 'Content-Type': 'text/plain' }).end()
}

/** A bug in the server: answered as such where an answer can still be sent. */
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
  // A file that is taken is gone, also where its reader left half-way, and its descriptor with it.
  const file = createReadStream(content.path)
  try {
    await pipeline(file, response)
  } finally {
    file.destroy()
    await unlink(content.path)
  }
}
