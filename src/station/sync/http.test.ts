import { createServer as createHttp } from 'node:http'
import { createServer } from 'node:net'
import type { AddressInfo, Server, Socket } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { exchange } from './http.ts'

const servers: { server: Server; sockets: Set<Socket> }[] = []
afterEach(() => {
  for (const { server, sockets } of servers.splice(0)) {
    sockets.forEach((socket) => socket.destroy())
    server.close()
  }
})

async function listen(server: Server): Promise<{ url: URL; sockets: Set<Socket> }> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => sockets.add(socket))
  servers.push({ server, sockets })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  return { url: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/x`), sockets }
}

/** A server that answers whatever it is asked with these bytes and then leaves the connection, or closes it. */
const answering = (bytes: string, then: 'waits' | 'closes') =>
  listen(
    createServer((socket) => {
      socket.on('error', () => {})
      socket.once('data', () => (then === 'closes' ? socket.end(bytes) : socket.write(bytes)))
    }),
  )

const put = (url: URL, over: { timeoutMs?: number; maxBytes?: number; signal?: AbortSignal } = {}) =>
  exchange(
    url,
    { method: 'PUT', headers: {}, body: 'é' },
    { timeoutMs: 10_000, maxBytes: 100, signal: new AbortController().signal, ...over },
  )

describe('an exchange with central', () => {
  test('carries status, headers and bytes both ways, over connections that stay open', async () => {
    const seen: string[] = []
    const http = createHttp((request, response) => {
      request.setEncoding('utf8').on('data', (text: string) => seen.push(text))
      request.on('end', () => response.setHeader('x-test', 'yes').writeHead(202).end('ok'))
    })
    const { url, sockets } = await listen(http)
    for (let i = 0; i < 20; i++) {
      const { status, headers, body } = await put(url)
      expect([status, headers['x-test'], Buffer.from(body).toString()]).toEqual([202, 'yes', 'ok'])
    }
    expect(seen).toEqual(Array(20).fill('é'))
    // undici may open a second one before it has taken the first back.
    expect(sockets.size).toBeLessThanOrEqual(2)
  })

  const head = (length: number) => `HTTP/1.1 200 OK\r\ncontent-length: ${length}\r\n\r\n`
  test.each([
    ['closed without a word', '', 'closes', 'central_unreachable'],
    ['not HTTP', 'SSH-2.0-OpenSSH\r\n\r\n', 'closes', 'central_unreachable'],
    ['cut off within the headers', 'HTTP/1.1 200 OK\r\ncont', 'closes', 'central_unreachable'],
    ['cut off within the body', `${head(50)}half`, 'closes', 'central_unreachable'],
    ['a redirection', 'HTTP/1.1 302 Found\r\nlocation: /login\r\ncontent-length: 0\r\n\r\n', 'waits', 'captive_portal'],
    ['longer than agreed', head(101) + 'x'.repeat(101), 'waits', 'central_response_invalid'],
  ] as const)('%s', async (_what, bytes, then, code) => {
    const { url } = await answering(bytes, then)
    await expect(put(url)).rejects.toMatchObject({ code })
  })

  test.each([
    ['nothing', ''],
    ['half an answer', `${head(50)}half`],
  ])('a server that says %s and falls silent is left at the deadline', async (_what, bytes) => {
    const { url } = await answering(bytes, 'waits')
    await expect(put(url, { timeoutMs: 50 })).rejects.toMatchObject({ code: 'central_unreachable' })
  })

  test('as long as agreed is taken; nobody listening and an end asked for are said', async () => {
    const { url } = await answering(head(100) + 'x'.repeat(100), 'waits')
    expect((await put(url)).body).toHaveLength(100)
    const silent = await answering('', 'waits')
    const stopping = new AbortController()
    const pending = put(silent.url, { signal: stopping.signal })
    stopping.abort()
    await expect(pending).rejects.toMatchObject({ code: 'central_unreachable' })
    const gone = createServer()
    const { url: nobody } = await listen(gone)
    await new Promise((resolve) => gone.close(resolve))
    await expect(put(nobody)).rejects.toMatchObject({ code: 'central_unreachable' })
  })
})
