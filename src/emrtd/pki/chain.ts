import type { Verdict } from '../check.ts'
import { toHex } from '../crypto/bytes.ts'
import { officialAuthority } from './official-anchors.ts'
import { isRoot, keyUsage, verifyIssuedBy, type Certificate } from './certificate.ts'
import { isOfState } from './country-codes.ts'
import { describeIssueDay, isoDay, type IssueDay } from './issue-day.ts'
import { nameCountry, nameText } from './name.ts'
import type { TrustStore } from './trust-store.ts'
import type { SignatureOutcome } from './verify-signature.ts'

/** Verdict on a signer's way up to a trusted root. `path` starts with the signer and goes on to its CSCA, if one was found. */
export interface ChainOutcome {
  readonly verdict: Verdict
  readonly reason: ChainReason | null
  readonly detail: string | null
  readonly path: readonly Certificate[]
}

export type ChainReason =
  | 'trust_empty'
  | 'signer_unknown'
  | 'certificate_malformed'
  | 'csca_unknown'
  | 'csca_missing'
  | 'csca_algorithm_unknown'
  | 'csca_link_wrong'
  | 'signer_not_issued_by_csca'
  | 'signer_wrong_purpose'
  | 'signer_expired'
  | 'signer_not_yet_valid'
  | 'csca_expired'
  | 'csca_not_yet_valid'
  | 'issue_day_unknown'

/**
 * Builds the chain from a Document Signer (or another signer) to a CSCA certificate in the store and judges it at the day
 * of issue (Doc 9303-12 §5). Every certificate that may be the issuer is tried: names are shared by all keys of a country and
 * key identifiers by root and link certificates. Every CSCA certificate of the store is trusted by being there, link
 * certificates too, unless the store holds the very key that should have signed the link and it did not.
 */
export function buildChain(signer: Certificate, store: TrustStore, issued: IssueDay): ChainOutcome {
  if (store.authorities.length === 0) return { verdict: 'not_possible', reason: 'trust_empty', detail: null, path: [] }
  if (!maySignDocuments(signer)) {
    return { verdict: 'failed', reason: 'signer_wrong_purpose', detail: nameText(signer.subject), path: [] }
  }
  const { issuers, unsupported } = findIssuers(signer, store)
  if (issuers.length === 0) return sayNoIssuer(signer, store, unsupported)
  return checkIssuers(signer, issuers, store, issued)
}

/** The first issuer that passes, roots before link certificates, whose own signature takes time to check. */
function checkIssuers(
  signer: Certificate,
  issuers: readonly Certificate[],
  store: TrustStore,
  issued: IssueDay,
): ChainOutcome {
  let first: ChainOutcome | null = null
  for (const issuer of issuers.toSorted(rootsFirst)) {
    if (!isRoot(issuer) && (isForgedLink(issuer, store) || exceedsPathLength(issuer, store))) continue
    const outcome = checkValidity([signer, issuer], issued)
    if (outcome.verdict === 'passed') return outcome
    first ??= outcome
  }
  return first ?? { verdict: 'failed', reason: 'csca_link_wrong', detail: nameText(signer.issuer), path: [] }
}

const rootsFirst = (a: Certificate, b: Certificate) => Number(isRoot(b)) - Number(isRoot(a))

/** All certificates whose key signed this one; a wider group is tried only when the likelier one has none. */
function findIssuers(signer: Certificate, store: TrustStore): { issuers: Certificate[]; unsupported: boolean } {
  const outcomes = new Map<string, SignatureOutcome>()
  for (const group of store.issuersOf(signer)) {
    const issuers = group.filter((candidate) => {
      const key = toHex(candidate.spki)
      const outcome = outcomes.get(key) ?? verifyIssuedBy(signer, candidate)
      outcomes.set(key, outcome)
      return outcome === 'valid'
    })
    if (issuers.length > 0) return { issuers, unsupported: false }
  }
  return { issuers: [], unsupported: [...outcomes.values()].includes('unsupported') }
}

/** The key that a link certificate names as its issuer's is at hand and did not sign it. */
function isForgedLink(link: Certificate, store: TrustStore): boolean {
  const named = namedIssuers(link, store)
  return named.length > 0 && named.every((issuer) => verifyIssuedBy(link, issuer) === 'invalid')
}

/**
 * A link certificate carries a state's own new key, which no path length counts (RFC 5280 §6.1.4), under whatever name. An
 * authority of another state below a key that may have none below it is no link (Doc 9303-12 §7.1.1: path length zero).
 */
function exceedsPathLength(authority: Certificate, store: TrustStore): boolean {
  const state = nameCountry(authority.subject)
  const above = namedIssuers(authority, store).filter((one) => verifyIssuedBy(authority, one) === 'valid')
  const allows = (one: Certificate) =>
    one.extensions.pathLength !== 0 || state === null || isOfState(state, nameCountry(one.subject))
  return above.length > 0 && !above.some(allows)
}

/** Certificates that the issuer name and the key identifier both point at. */
function namedIssuers(certificate: Certificate, store: TrustStore): Certificate[] {
  const [byKeyId = []] = store.issuersOf(certificate)
  return byKeyId.filter((issuer) => issuer.subjectKey === certificate.issuerKey)
}

/** A signer that names a key we hold, which did not sign it, is forged; one of a key we do not hold is only unknown. */
function sayNoIssuer(signer: Certificate, store: TrustStore, unsupported: boolean): ChainOutcome {
  const detail = nameText(signer.issuer)
  if (unsupported) return { verdict: 'not_possible', reason: 'csca_algorithm_unknown', detail, path: [] }
  if (namedIssuers(signer, store).length > 0)
    return { verdict: 'failed', reason: 'signer_not_issued_by_csca', detail, path: [] }
  return {
    verdict: 'not_possible',
    reason: isMissing(signer, store) ? 'csca_missing' : 'csca_unknown',
    detail,
    path: [],
  }
}

/**
 * The issuer is one that this store has nothing of: no anchor of its country, or none of an authority that is known to exist. An
 * unknown authority of a country whose anchors are here is another matter.
 */
function isMissing(signer: Certificate, store: TrustStore): boolean {
  const country = nameCountry(signer.issuer)
  if (country === null) return false
  const isSameState = store.authorities.some((one) => nameCountry(one.subject) === country)
  const isSameName = store.authorities.some((one) => one.subjectKey === signer.issuerKey)
  return !isSameState || (!isSameName && officialAuthority(signer.issuerKey) !== null)
}

/** The date of issue in DG12 is that of a decision in many states; the chip is signed when the document is made, days later. */
const productionMs = 30 * 86_400_000

/**
 * A signature is as good as it was when the document was issued: signers are used for months and documents for ten years,
 * which the periods of Doc 9303-12 §7.1 leave no room for in every state. An estimated day fails nobody by itself.
 */
function checkValidity(path: readonly Certificate[], issued: IssueDay): ChainOutcome {
  const lastDay = issued.source === 'dg12' ? new Date(issued.latest.getTime() + productionMs) : issued.latest
  for (const [level, certificate] of path.entries()) {
    const who = level === 0 ? 'signer' : 'csca'
    const { notBefore, notAfter } = certificate
    const detail = `${nameText(certificate.subject)} ${isoDay(notBefore)}..${isoDay(notAfter)}; ${describeIssueDay(issued)}`
    if (!(notBefore <= lastDay)) return { verdict: 'failed', reason: `${who}_not_yet_valid`, detail, path }
    if (notAfter >= issued.earliest) continue
    if (issued.source === 'estimated') return { verdict: 'not_possible', reason: 'issue_day_unknown', detail, path }
    return { verdict: 'failed', reason: `${who}_expired`, detail, path }
  }
  const names = path.map((one) => nameText(one.subject)).join(' <- ')
  return { verdict: 'passed', reason: null, detail: `${names}; ${describeIssueDay(issued)}`, path }
}

/**
 * Doc 9303-12 §7.1.1 gives a Document Signer no extended key usage at all: those it defines are for other signers (master
 * lists, deviation lists, barcodes). The one that restricts nothing (RFC 5280 §4.2.1.12) may be there.
 */
const harmlessPurposes: readonly string[] = ['2.5.29.37.0']

/** A CSCA also issues certificates for other things than documents, and certifies; none of those may sign an EF.SOD. */
function maySignDocuments({ extensions }: Certificate): boolean {
  const { keyUsage: usage, isCa, extendedKeyUsages: purposes } = extensions
  const signs = usage === null || (usage & (keyUsage.digitalSignature | keyUsage.nonRepudiation)) !== 0
  const certifies = isCa === true || (usage !== null && (usage & keyUsage.certificateSign) !== 0)
  // One that is there and names nothing allows nothing.
  const isFree = purposes === null || (purposes.length > 0 && purposes.every((one) => harmlessPurposes.includes(one)))
  return signs && !certifies && isFree
}
