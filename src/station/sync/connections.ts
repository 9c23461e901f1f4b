import { readFileSync } from 'node:fs'
import * as tls from 'node:tls'
import { Agent, ProxyAgent, type Dispatcher } from 'undici'
import { noProxy, type FindProxy } from './proxy.ts'

export interface Network {
  findProxy: FindProxy
  /** Authorities that central's certificate may come from, in PEM, asked for once; undefined: the runtime's own. */
  authorities?: () => readonly string[] | undefined
}

/** Straight to central, with the runtime's own authorities: what a test and a machine by itself need. */
export const plainNetwork: Network = { findProxy: noProxy }

/** How to reach a server, and through which proxy that goes. */
export interface Way {
  dispatcher: Dispatcher
  proxy: URL | null
}

/** Connections stay open as long as central lets them: a new one costs it a TLS handshake. */
const keepAliveTimeout = 60_000

/** Connections to central, kept per proxy. Asked for each request: a laptop changes its network. `onClosed`: one of them ended. */
export function createConnections(
  { findProxy, authorities }: Network,
  onClosed: () => void = () => {},
): (url: URL) => Promise<Way> {
  const known = new Map<string, Dispatcher>()
  const trusted = once(() => {
    const list = authorities?.()
    return list === undefined ? {} : { ca: [...list] }
  })
  const open = (proxy: URL | null, isSecure: boolean): Dispatcher => {
    // Reading the system's authorities takes a while: not for a connection that shows no certificate.
    const ca = isSecure || proxy?.protocol === 'https:' ? trusted() : {}
    if (proxy === null) return new Agent({ keepAliveTimeout, connect: ca })
    const { username, password } = proxy
    const secret = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString('base64')
    const token = username === '' ? {} : { token: `Basic ${secret}` }
    return new ProxyAgent({ uri: new URL('/', proxy).origin, ...token, keepAliveTimeout, requestTls: ca, proxyTls: ca })
  }
  return async (url) => {
    const proxy = await findProxy(url)
    const key = `${url.protocol} ${proxy?.href ?? ''}`
    const dispatcher = known.get(key) ?? open(proxy, url.protocol === 'https:')
    if (!known.has(key)) dispatcher.on('disconnect', onClosed)
    known.set(key, dispatcher)
    return { dispatcher, proxy }
  }
}

/**
 * The runtime's authorities with the system's (where a company installs its own) and those of a file in PEM. Throws what
 * reading the file throws.
 */
export function trustedAuthorities(file: string | null): string[] | undefined {
  const own = file === null ? [] : [readFileSync(file, 'utf8')]
  // Node from 22.15 on; without it there are those compiled in alone.
  const known = 'getCACertificates' in tls ? (tls.getCACertificates as (kind: string) => string[]) : null
  if (known === null) return own.length === 0 ? undefined : [...tls.rootCertificates, ...own]
  return [...new Set([...known('default'), ...known('system'), ...own])]
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | null = null
  return () => (made ??= { value: make() }).value
}
