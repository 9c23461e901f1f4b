import type { Handlers } from '../wire/dispatch.ts'
import type { Auth } from '../people/auth.ts'
import type { TrustAnchors } from './trust-anchors.ts'

/** CSCA certificates: what is trusted, and what a manager adds. */
export function trustHandlers({
  auth,
  trust,
}: {
  auth: Auth
  trust: TrustAnchors
}): Pick<Handlers, 'trust.list' | 'trust.import'> {
  return {
    'trust.list': () => trust.list(),
    'trust.import': ({ fileName, base64 }) =>
      trust.import({ fileName, bytes: Buffer.from(base64, 'base64') }, auth.require().operatorId),
  }
}
