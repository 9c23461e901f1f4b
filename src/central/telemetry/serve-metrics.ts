import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Central } from '../context.ts'

/**
 * GET /metrics on a port of its own, which no proxy leads to: Prometheus asks each process. 503 where the database does not answer.
 */
export async function serveMetrics(central: Central, host: string, port: number) {
  const server = createServer((request, response) => {
    if (request.url !== '/metrics') return void response.writeHead(404).end()
    central.metrics.write().then(
      (text) => response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' }).end(text),
      (error: { code?: string; name: string }) => {
        central.log.warn({ cause: error.code ?? error.name }, 'metrics')
        response.writeHead(503).end()
      },
    )
  })
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve))
  const { port: bound } = server.address() as AddressInfo
  return {
    url: `http://${host}:${bound}/metrics`,
    stop: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
