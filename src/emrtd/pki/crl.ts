import {
  asn1,
  bitsOf,
  eachBer,
  expectTag,
  octetsOf,
  oidOf,
  readBer,
  sequenceOf,
  unsignedOf,
  type BerNode,
} from '../tlv/ber.ts'
import { publicKeyOf, type Certificate } from './certificate.ts'
import { nameKey, nameText } from './name.ts'
import { readTime } from './time.ts'
import type { Verdict } from '../check.ts'
import { verifySignature } from './verify-signature.ts'

/** A certificate revocation list (RFC 5280 §5, Doc 9303-12 §7.1.4). */
export interface RevocationList {
  readonly issuer: Uint8Array
  readonly issuerKey: string
  readonly thisUpdate: Date
  readonly nextUpdate: Date | null
  readonly revoked: ReadonlySet<bigint>
  readonly tbs: Uint8Array
  readonly algorithm: Uint8Array
  readonly signature: Uint8Array
}

export interface RevocationOutcome {
  readonly verdict: Verdict
  readonly reason: RevocationReason | null
  readonly detail: string | null
}

export type RevocationReason =
  | 'crl_missing'
  | 'crl_signature_wrong'
  | 'crl_malformed'
  | 'crl_expired'
  | 'crl_not_yet_valid'
  | 'signer_revoked'
  | 'csca_revoked'
  | 'chain_not_proved'

const removedFromList = 8

/** Parses a CRL, DER or BER. Fails with `chip_data_malformed`. */
export function parseCrl(bytes: Uint8Array): RevocationList {
  const [tbs, algorithm, signature] = sequenceOf(readBer(bytes))
  const fields = sequenceOf(tbs)
  if (fields[0]?.tag === asn1.integer) fields.shift()
  const [, issuer, thisUpdate, ...rest] = fields
  const hasNext = rest[0] !== undefined && (rest[0].tag === 0x17 || rest[0].tag === 0x18)
  const nextUpdate = hasNext ? readTime(rest.shift()) : null
  const issuerName = expectTag(issuer, asn1.sequence).raw
  return {
    issuer: issuerName,
    issuerKey: nameKey(issuerName),
    thisUpdate: readTime(thisUpdate),
    nextUpdate,
    revoked: rest[0]?.tag === asn1.sequence ? readRevoked(rest[0]) : new Set(),
    tbs: expectTag(tbs, asn1.sequence).raw,
    algorithm: expectTag(algorithm, asn1.sequence).raw,
    signature: bitsOf(signature),
  }
}

/**
 * Looks for the certificates of a proved chain in the CRLs of their issuers. A revoked one fails whatever the date and
 * age of the list; a list that is out of date, forged or missing makes it `not_possible` to say.
 */
export function checkRevocation(
  path: readonly Certificate[],
  crls: readonly RevocationList[],
  { authorities }: { readonly authorities: readonly Certificate[] },
  at: Date,
): RevocationOutcome {
  const [signer, csca] = path
  if (signer === undefined || csca === undefined) {
    return { verdict: 'not_possible', reason: 'chain_not_proved', detail: null }
  }
  const named = crls.filter((crl) => crl.issuerKey === csca.subjectKey || crl.issuerKey === signer.issuerKey)
  const proved = named.filter((crl) => isCrlSignedBy(crl, [csca, ...authorities]))
  const detail = nameText(csca.subject)
  if (proved.some((crl) => crl.revoked.has(signer.serial)))
    return { verdict: 'failed', reason: 'signer_revoked', detail }
  if (path.slice(1).some((one) => crls.some((crl) => revokesAuthority(crl, one, proved)))) {
    return { verdict: 'failed', reason: 'csca_revoked', detail }
  }
  if (named.length === 0) return { verdict: 'not_possible', reason: 'crl_missing', detail }
  if (proved.length === 0) return { verdict: 'not_possible', reason: 'crl_signature_wrong', detail }
  return checkAge(proved, at)
}

/** A CSCA's own certificates can stand in its list as well; serial numbers count per issuer name. */
function revokesAuthority(crl: RevocationList, authority: Certificate, proved: readonly RevocationList[]): boolean {
  return proved.includes(crl) && crl.issuerKey === authority.issuerKey && crl.revoked.has(authority.serial)
}

function checkAge(crls: readonly RevocationList[], at: Date): RevocationOutcome {
  const newest = crls.reduce((a, b) => (b.thisUpdate > a.thisUpdate ? b : a))
  const detail = `${newest.thisUpdate.toISOString()}..${newest.nextUpdate?.toISOString() ?? ''}`
  if (crls.some((crl) => crl.thisUpdate <= at && (crl.nextUpdate === null || at <= crl.nextUpdate))) {
    return { verdict: 'passed', reason: null, detail }
  }
  return { verdict: 'not_possible', reason: at < newest.thisUpdate ? 'crl_not_yet_valid' : 'crl_expired', detail }
}

const signed = new WeakMap<RevocationList, WeakMap<Certificate, boolean>>()

/** By any key of that name: a country signs its list with its newest key, for the documents of older ones too. */
export function isCrlSignedBy(crl: RevocationList, authorities: readonly Certificate[]): boolean {
  const known = signed.get(crl) ?? new WeakMap<Certificate, boolean>()
  signed.set(crl, known)
  return authorities.some((authority) => {
    if (authority.subjectKey !== crl.issuerKey) return false
    const isSigned = known.get(authority) ?? isSignedByKeyOf(crl, authority)
    known.set(authority, isSigned)
    return isSigned
  })
}

function isSignedByKeyOf({ algorithm, signature, tbs: data }: RevocationList, authority: Certificate): boolean {
  const key = publicKeyOf(authority)
  return key !== null && verifySignature(key, { algorithm, signature, data }) === 'valid'
}

function readRevoked(list: BerNode): Set<bigint> {
  const revoked = new Set<bigint>()
  for (const entry of eachBer(list.value)) {
    const [serial, , extensions] = sequenceOf(entry)
    if (extensions === undefined || !isRemoved(extensions)) revoked.add(unsignedOf(serial))
  }
  return revoked
}

function isRemoved(extensions: BerNode): boolean {
  return sequenceOf(extensions).some((extension) => {
    const fields = sequenceOf(extension)
    if (oidOf(fields[0]) !== '2.5.29.21') return false
    return readBer(octetsOf(fields[fields.length - 1])).value[0] === removedFromList
  })
}
