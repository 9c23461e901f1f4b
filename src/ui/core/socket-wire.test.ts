import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { WebSocketServer } from 'ws'
import { connectSocket, takeSecret, type Connection, type SocketWire } from './socket-wire.ts'

const open: (SocketWire | WebSocketServer)[] = []
afterEach(() => {
  for (const end of open.splice(0)) end.close()
})

async function startServer() {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  open.push(server)
  await new Promise((resolve) => server.once('listening', resolve))
  return { server, url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/wire` }
}
function connect(url: string) {
  const wire = connectSocket(url, Promise.resolve('secret-token'))
  open.push(wire)
  return wire
}
const reached = (wire: SocketWire, wanted: Connection) =>
  new Promise<void>((resolve) => {
    const stop = wire.onConnection((connection) => {
      if (connection !== wanted) return
      queueMicrotask(() => stop())
      resolve()
    })
  })

describe('socket wire', () => {
  it('offers the protocol and the token, and carries messages both ways', async () => {
    const { server, url } = await startServer()
    const offered = new Promise<string | undefined>((resolve) =>
      server.once('connection', (socket, request) => {
        socket.on('message', (data) => socket.send(`echo ${String(data)}`))
        resolve(request.headers['sec-websocket-protocol']?.replace(' ', ''))
      }),
    )
    const wire = connect(url)
    await reached(wire, 'open')
    expect(await offered).toBe('guichet.v1,secret-token')
    const answer = new Promise((resolve) => wire.listen(resolve))
    wire.post('hello')
    expect(await answer).toBe('echo hello')
  })
  it('connects again after a broken connection', async () => {
    const { server, url } = await startServer()
    let connections = 0
    server.on('connection', (socket) => {
      if (++connections === 1) socket.terminate()
    })
    const wire = connect(url)
    await reached(wire, 'lost')
    await reached(wire, 'open')
    expect(connections).toBe(2)
  })
  it('does not fight for a wire that another window took', async () => {
    const { server, url } = await startServer()
    server.on('connection', (socket) => socket.close(4001, 'replaced'))
    const wire = connect(url)
    await reached(wire, 'taken')
    await new Promise((resolve) => setTimeout(resolve, 600))
    expect(server.clients.size).toBe(0)
  })
})

describe('takeSecret', () => {
  const stored = new Map<string, string>()
  const storage = {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => void stored.set(key, value),
  } as Storage
  const replaced: unknown[] = []
  const history = { replaceState: (...args: unknown[]) => replaced.push(args[2]) } as unknown as History
  const page = (hash: string) => ({ location: { hash, pathname: '/', search: '' } as Location, history, storage })

  it('gets the secret for the code of the address, erases the code, and finds the secret again after a reload', async () => {
    const asked: unknown[] = []
    const station = (answer: Response) => async (url: unknown, init?: RequestInit) => {
      asked.push([url, init?.method, init?.body])
      return answer
    }
    const refusing = station(new Response('', { status: 403 }))
    expect(await takeSecret(page(''), refusing)).toBeNull()
    expect(await takeSecret(page('#code=old'), refusing)).toBeNull()
    expect(await takeSecret(page('#code=abc'), station(new Response('secret')))).toBe('secret')
    expect(replaced).toEqual(['/', '/'])
    expect(asked).toEqual([
      ['/enter', 'POST', 'old'],
      ['/enter', 'POST', 'abc'],
    ])
    expect([...stored.values()]).toEqual(['secret'])
    expect(await takeSecret(page(''), refusing)).toBe('secret')
  })
})
