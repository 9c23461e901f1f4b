import type { Handlers } from '../wire/dispatch.ts'
import type { Desk } from '../people/desk.ts'
import type { TrustAnchors } from './trust-anchors.ts'

/** CSCA certificates: what is trusted, and what a manager adds. */
export function trustHandlers({
  desk,
  trust,
}: {
  desk: Desk
  trust: TrustAnchors
}): Pick<Handlers, 'trust.list' | 'trust.import'> {
  return {
    'trust.list': () => trust.list(),
    'trust.import': ({ fileName, base64 }) =>
      trust.import({ fileName, bytes: Buffer.from(base64, 'base64') }, desk.require().operatorId),
  }
}
