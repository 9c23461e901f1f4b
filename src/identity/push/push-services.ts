/**
 * The push services of the browsers that people have: hosts, `*.` for everything below one. A browser names the address that the service
 * then calls: anywhere else it could be made to call into its own network.
 */
export const knownPushServices: readonly string[] = [
  'fcm.googleapis.com',
  'updates.push.services.mozilla.com',
  '*.push.apple.com',
  '*.notify.windows.com',
]

/**
 * Whether an address may be called: https, the usual port, no user, a host of the list by its name. An entry with a scheme is one origin
 * exactly, for a deployment's own push service.
 */
export function isPushService(services: readonly string[], endpoint: string): boolean {
  const url = URL.parse(endpoint)
  if (url === null || url.username !== '' || url.password !== '') return false
  if (services.some((one) => one.includes('://') && one === url.origin)) return true
  if (url.protocol !== 'https:' || url.port !== '') return false
  return services.some((one) => (one.startsWith('*.') ? url.hostname.endsWith(one.slice(1)) : url.hostname === one))
}
