import type { ChipCheck } from '../check.ts'
import { parseDg1 } from '../lds/dg1.ts'
import { orIfMalformed } from '../or-if-malformed.ts'
import type { Certificate } from '../pki/certificate.ts'
import { mayIssueFor } from '../pki/country-codes.ts'
import { nameCountry } from '../pki/name.ts'

/**
 * A passed chain fails when the CSCA is another country's than the issuing state in DG1: any trusted country could
 * otherwise sign a document of ours. A CSCA that names no country proves nobody's document; codes that are nobody's
 * (specimens) are not judged.
 */
export function checkIssuingState(chain: ChipCheck, dg1: Uint8Array | undefined, csca: Certificate): ChipCheck {
  if (chain.verdict !== 'passed' || dg1 === undefined) return chain
  const state = issuingStateOf(dg1)
  const country = nameCountry(csca.subject)
  if (country === null) return { ...chain, verdict: 'not_possible', reason: 'csca_without_country' }
  if (state === null || mayIssueFor(state, country) !== false) return chain
  return { ...chain, verdict: 'failed', reason: 'issuing_state_differs', detail: `${state} signed under ${country}` }
}

/** Whether another file's CSCA is of the state that EF.SOD's chain ends in and that DG1 names. */
export function sharesState(other: Certificate | null, dg1: Uint8Array | undefined, csca: Certificate | null): boolean {
  const country = other === null ? null : nameCountry(other.subject)
  if (country === null || csca === null || country !== nameCountry(csca.subject)) return false
  const state = dg1 === undefined ? null : issuingStateOf(dg1)
  return state === null || mayIssueFor(state, country) !== false
}

/** Third to fifth character in every layout (Doc 9303-4, -5, -6). */
function issuingStateOf(dg1: Uint8Array): string | null {
  return orIfMalformed(() => parseDg1(dg1).mrz.slice(2, 5).replaceAll('<', ''), null)
}
