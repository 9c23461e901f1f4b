import type { ChipCheck } from '../check.ts'
import type { ActiveAuthenticationExchange } from '../evidence/chip-evidence.ts'
import { verifyActiveAuthentication } from './active-auth.ts'

/** The verdict on an exchange of INTERNAL AUTHENTICATE; a refusal has failed, unless the link could not carry the answer. */
export function verifyExchange(
  { challenge, response, status, needsExtendedLength }: ActiveAuthenticationExchange,
  dg15: Uint8Array,
  dg14: Uint8Array | null,
): ChipCheck {
  if (response !== null) return verifyActiveAuthentication({ dg15, dg14, challenge, response })
  const name = 'active_authentication'
  if (needsExtendedLength) return { name, verdict: 'not_possible', reason: 'extended_length_missing', detail: status }
  return { name, verdict: 'failed', reason: 'chip_refused', detail: status }
}
