import { connect, createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'

/** What the network does to the chunks of one connection. */
export type Fault = 'none' | 'refuse' | 'cut' | 'delay' | 'duplicate' | 'truncate' | 'reorder' | 'portal' | 'lie'
export const faults: Fault[] = ['none', 'refuse', 'cut', 'delay', 'duplicate', 'truncate', 'reorder', 'portal', 'lie']

/** What stands between and answers for central: a hotel's welcome page, and a proxy that says yes to everything. */
const answers: Partial<Record<Fault, string[]>> = {
  portal: [
    'HTTP/1.1 302 Found\r\nLocation: http://portal.example/\r\nContent-Length: 0\r\n\r\n',
    'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 22\r\n\r\n<html>Welcome</html>\r\n',
  ],
  lie: ['202 Accepted', '200 OK', '409 Conflict', '404 Not Found', '503 Service Unavailable'].map(
    (status) => `HTTP/1.1 ${status}\r\nContent-Type: application/json\r\nContent-Length: 17\r\n\r\n{"receipt":"yes"}`,
  ),
}

export interface FaultProxy {
  port: number
  /** Asked once for every new connection. */
  choose: (() => Fault) | null
  target: number
  cutAll(): void
  close(): Promise<void>
}

/** A TCP proxy between station and central that misbehaves on purpose. */
export async function startFaultProxy(target: number, random: () => number): Promise<FaultProxy> {
  const open = new Set<Socket>()
  const server = createServer((near) => {
    const fault = proxy.choose?.() ?? 'none'
    if (fault === 'refuse') return void near.destroy()
    const lies = answers[fault]
    if (lies !== undefined) return answerFor(near, lies[Math.floor(random() * lies.length)]!)
    const far = connect(proxy.target, '127.0.0.1')
    for (const socket of [near, far]) {
      open.add(socket)
      socket.on('error', () => undefined)
      socket.on('close', () => {
        open.delete(socket)
        near.destroy()
        far.destroy()
      })
    }
    pass(near, far, fault, random)
    pass(far, near, fault, random)
  })
  const proxy: FaultProxy = {
    port: 0,
    choose: null,
    target,
    cutAll: () => open.forEach((socket) => socket.destroy()),
    close: () => {
      open.forEach((socket) => socket.destroy())
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  proxy.port = (server.address() as AddressInfo).port
  return proxy
}

function answerFor(near: Socket, answer: string): void {
  near.on('error', () => undefined)
  near.on('data', () => void (near.writable && near.write(answer)))
  setTimeout(() => near.destroy(), 2_000).unref()
}

function pass(from: Socket, to: Socket, fault: Fault, random: () => number): void {
  let held: Buffer | null = null
  let bytes = 0
  const limit = Math.floor(random() * 12_000)
  const write = (chunk: Buffer) => void (to.writable && to.write(chunk))
  from.on('data', (chunk: Buffer) => {
    bytes += chunk.length
    if (fault === 'cut' && bytes > limit) return void from.destroy()
    if (fault === 'truncate' && bytes > limit) return void to.end(chunk.subarray(0, Math.floor(chunk.length / 2)))
    if (fault === 'delay') return void setTimeout(() => write(chunk), random() * 120)
    if (fault === 'duplicate' && random() < 0.3) write(chunk)
    if (fault !== 'reorder') return write(chunk)
    if (held === null && random() < 0.3) return void (held = chunk)
    write(chunk)
    if (held !== null) write(held)
    held = null
  })
}
