import { lookup, type LookupAddress, type LookupOptions } from 'node:dns'
import { request as requestHttp, type IncomingMessage } from 'node:http'
import { request as requestHttps } from 'node:https'
import { BlockList, isIP } from 'node:net'
import { text } from 'node:stream/consumers'

/** Networks that are nobody's on the internet (RFC 6890 and its successors): what answers there is inside. */
const inner = new BlockList()
const innerNetworks = {
  ipv4: [
    '0.0.0.0/8',
    '10.0.0.0/8',
    '100.64.0.0/10',
    '127.0.0.0/8',
    '169.254.0.0/16',
    '172.16.0.0/12',
    '192.0.0.0/24',
    '192.0.2.0/24',
    '192.168.0.0/16',
    '198.18.0.0/15',
    '198.51.100.0/24',
    '203.0.113.0/24',
    '224.0.0.0/4',
    '240.0.0.0/4',
  ],
  // With what carries an IPv4 address inside: NAT64, Teredo, 6to4.
  ipv6: [
    '::/127',
    '64:ff9b::/96',
    '64:ff9b:1::/48',
    '100::/64',
    '2001::/32',
    '2001:db8::/32',
    '2002::/16',
    'fc00::/7',
    'fe80::/10',
    'ff00::/8',
  ],
}
for (const family of ['ipv4', 'ipv6'] as const)
  for (const [network, bits] of innerNetworks[family].map((cidr) => cidr.split('/')))
    inner.addSubnet(network!, Number(bits), family)

/** Whether an address is one of our own network, of this machine, or of nobody. */
export const isInner = (address: string): boolean => inner.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')

export type PostFault = 'inner_address' | 'slow' | 'unreachable'
/** How a request ended without an answer. */
export class PostFailed extends Error {
  readonly fault: PostFault
  constructor(fault: PostFault) {
    super(fault)
    this.fault = fault
  }
}

export type Posted = { status: number; body: string; retryAfterMs: number }
type Post = {
  url: string
  type: string
  body: string
  /** Host names that may be inside. */
  innerHosts: readonly string[]
  timeoutMs: number
  signal: AbortSignal
}

const longestAnswer = 4_096

/**
 * Posts to an address that somebody else named: it is connected to only where what its name stands for at that moment is outside, no redirect
 * is followed, and neither a slow nor a long answer holds anything up. Codes of PostFailed: inner_address, slow, unreachable.
 */
export async function postOut({ url, type, body, innerHosts, timeoutMs, signal }: Post): Promise<Posted> {
  const { protocol, hostname } = new URL(url)
  const host = hostname.replace(/^\[|\]$/g, '')
  const mayBeInner = innerHosts.includes(host)
  if (isIP(host) !== 0 && isInner(host) && !mayBeInner) throw new PostFailed('inner_address')
  const timer = AbortSignal.timeout(timeoutMs)
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  const request = (protocol === 'https:' ? requestHttps : requestHttp)(url, {
    method: 'POST',
    agent: false,
    headers: { 'content-type': type, accept: 'application/json', 'content-length': Buffer.byteLength(body) },
    signal: AbortSignal.any([timer, signal]),
    ...(mayBeInner ? {} : { lookup: lookUpOuter as never }),
  })
  request.once('response', resolve).once('error', reject).end(body)
  try {
    const answer = await promise
    const said = await text(beginningOf(answer))
    const seconds = Number(answer.headers['retry-after'] ?? 0)
    return { status: answer.statusCode!, body: said, retryAfterMs: Number.isFinite(seconds) ? seconds * 1000 : 0 }
  } catch (error) {
    if (error instanceof PostFailed) throw error
    throw new PostFailed(timer.aborted ? 'slow' : 'unreachable')
  } finally {
    request.destroy()
  }
}

async function* beginningOf(answer: IncomingMessage): AsyncGenerator<Buffer> {
  let left = longestAnswer
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    yield chunk.subarray(0, left)
    left -= chunk.length
    if (left <= 0) return
  }
}

type Found = (error: Error | null, found: LookupAddress[] | string, family?: number) => void

/** A name is judged by what it stands for when it is connected to: not a moment earlier, when it may have stood for something else. */
function lookUpOuter(hostname: string, options: LookupOptions, done: Found): void {
  lookup(hostname, { ...options, all: true }, (error, found) => {
    if (error !== null) return done(error, [])
    if (found.some(({ address }) => isInner(address))) return done(new PostFailed('inner_address'), [])
    const [first] = found
    if (options.all === true) done(null, found)
    else done(null, first!.address, first!.family)
  })
}
