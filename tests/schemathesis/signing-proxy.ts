import { createServer, request, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { makeProof, type KeyPair } from '../simulate/virtual-station.ts'

/** A key, the token bound to it, and the nonce heard last. */
export type Caller = { key: KeyPair; token: string; nonce: string }

export type SigningProxy = { url: string; stop(): Promise<void> }

/**
 * For a tool that knows no DPoP: what it sends in the two headers is replaced by a token and a proof that count, and where it left one
 * out there is none. All else passes as it came, byte for byte, but for the time for which central would keep a question for events: a second.
 */
export async function startSigningProxy(target: string, caller: Caller): Promise<SigningProxy> {
  const server = createServer((incoming, outgoing) => {
    pass(target, caller, incoming, outgoing).catch(() => outgoing.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function pass(target: string, caller: Caller, incoming: IncomingMessage, outgoing: ServerResponse) {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk as Buffer)
  const body = Buffer.concat(chunks)
  const { method = 'GET', url = '/' } = incoming
  const path = withShortWait(url)
  const { hostname, port } = new URL(target)
  const signed = await sign(target, caller, incoming)
  const headers = { ...signed, ...(body.length > 0 && { 'content-length': String(body.length) }) }
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  request({ hostname, port, method, path, headers }, resolve).on('error', reject).end(body)
  const answer = await promise
  const nonce = answer.headers['dpop-nonce']
  if (typeof nonce === 'string') caller.nonce = nonce
  outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
  for await (const chunk of answer) outgoing.write(chunk)
  outgoing.end()
}

/** A generated `wait` that central takes would be kept for up to four minutes. */
function withShortWait(url: string): string {
  const [path, query] = url.split('?', 2)
  const parameters = new URLSearchParams(query)
  const waits = parameters.getAll('wait').map(Number)
  if (waits.length !== 1 || !(waits[0]! > 1 && waits[0]! <= 240)) return url
  parameters.set('wait', '1')
  return `${path}?${parameters.toString()}`
}

/** Of one connection only, and not of the request. */
const hopByHop = ['host', 'connection', 'transfer-encoding', 'content-length']

async function sign(target: string, { key, token, nonce }: Caller, { method, url, headers }: IncomingMessage) {
  const given: IncomingHttpHeaders = { ...headers }
  for (const name of hopByHop) delete given[name]
  if (given['authorization'] !== undefined) given['authorization'] = `DPoP ${token}`
  if (given['dpop'] !== undefined) {
    given['dpop'] = await makeProof(key, method!, target + url, { accessToken: token, nonce })
  }
  return given
}
