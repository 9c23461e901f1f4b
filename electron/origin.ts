/** The interface's own origin: a custom scheme, never `file:`, so that it has one and the web's rules hold. */
export const scheme = 'guichet'
export const origin = `${scheme}://app`
export const wireChannel = 'guichet:wire'

/** The one window that the page may open: the citizen's screen (src/ui/core/citizen-channel.ts). */
export const citizenAddress = `${origin}/index.html#citizen`

/** True for addresses of the interface itself. */
export function isOwnAddress(address: string): boolean {
  // Node's and Chromium's URL disagree on the origin of custom schemes ("null"): compare the parts.
  const url = URL.canParse(address) ? new URL(address) : null
  return url !== null && url.protocol === `${scheme}:` && url.host === 'app'
}
