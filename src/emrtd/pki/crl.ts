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
import { isoDay, type IssueDay } from './issue-day.ts'
import { readTime, readTimeOrNull } from './time.ts'
import type { Verdict } from '../check.ts'
import { verifySignature } from './verify-signature.ts'

/** A certificate revocation list (RFC 5280 §5, Doc 9303-12 §7.1.4). */
export interface RevocationList {
  readonly issuer: Uint8Array
  readonly issuerKey: string
  readonly thisUpdate: Date
  readonly nextUpdate: Date | null
  /** Entries by serial number. */
  readonly revoked: ReadonlyMap<bigint, Revocation>
  readonly tbs: Uint8Array
  readonly algorithm: Uint8Array
  readonly signature: Uint8Array
}

/** Why and since when a certificate is revoked (RFC 5280 §5.3.1); `reason` null where the list gives none. */
export interface Revocation {
  readonly since: Date | null
  readonly reason: number | null
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

const reasonCodes = {
  unspecified: 0,
  keyCompromise: 1,
  cACompromise: 2,
  affiliationChanged: 3,
  superseded: 4,
  cessationOfOperation: 5,
  certificateHold: 6,
  removeFromCRL: 8,
  privilegeWithdrawn: 9,
  aACompromise: 10,
} as const
const reasonNames = new Map<number | null, string>(Object.entries(reasonCodes).map(([name, code]) => [code, name]))
/** Reasons that say nothing against what was signed before; any other, and none, may mean that the key was lost long ago. */
const onlyFromThen: readonly (number | null)[] = [
  reasonCodes.affiliationChanged,
  reasonCodes.superseded,
  reasonCodes.cessationOfOperation,
  reasonCodes.certificateHold,
  reasonCodes.privilegeWithdrawn,
]

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
    revoked: rest[0]?.tag === asn1.sequence ? readRevoked(rest[0]) : new Map(),
    tbs: expectTag(tbs, asn1.sequence).raw,
    algorithm: expectTag(algorithm, asn1.sequence).raw,
    signature: bitsOf(signature),
  }
}

/**
 * Looks for the certificates of a proved chain in the CRLs of their issuers. One revoked for compromise or without a reason
 * fails whatever the day of issue, one that was given up for another reason only what was issued from then on; both
 * whatever the age of the list. A list that is out of date at `at`, forged or missing makes it `not_possible` to say.
 */
export function checkRevocation(
  path: readonly Certificate[],
  crls: readonly RevocationList[],
  { authorities }: { readonly authorities: readonly Certificate[] },
  { at, issued }: { readonly at: Date; readonly issued: IssueDay },
): RevocationOutcome {
  const [signer, csca] = path
  if (signer === undefined || csca === undefined) {
    return { verdict: 'not_possible', reason: 'chain_not_proved', detail: null }
  }
  const named = crls.filter((crl) => crl.issuerKey === csca.subjectKey || crl.issuerKey === signer.issuerKey)
  const proved = named.filter((crl) => isCrlSignedBy(crl, [csca, ...authorities]))
  const detail = nameText(csca.subject)
  const own = proved.map((crl) => crl.revoked.get(signer.serial)).find((entry) => counts(entry, issued))
  if (own !== undefined) return { verdict: 'failed', reason: 'signer_revoked', detail: `${detail}; ${describe(own)}` }
  const above = proved
    .filter((crl) => crl.issuerKey === csca.issuerKey)
    .map((crl) => crl.revoked.get(csca.serial))
    .find((entry) => counts(entry, issued))
  if (above !== undefined) return { verdict: 'failed', reason: 'csca_revoked', detail: `${detail}; ${describe(above)}` }
  if (named.length === 0) return { verdict: 'not_possible', reason: 'crl_missing', detail }
  if (proved.length === 0) return { verdict: 'not_possible', reason: 'crl_signature_wrong', detail }
  return checkAge(proved, at)
}

/** An estimated day fails nobody by itself: there the earliest that it may have been decides. */
function counts(entry: Revocation | undefined, { source, earliest, latest }: IssueDay): boolean {
  if (entry === undefined) return false
  if (entry.since === null || !onlyFromThen.includes(entry.reason)) return true
  return (source === 'estimated' ? earliest : latest) >= entry.since
}

function describe({ reason, since }: Revocation): string {
  const why = reasonNames.get(reason) ?? (reason === null ? 'no reason given' : `reason ${reason}`)
  return `${why}, ${since === null ? '?' : isoDay(since)}`
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

function readRevoked(list: BerNode): Map<bigint, Revocation> {
  const revoked = new Map<bigint, Revocation>()
  for (const entry of eachBer(list.value)) {
    const [serial, since, extensions] = sequenceOf(entry)
    const reason = extensions === undefined ? null : readReason(extensions)
    const number = unsignedOf(serial)
    const before = revoked.get(number)
    // Listed twice, the graver entry stays.
    if (reason === reasonCodes.removeFromCRL || (before !== undefined && !onlyFromThen.includes(before.reason)))
      continue
    revoked.set(number, { since: readTimeOrNull(since), reason })
  }
  return revoked
}

/** CRLReason (RFC 5280 §5.3.1), an ENUMERATED; null where it is not given. */
function readReason(extensions: BerNode): number | null {
  for (const extension of sequenceOf(extensions)) {
    const fields = sequenceOf(extension)
    if (oidOf(fields[0]) === '2.5.29.21') return readBer(octetsOf(fields[fields.length - 1])).value[0] ?? null
  }
  return null
}
