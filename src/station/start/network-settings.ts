import { z } from 'zod'
import { trustedAuthorities, type Network } from '../sync/connections.ts'
import { fixedProxy, noProxy, proxyFromResolver, proxyFromVariables, type FindProxy } from '../sync/proxy.ts'

const isProxyAddress = (text: string) => {
  const url = URL.parse(text)
  return url !== null && ['http:', 'https:'].includes(url.protocol) && url.pathname === '/'
}

/** What decides how central is reached, from the process's environment. All optional. */
const Variables = z.object({
  /**
   * `system`: as the system says (Electron: its settings and PAC file; Chromium's shell: HTTPS_PROXY and NO_PROXY); `none`;
   * or the address of one, `http://user:password@host:port`. A PAC file's address is none: only Electron reads those, by `system`.
   */
  GUICHET_PROXY: z
    .union([
      z.enum(['system', 'none']),
      z.string().refine(isProxyAddress, 'system, none, or http://host:port; no PAC file'),
    ])
    .default('system'),
  /** `user:password` for the proxies that the system names. */
  GUICHET_PROXY_CREDENTIALS: z.string().includes(':').optional(),
  /** Authorities of the company in PEM, beside the system's. */
  GUICHET_CA_FILE: z.string().min(1).optional(),
})

/** `resolve` is the browser's own resolver, where the shell has one. A value that makes no sense stops the start. */
export function networkFromEnvironment(
  variables: Record<string, string | undefined>,
  resolve: ((url: string) => Promise<string>) | null,
): Network {
  const {
    GUICHET_PROXY: proxy,
    GUICHET_PROXY_CREDENTIALS: credentials,
    GUICHET_CA_FILE: file,
  } = Variables.parse(variables)
  return { findProxy: findProxyBy(proxy), authorities: () => trustedAuthorities(file ?? null) }

  function findProxyBy(choice: string): FindProxy {
    if (choice === 'none') return noProxy
    if (choice !== 'system') return fixedProxy(new URL(choice))
    return resolve === null ? proxyFromVariables(variables) : proxyFromResolver(resolve, credentials ?? null)
  }
}
