import type { ChipCheck } from '../check.ts'
import { equalBytes } from '../crypto/bytes.ts'
import { hash } from '../crypto/hash.ts'
import { parseSod, type SecurityObject, type Sod } from '../lds/sod.ts'
import { readTlvHeader } from '../tlv/tlv.ts'
import { codeOf } from '../failure.ts'
import { buildChain, type ChainOutcome } from '../pki/chain.ts'
import { publicKeyOf, type Certificate } from '../pki/certificate.ts'
import { verifySignedData, type CmsOutcome, type SignedData } from '../pki/cms.ts'
import { onDay, type IssueDay } from '../pki/issue-day.ts'
import {
  findWeaknesses,
  nameWeaknesses,
  usualWeakSignaturePolicy,
  type WeakSignaturePolicy,
} from '../pki/weak-signature.ts'
import { findIssueDay } from './find-issue-day.ts'
import { checkIssuingState } from './issuing-state.ts'
import { checkRevocation, type RevocationList, type RevocationOutcome } from '../pki/crl.ts'
import { nameText } from '../pki/name.ts'
import type { TrustStore } from '../pki/trust-store.ts'

export interface PassiveAuthenticationInput {
  /** EF.SOD as read. */
  readonly sod: Uint8Array
  /** Data groups as read, by number; hashed as they are, never re-encoded. */
  readonly dataGroups: ReadonlyMap<number, Uint8Array>
  readonly trust: TrustStore
  /** CRLs besides those the trust store holds. */
  readonly crls?: readonly RevocationList[]
  /** Day of reading. */
  readonly at: Date
  /** Judges the certificates at this day in place of the document's day of issue. */
  readonly certificatesAt?: Date
  /** Which weak signatures fail; `usualWeakSignaturePolicy` where not said. */
  readonly weakSignatures?: WeakSignaturePolicy
}

interface SignerVerdicts {
  readonly signature: ChipCheck
  readonly chain: ChipCheck
  readonly revocation: ChipCheck
  /** Subjects as RFC 4514 writes them; null where the certificate is not known. */
  readonly signer: string | null
  readonly csca: string | null
}

export interface PassiveAuthentication {
  /** `signature`, `hashes`, `chain`, `revocation`, in this order. */
  readonly checks: readonly ChipCheck[]
  readonly signer: string | null
  readonly csca: string | null
  /** Whether the data groups are proved genuine: signature, hashes and chain passed and nothing is revoked. */
  readonly passed: boolean
  /** Null when EF.SOD could not be parsed. */
  readonly securityObject: SecurityObject | null
  /** The day that the certificates were judged at; null when EF.SOD could not be parsed. */
  readonly issued: IssueDay | null
}

/**
 * Passive Authentication (Doc 9303-11 §5.1): signature of EF.SOD, hashes of the data groups, chain of the Document
 * Signer at the day of issue, revocation. Never fails: what cannot be read is a failed check.
 */
export function passiveAuthentication(input: PassiveAuthenticationInput): PassiveAuthentication {
  const sod = readSod(input.sod)
  if (sod === null) return unreadableSod()
  const { trust, dataGroups, weakSignatures = usualWeakSignaturePolicy } = input
  const outcome = verifySigner(sod.cms, trust)
  const issued =
    input.certificatesAt === undefined ? issueDayOf(sod, dataGroups, outcome, input.at) : onDay(input.certificatesAt)
  const judged = judgeSigner(outcome, { ...input, issued, weakSignatures })
  const { signature, chain, revocation, signer, csca, path } = judged
  const hashes = nameWeakHash(checkHashes(sod.securityObject, dataGroups), sod.securityObject, weakSignatures, issued)
  const checks = [signature, hashes, checkIssuingState(chain, dataGroups.get(1), path), revocation]
  const proved = checks.slice(0, 3).every((check) => check.verdict === 'passed') && revocation.verdict !== 'failed'
  return { checks, signer, csca: csca?.subject ?? null, passed: proved, securityObject: sod.securityObject, issued }
}

/** The day of issue of a document; DG12 counts only with the hash that EF.SOD has for it. */
export function issueDayOf(
  { securityObject }: Sod,
  dataGroups: ReadonlyMap<number, Uint8Array>,
  { signer, info }: CmsOutcome,
  at: Date,
): IssueDay {
  const dg12 = dataGroups.get(12)
  const isProved = dg12 !== undefined && checkHashes(securityObject, new Map([[12, dg12]])).verdict === 'passed'
  return findIssueDay({
    dg1: dataGroups.get(1),
    dg12: isProved ? dg12 : undefined,
    // Of the signature that verified: others beside it anybody may have put there.
    signingTime: info?.signingTime ?? null,
    signerFrom: signer?.notBefore ?? null,
    at,
  })
}

export interface CheckedSigner extends Omit<SignerVerdicts, 'csca'> {
  readonly csca: { readonly subject: string; readonly certificate: Certificate } | null
  /** The Document Signer's certificate and, where one was found, the CSCA's. */
  readonly path: readonly Certificate[]
}

export interface SignerQuestion {
  readonly trust: TrustStore
  readonly crls?: readonly RevocationList[]
  /** Day of reading, for the age of revocation lists. */
  readonly at: Date
  readonly issued: IssueDay
  readonly weakSignatures: WeakSignaturePolicy
}

/** The signature of any CMS that a Document Signer signed: what takes time and no day. */
export function verifySigner(cms: SignedData, trust: TrustStore): CmsOutcome {
  return guard(() => verifySignedData(cms, trust.others), malformedSignature)
}

/** Signature, chain and revocation of any CMS that a Document Signer signed: EF.SOD or EF.CardSecurity. */
export function judgeSigner(outcome: CmsOutcome, question: SignerQuestion): CheckedSigner {
  const { trust, at, issued, weakSignatures } = question
  const { signer } = outcome
  const crls = [...(question.crls ?? []), ...trust.crls]
  const chain = signer === null ? noSigner : guard(() => buildChain(signer, trust, issued), malformedChain)
  const revoked = guard(
    () => checkRevocation(chain.verdict === 'passed' ? chain.path : [], crls, trust, { at, issued }),
    malformedCrl,
  )
  const root = chain.path.length > 1 ? chain.path[1] : undefined
  const { verdict, reason, detail } = chain
  const named = (check: ChipCheck, algorithms: readonly Uint8Array[], maker: Certificate | null | undefined) =>
    nameWeaknesses(check, findWeaknesses(algorithms, maker ? keyOrNull(maker) : null), weakSignatures, issued)
  const made = signer === null ? [] : [signer.signatureAlgorithm]
  return {
    signature: named(signatureCheck(outcome), algorithmsOf(outcome), signer),
    chain: named({ name: 'chain', verdict, reason, detail }, made, root),
    revocation: { name: 'revocation', ...revoked },
    signer: signer === null ? null : nameText(signer.subject),
    csca: root === undefined ? null : { subject: nameText(root.subject), certificate: root },
    path: signer === null ? [] : [signer, ...(root === undefined ? [] : [root])],
  }
}

const algorithmsOf = ({ info }: CmsOutcome) => (info === null ? [] : [info.algorithm, info.digestAlgorithm])
const keyOrNull = (certificate: Certificate) => guard(() => publicKeyOf(certificate), null)

/** The hashes of the data groups are as strong as the function that EF.SOD names for them. */
export function nameWeakHash(
  hashes: ChipCheck,
  { hashAlgorithm }: SecurityObject,
  policy: WeakSignaturePolicy,
  issued: IssueDay,
): ChipCheck {
  return nameWeaknesses(hashes, findWeaknesses([hashAlgorithm], null), policy, issued)
}

const noSigner: ChainOutcome = { verdict: 'not_possible', reason: 'signer_unknown', detail: null, path: [] }
const malformedChain: ChainOutcome = { verdict: 'failed', reason: 'certificate_malformed', detail: null, path: [] }
const malformedSignature: CmsOutcome = { outcome: 'invalid', reason: 'signature_malformed', signer: null, info: null }
const malformedCrl: RevocationOutcome = { verdict: 'not_possible', reason: 'crl_malformed', detail: null }

function signatureCheck(outcome: CmsOutcome): ChipCheck {
  const detail = outcome.signer === null ? null : nameText(outcome.signer.subject)
  if (outcome.outcome === 'valid') return { name: 'signature', verdict: 'passed', reason: null, detail }
  const verdict = outcome.outcome === 'invalid' ? 'failed' : 'not_possible'
  return { name: 'signature', verdict, reason: outcome.reason, detail }
}

/** Each data group against its hash. One that EF.SOD does not list fails: it is signed by nobody. */
export function checkHashes(object: SecurityObject, dataGroups: ReadonlyMap<number, Uint8Array>): ChipCheck {
  const name = 'hashes'
  const { hash: algorithm, dataGroupHashes } = object
  if (dataGroups.size === 0) return { name, verdict: 'not_possible', reason: 'no_data_groups', detail: null }
  if (algorithm === null) return { name, verdict: 'not_possible', reason: 'hash_algorithm_unknown', detail: null }
  const groups = [...dataGroups]
  const unsigned = groups.filter(([group]) => !dataGroupHashes.has(group))
  const changed = groups.filter(([group, bytes]) => {
    const expected = dataGroupHashes.get(group)
    return expected !== undefined && !forms(bytes).some((form) => equalBytes(hash(algorithm, form), expected))
  })
  if (changed.length > 0) return { name, verdict: 'failed', reason: 'data_group_changed', detail: listGroups(changed) }
  if (unsigned.length > 0)
    return { name, verdict: 'failed', reason: 'data_group_not_signed', detail: listGroups(unsigned) }
  return { name, verdict: 'passed', reason: null, detail: `${algorithm}: ${listGroups(groups)}` }
}

const listGroups = (groups: readonly (readonly [number, Uint8Array])[]) =>
  groups.map(([group]) => `DG${group}`).join(' ')

/** The bytes as read; and without what follows the data object, as files on disk and some cards are padded. */
function forms(bytes: Uint8Array): Uint8Array[] {
  try {
    const { headerLength, valueLength } = readTlvHeader(bytes)
    const length = headerLength + valueLength
    return length < bytes.length ? [bytes, bytes.subarray(0, length)] : [bytes]
  } catch (error) {
    if (codeOf(error) === 'chip_data_malformed') return [bytes]
    throw error
  }
}

function readSod(bytes: Uint8Array): Sod | null {
  return guard(() => parseSod(bytes), null)
}

/** Turns a failure caused by malformed bytes into a verdict; any other error is a bug and is thrown on. */
function guard<T>(run: () => T, otherwise: T): T {
  try {
    return run()
  } catch (error) {
    if (codeOf(error) === 'chip_data_malformed') return otherwise
    throw error
  }
}

/** The verdicts where EF.SOD cannot be parsed. */
export function unreadableSod(): PassiveAuthentication {
  const failed = { verdict: 'failed', reason: 'sod_malformed', detail: null } as const
  const open = { verdict: 'not_possible', reason: 'sod_malformed', detail: null } as const
  const checks: ChipCheck[] = [
    { name: 'signature', ...failed },
    { name: 'hashes', ...open },
    { name: 'chain', ...open },
    { name: 'revocation', ...open },
  ]
  return { checks, signer: null, csca: null, passed: false, securityObject: null, issued: null }
}
