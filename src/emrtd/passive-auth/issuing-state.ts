import type { ChipCheck } from '../check.ts'
import { codeOf } from '../failure.ts'
import { parseDg1 } from '../lds/dg1.ts'
import type { Certificate } from '../pki/certificate.ts'
import { mayIssueFor } from '../pki/country-codes.ts'
import { nameCountry } from '../pki/name.ts'

/**
 * A passed chain fails when the CSCA is another country's than the issuing state in DG1: any trusted country could
 * otherwise sign a document of ours. Codes that are nobody's (specimens) are not judged.
 */
export function checkIssuingState(chain: ChipCheck, dg1: Uint8Array | undefined, csca: Certificate): ChipCheck {
  if (chain.verdict !== 'passed' || dg1 === undefined) return chain
  const state = issuingStateOf(dg1)
  const country = nameCountry(csca.subject)
  if (state === null || country === null || mayIssueFor(state, country) !== false) return chain
  return { ...chain, verdict: 'failed', reason: 'issuing_state_differs', detail: `${state} signed under ${country}` }
}

/** Third to fifth character in every layout (Doc 9303-4, -5, -6). */
function issuingStateOf(dg1: Uint8Array): string | null {
  try {
    return parseDg1(dg1).mrz.slice(2, 5).replaceAll('<', '')
  } catch (error) {
    if (codeOf(error) === 'chip_data_malformed') return null
    throw error
  }
}
