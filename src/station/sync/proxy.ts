/** The address of the proxy for a request, with user and password where it wants them; null for none. */
export type FindProxy = (url: URL) => Promise<URL | null>

export const noProxy: FindProxy = async () => null

/** One proxy for everything but this machine. */
export function fixedProxy(proxy: URL): FindProxy {
  return async ({ hostname }) => (isThisMachine(hostname) ? null : proxy)
}

/**
 * By HTTPS_PROXY, HTTP_PROXY and NO_PROXY, as most programs without a window do: names of hosts, or of domains with a dot
 * before them, `*` for all.
 */
export function proxyFromVariables(variables: Record<string, string | undefined>): FindProxy {
  const read = (name: string) => variables[name] ?? variables[name.toLowerCase()] ?? ''
  const exempt = read('NO_PROXY')
    .split(/[\s,]+/)
    .filter(Boolean)
    .map((host) => host.toLowerCase())
  const isExempt = (host: string) =>
    exempt.some((name) => name === '*' || host === name || host.endsWith(name.startsWith('.') ? name : `.${name}`))
  return async ({ protocol, hostname }) => {
    const proxy = URL.parse(read(protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY'))
    return proxy === null || isThisMachine(hostname) || isExempt(hostname.toLowerCase()) ? null : proxy
  }
}

/**
 * By what a browser's resolver answers (the system's settings, a PAC file): `PROXY host:port; DIRECT`. The first entry that
 * can be used counts; SOCKS cannot. `credentials` (`user:password`) are for the proxies it names.
 */
export function proxyFromResolver(resolve: (url: string) => Promise<string>, credentials: string | null): FindProxy {
  return async (url) => firstUsable(await resolve(url.href), credentials)
}

const schemes: Record<string, string> = { PROXY: 'http', HTTP: 'http', HTTPS: 'https' }

function firstUsable(list: string, credentials: string | null): URL | null {
  for (const entry of list.split(';')) {
    const [kind = '', host = ''] = entry.trim().split(/\s+/)
    if (kind.toUpperCase() === 'DIRECT') return null
    const scheme = schemes[kind.toUpperCase()]
    const proxy = scheme === undefined ? null : URL.parse(`${scheme}://${host}`)
    if (proxy !== null) return credentials === null ? proxy : withCredentials(proxy, credentials)
  }
  return null
}

function withCredentials(proxy: URL, credentials: string): URL {
  const [user = '', ...password] = credentials.split(':')
  return Object.assign(new URL(proxy), { username: user, password: password.join(':') })
}

const isThisMachine = (host: string) => ['localhost', '127.0.0.1', '[::1]'].includes(host)
