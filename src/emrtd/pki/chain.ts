import type { Verdict } from '../check.ts'
import { toHex } from '../crypto/bytes.ts'
import { officialAuthority } from './official-anchors.ts'
import { isRoot, keyUsage, verifyIssuedBy, type Certificate } from './certificate.ts'
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

/**
 * Builds the chain from a Document Signer (or another signer) to a CSCA certificate in the store and judges it at a date
 * (Doc 9303-12 §5). Every certificate that may be the issuer is tried: names are shared by all keys of a country and
 * key identifiers by root and link certificates. Every CSCA certificate of the store is trusted by being there, link
 * certificates too, unless the store holds the very key that should have signed the link and it did not.
 */
export function buildChain(signer: Certificate, store: TrustStore, at: Date): ChainOutcome {
  if (store.authorities.length === 0) return { verdict: 'not_possible', reason: 'trust_empty', detail: null, path: [] }
  if (!maySignDocuments(signer)) {
    return { verdict: 'failed', reason: 'signer_wrong_purpose', detail: nameText(signer.subject), path: [] }
  }
  const { issuers, unsupported } = findIssuers(signer, store)
  if (issuers.length === 0) return sayNoIssuer(signer, store, unsupported)
  return checkIssuers(signer, issuers, store, at)
}

/** The first issuer that passes, roots before link certificates, whose own signature takes time to check. */
function checkIssuers(signer: Certificate, issuers: readonly Certificate[], store: TrustStore, at: Date): ChainOutcome {
  let first: ChainOutcome | null = null
  for (const issuer of issuers.toSorted(rootsFirst)) {
    if (!isRoot(issuer) && isForgedLink(issuer, store)) continue
    const outcome = checkValidity([signer, issuer], at)
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

/** Shell model: all certificates must be valid at the date of reading, for which Doc 9303-12 §7 sizes their periods. */
function checkValidity(path: readonly Certificate[], at: Date): ChainOutcome {
  for (const [level, certificate] of path.entries()) {
    const who = level === 0 ? 'signer' : 'csca'
    const { notBefore, notAfter } = certificate
    const detail = `${nameText(certificate.subject)} ${isoDate(notBefore)}..${isoDate(notAfter)}`
    if (at > notAfter) return { verdict: 'failed', reason: `${who}_expired`, detail, path }
    if (at < notBefore) return { verdict: 'failed', reason: `${who}_not_yet_valid`, detail, path }
  }
  return { verdict: 'passed', reason: null, detail: path.map((one) => nameText(one.subject)).join(' <- '), path }
}

const isoDate = (date: Date) => (Number.isNaN(date.getTime()) ? '?' : date.toISOString().slice(0, 10))

/**
 * Doc 9303-12 §7.1.1 gives a Document Signer no extended key usage at all: those it defines are for other signers (master
 * lists, deviation lists, barcodes). The one that restricts nothing (RFC 5280 §4.2.1.12) may be there.
 */
const harmlessPurposes: readonly string[] = ['2.5.29.37.0']

/** A CSCA also issues certificates for other things than documents, and certifies; none of those may sign an EF.SOD. */
function maySignDocuments({ extensions }: Certificate): boolean {
  const { keyUsage: usage, isCa, extendedKeyUsages } = extensions
  const signs = usage === null || (usage & (keyUsage.digitalSignature | keyUsage.nonRepudiation)) !== 0
  return signs && isCa !== true && extendedKeyUsages.every((purpose) => harmlessPurposes.includes(purpose))
}
