import { createServer, type AddressInfo, type Socket } from 'node:net'

export interface LoopbackPort {
  /** `127.0.0.1:PORT`. */
  host: string
  /** Stops accepting connections; those handed to a process stay open. */
  close(): void
}

/**
 * Takes connections on 127.0.0.1 without reading a byte of them and gives them on: the port is kept while the processes that answer come
 * and go, so that nobody else can take it in between. 0 for any free port; rejects with the error of `listen`.
 */
export function listenOnLoopback(port: number, give: (socket: Socket) => void): Promise<LoopbackPort> {
  const server = createServer({ pauseOnConnect: true }, (socket) => {
    socket.on('error', () => socket.destroy())
    give(socket)
  })
  return new Promise((resolve, reject) => {
    // Stays: a connection that cannot be accepted (no file descriptors left) is an error of the server, and of no start.
    server.on('error', reject)
    server.listen(port, '127.0.0.1', () => {
      const { port: taken } = server.address() as AddressInfo
      resolve({ host: `127.0.0.1:${taken}`, close: () => void server.close() })
    })
  })
}
