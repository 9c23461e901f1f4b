import { TrustFileAnswer, type TrustBundle } from '../../contract/protocol/config.ts'
import type { PublicJwk } from '../../contract/protocol/jwk.ts'
import { Failure } from '../../contract/failure.ts'
import type { TrustAnchors } from '../trust/trust-anchors.ts'
import type { CentralClient } from './central-client.ts'
import type { CentralState } from './central-state.ts'
import { verifyTrust } from './verify-central.ts'

/**
 * Central's word on what to trust, or what is known already where that is newer. Code: central_response_invalid (not signed with the
 * authority's key, for another environment, or a version below the one known, which would bring a removed anchor back).
 */
export function readTrust(
  jws: string | null,
  known: Pick<CentralState, 'trust' | 'environment'>,
  keys: PublicJwk[],
): TrustBundle | null {
  if (jws === null) return known.trust
  const bundle = verifyTrust(jws, keys)
  if (bundle === null || bundle.environment !== known.environment)
    throw new Failure('central_response_invalid', 'trust')
  if (known.trust === null) return bundle
  if (bundle.version < known.trust.version) throw new Failure('central_response_invalid', 'trust version went back')
  // A replay of what was said before makes nothing older than it is.
  return Date.parse(bundle.as_of) < Date.parse(known.trust.as_of) ? known.trust : bundle
}

/** Fetches what the bundle names and is not here, one file after the other, and drops what it names no more. */
export async function fetchTrustFiles(
  { client, trust }: { client: CentralClient; trust: TrustAnchors },
  signal: AbortSignal,
): Promise<void> {
  trust.settle()
  for (const { sha256 } of trust.missing()) {
    const path = `/v1/trust/${sha256}`
    const { body } = await client.call({ method: 'GET', path, access: 'token', answer: TrustFileAnswer, signal })
    trust.take(sha256, Buffer.from(body!.base64, 'base64'))
  }
}
