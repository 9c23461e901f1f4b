import type { ChipCheck } from '../check.ts'
import { parseDg1 } from '../lds/dg1.ts'
import { orIfMalformed } from '../or-if-malformed.ts'
import type { Certificate } from '../pki/certificate.ts'
import { isOfState, mayIssueFor } from '../pki/country-codes.ts'
import { nameCountry } from '../pki/name.ts'

/**
 * A passed chain fails when CSCA, signer and the issuing state in DG1 are not of one country: any trusted country could
 * otherwise sign a document of ours. A CSCA that names no country proves nobody's document; issuing states that are
 * nobody's (specimens) are not judged. It fails too where the signer lists document types (Doc 9303-12 §7.1.1.6) and the
 * document's type is not among them. `path` is the signer's certificate and the CSCA's.
 */
export function checkIssuingState(
  chain: ChipCheck,
  dg1: Uint8Array | undefined,
  [signer, csca]: readonly Certificate[],
): ChipCheck {
  if (chain.verdict !== 'passed' || signer === undefined || csca === undefined) return chain
  const fail = (reason: string, detail: string): ChipCheck => ({ ...chain, verdict: 'failed', reason, detail })
  const [country, own] = [nameCountry(csca.subject), nameCountry(signer.subject)]
  if (country !== null && own !== null && !isOfState(own, country)) {
    return fail('issuing_state_differs', `signer of ${own} under ${country}`)
  }
  const mrz = dg1 === undefined ? null : orIfMalformed(() => parseDg1(dg1).mrz, null)
  if (dg1 === undefined) return chain
  if (country === null) return { ...chain, verdict: 'not_possible', reason: 'csca_without_country' }
  if (mrz === null) return chain
  const [code, state] = [mrz.slice(0, 2), issuingStateOf(mrz)]
  if (mayIssueFor(state, country) === false) return fail('issuing_state_differs', `${state} signed under ${country}`)
  const types = signer.extensions.documentTypes
  if (types === null || types.some((type) => covers(type, code))) return chain
  return fail('document_type_not_listed', `${withoutFillers(code)}, signer is for ${types.join(' ')}`)
}

/** A single letter stands for all codes that begin with it. */
function covers(type: string, code: string): boolean {
  const listed = withoutFillers(type).toUpperCase()
  return listed !== '' && (listed.length === 1 ? code.startsWith(listed) : withoutFillers(code) === listed)
}

/** Whether another file's CSCA is of the state that EF.SOD's chain ends in and that DG1 names. */
export function sharesState(other: Certificate | null, dg1: Uint8Array | undefined, csca: Certificate | null): boolean {
  const country = other === null ? null : nameCountry(other.subject)
  if (country === null || csca === null || !isOfState(country, nameCountry(csca.subject))) return false
  const mrz = dg1 === undefined ? null : orIfMalformed(() => parseDg1(dg1).mrz, null)
  return mrz === null || mayIssueFor(issuingStateOf(mrz), country) !== false
}

const withoutFillers = (text: string): string => text.replace(/[<\s]+/g, '')

/** Third to fifth character in every layout (Doc 9303-4, -5, -6). */
const issuingStateOf = (mrz: string): string => withoutFillers(mrz.slice(2, 5))
