import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'

/** A central that does nothing but answer: receipts signed beforehand, by packet id. `argv`: port, file of receipts. */
const [port, file] = process.argv.slice(2) as [string, string]
const readReceipts = () => JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>
let receipts = readReceipts()
const receiptOf = (packetId: string) => {
  if (!(packetId in receipts)) receipts = readReceipts()
  return receipts[packetId] ?? ''
}
/** As long as a receipt. */
const bareReceipt = 'r'.repeat(600)
const answers: Record<string, () => unknown> = {
  '/v1/time': () => ({ server_time: new Date().toISOString(), environment: 'training' }),
  '/v1/token': () => ({ access_token: 't', token_type: 'DPoP', expires_in: 600 }),
  '/v1/events': () => ({ events: [], next: '' }),
  '/v1/packets/status': () => ({ packets: [] }),
  '/bare': () => ({ receipt: bareReceipt }),
}
// Idle between rounds, and asked again.
createServer({ keepAliveTimeout: 600_000 }, (request, response) => {
  request.resume().on('end', () => {
    const path = request.url!.split('?')[0]!
    const body = answers[path]?.() ?? { receipt: receiptOf(path.slice('/v1/packets/'.length)) }
    response.writeHead(path === '/v1/config' ? 304 : path.startsWith('/v1/operators') ? 204 : 200)
    response.end(path === '/v1/config' || path.startsWith('/v1/operators') ? undefined : JSON.stringify(body))
  })
}).listen(Number(port), '127.0.0.1', () => process.stdout.write('ready\n'))
