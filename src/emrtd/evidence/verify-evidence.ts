import { verifyExchange } from '../active-auth/verify-exchange.ts'
import type { ChipCheck } from '../check.ts'
import { checkChipAuthentication } from './check-chip-authentication.ts'
import { hasNone, checkAccess, checkDowngrade, checkMrz, notShown, tieToIssuer, withheld } from './chip-checks.ts'
import { parseDg14, type SecurityInfos } from '../lds/security-infos.ts'
import { parseSod, type Sod } from '../lds/sod.ts'
import { toleratedGroups } from '../pki/deviation-list.ts'
import { orIfMalformed } from '../or-if-malformed.ts'
import { checkIssuingState } from '../passive-auth/issuing-state.ts'
import {
  checkHashes,
  issueDayOf,
  judgeSigner,
  nameWeakHash,
  unreadableSod,
  verifySigner,
  type CheckedSigner,
  type SignerQuestion,
} from '../passive-auth/passive-auth.ts'
import type { Certificate } from '../pki/certificate.ts'
import type { CmsOutcome } from '../pki/cms.ts'
import { onDay, type IssueDay } from '../pki/issue-day.ts'
import { fingerprintOf } from '../pki/trust-store.ts'
import { usualWeakSignaturePolicy } from '../pki/weak-signature.ts'
import type { OpenedCam } from '../pace/verify-cam.ts'
import type { ChipFileName } from '../chip-file-name.ts'
import type { ChipEvidence } from './chip-evidence.ts'
import type { EvidenceTrust } from './evidence-trust.ts'
import { dataGroupsOf, readDataGroups } from './data-groups.ts'

/** What a chip's evidence is worth. */
export interface EvidenceVerdicts {
  /** One per name of `chipCheckNames`, in that order. */
  readonly checks: readonly ChipCheck[]
  /** Subjects of Document Signer and CSCA as RFC 4514 writes them, or null where unknown. */
  readonly signer: string | null
  readonly csca: string | null
  /** SHA-256 of the certificates that the data rest on, lower-case hexadecimal; null where unknown. */
  readonly fingerprints: { readonly signer: string | null; readonly csca: string | null }
  /** Whether the data groups are proved to be the issuer's: signature, hashes and chain passed, nothing is revoked. */
  readonly isAuthentic: boolean
  /** Data groups that EF.SOD lists. */
  readonly listed: readonly string[]
  /** Files that EF.SOD lists and the chip did not give. */
  readonly withheld: readonly ChipFileName[]
  /** DG11 or DG12 with a hash that the issuer has declared wrong: what they say is proved by nobody. */
  readonly tolerated: readonly ChipFileName[]
  /** When the document was issued, and how that is known; null where EF.SOD cannot be parsed. */
  readonly issued: IssueDay | null
}

/** What a reader has worked out while the card was still sending; saves the work, never changes the verdict. */
export interface Verified {
  readonly signer: CmsOutcome | null
  readonly cam: OpenedCam | null
}

/**
 * Judges a chip's evidence, read or looked at on the day `at`; certificates are judged at the day of issue. Passive Authentication, Active Authentication, what the reader saw of Chip
 * Authentication and access, downgrade and printed MRZ (Doc 9303-11 §4-6, -12 §7). Pure, and never fails: what cannot be
 * read is a failed check, and what cannot be shown later `not_possible` with the reason `not_shown_later`.
 */
export function verifyEvidence(evidence: ChipEvidence, trust: EvidenceTrust, at: Date): EvidenceVerdicts {
  return checkEvidence(evidence, trust, at, { signer: null, cam: null })
}

/** `verifyEvidence` for who has part of the work done already. */
export function checkEvidence(
  evidence: ChipEvidence,
  trust: EvidenceTrust,
  at: Date,
  verified: Verified,
): EvidenceVerdicts {
  const { files, seen } = evidence
  const sod = orIfMalformed(() => parseSod(files.get('EF.SOD') ?? new Uint8Array()), null)
  const outcome = sod === null ? null : (verified.signer ?? verifySigner(sod.cms, trust.store))
  const question = questionOf(evidence, sod, outcome, trust, at)
  const passive = checkIssuer(evidence, sod, outcome, question, trust)
  const infos = signedInfos(files.get('DG14'))
  const { mrzLines } = readDataGroups(files)
  const tie = (check: ChipCheck) => tieToIssuer(check, passive.isAuthentic)
  const csca = passive.cscaCertificate
  const about = { evidence, infos, sod, trust, signerQuestion: question, csca, cam: verified.cam }
  return {
    checks: [
      seen?.access ? checkAccess(seen.access) : notShown('access'),
      ...passive.checks,
      tie(checkChipAuthentication(about)),
      tie(checkActiveAuthentication(evidence, sod)),
      seen?.access ? tie(checkDowngrade(seen.access, infos)) : notShown('no_downgrade'),
      checkMrz(mrzLines, evidence.printedMrz, evidence.mrzKeys),
    ],
    signer: passive.signer,
    csca: passive.csca,
    fingerprints: fingerprintsOf(passive.path),
    isAuthentic: passive.isAuthentic,
    listed: [...(sod?.securityObject.dataGroupHashes.keys() ?? [])].map((group) => `DG${group}`),
    withheld: passive.withheld,
    tolerated: passive.tolerated,
    issued: sod === null ? null : question.issued,
  }
}

function questionOf(
  { files }: ChipEvidence,
  sod: Sod | null,
  outcome: CmsOutcome | null,
  { store, crls = [], weakSignatures = usualWeakSignaturePolicy }: EvidenceTrust,
  at: Date,
): SignerQuestion {
  const issued = sod === null || outcome === null ? onDay(at) : issueDayOf(sod, dataGroupsOf(files), outcome, at)
  return { trust: store, crls, at, issued, weakSignatures }
}

function fingerprintsOf([signer, csca]: readonly Certificate[]): EvidenceVerdicts['fingerprints'] {
  return { signer: signer ? fingerprintOf(signer) : null, csca: csca ? fingerprintOf(csca) : null }
}

function checkIssuer(
  evidence: ChipEvidence,
  sod: Sod | null,
  outcome: CmsOutcome | null,
  question: SignerQuestion,
  trust: EvidenceTrust,
) {
  if (sod === null || outcome === null)
    return { ...unreadableSod(), isAuthentic: false, cscaCertificate: null, path: [], withheld: [], tolerated: [] }
  const groups = dataGroupsOf(evidence.files)
  const judged = judgeSigner(outcome, question)
  const kept = listWithheld(evidence, sod)
  const tolerated = toleratedOf(evidence, sod, trust, {
    path: judged.path,
    issuedOn: outcome.info?.signingTime ?? null,
  })
  const compared = new Map([...groups].filter(([group]) => !tolerated.some((name) => name === `DG${group}`)))
  const { weakSignatures, issued } = question
  const equal = nameWeakHash(checkHashes(sod.securityObject, compared), sod.securityObject, weakSignatures, issued)
  const hashes = sayTolerated(sayWithheld(equal, kept), tolerated)
  const shown = checkIssuingState(judged.chain, groups.get(1), judged.path)
  const chain = trust.isOutdated === true ? leaveOpen(shown) : shown
  const { signature, revocation, signer } = judged
  return {
    checks: [signature, hashes, chain, revocation],
    signer,
    csca: judged.csca?.subject ?? null,
    cscaCertificate: judged.csca?.certificate ?? null,
    path: judged.path,
    isAuthentic:
      [signature, hashes, chain].every((check) => check.verdict === 'passed') && revocation.verdict !== 'failed',
    withheld: kept,
    tolerated,
  }
}

/** Data groups whose hash is wrong and whose state has said so; nobody vouches for their data, so they are not used. */
function toleratedOf(
  { files }: ChipEvidence,
  { securityObject }: Sod,
  { store }: EvidenceTrust,
  { path, issuedOn }: Pick<CheckedSigner, 'path'> & { readonly issuedOn: Date | null },
): ChipFileName[] {
  const [signer] = path
  const groups = dataGroupsOf(files)
  if (signer === undefined || store.deviations.length === 0) return []
  const differs = (group: number): boolean => {
    const bytes = groups.get(group)
    return bytes !== undefined && checkHashes(securityObject, new Map([[group, bytes]])).verdict === 'failed'
  }
  const { mrzLines } = readDataGroups(files)
  const [first = '', second = ''] = mrzLines
  const documentNumber = mrzLines.length === 3 ? first.slice(5, 14) : second.slice(0, 9)
  const document = { signer, documentCode: first.slice(0, 2), documentNumber, issuedOn }
  return [...toleratedGroups(store.deviations, document)].filter(differs).map((group) => `DG${group}` as ChipFileName)
}

function sayTolerated(hashes: ChipCheck, tolerated: readonly ChipFileName[]): ChipCheck {
  if (tolerated.length === 0 || hashes.verdict !== 'passed') return hashes
  return { ...hashes, detail: `${hashes.detail ?? ''}${toleratedMark}${tolerated.join(' ')}` }
}

const toleratedMark = '; declared wrong by the issuer: '

/** Data groups that such a check let pass unproved: their data are not to be used. */
export function toleratedIn(checks: readonly ChipCheck[]): string[] {
  const detail = checks.find(({ name }) => name === 'hashes')?.detail ?? ''
  return detail.split(toleratedMark)[1]?.split(' ') ?? []
}

/** By what nobody has confirmed for long a chain is neither passed nor failed for having passed once. */
const leaveOpen = (chain: ChipCheck): ChipCheck =>
  chain.verdict === 'passed' ? { ...chain, verdict: 'not_possible', reason: 'trust_outdated' } : chain

/** Groups that a reading always asks for; DG3 and DG4 are locked, and the others are not needed here. */
const expectedGroups = [1, 2, 11, 12, 14, 15] as const
/** What the chip says about its holder: without these the data are not whole. Keys kept back fail their own check. */
const personalGroups = ['DG1', 'DG2', 'DG11', 'DG12']

function listWithheld({ files, imagesLeftOut }: ChipEvidence, { securityObject }: Sod): ChipFileName[] {
  return expectedGroups
    .filter((group) => securityObject.dataGroupHashes.has(group))
    .map((group) => `DG${group}` as const)
    .filter((name) => !files.has(name) && !imagesLeftOut.some((image) => image === name))
}

/** A copy could hide a full name or a place of birth by answering "not found": then the data are not proved whole. */
function sayWithheld(hashes: ChipCheck, kept: readonly ChipFileName[]): ChipCheck {
  const personal = kept.filter((name) => personalGroups.includes(name))
  if (hashes.verdict !== 'passed' || personal.length === 0) return hashes
  return { name: 'hashes', verdict: 'not_possible', reason: 'data_group_withheld', detail: personal.join(' ') }
}

function checkActiveAuthentication({ files, activeAuthentication }: ChipEvidence, sod: Sod | null): ChipCheck {
  const name = 'active_authentication'
  const dg15 = files.get('DG15')
  if (dg15 === undefined) return sod?.securityObject.dataGroupHashes.has(15) ? withheld(name, 'DG15') : hasNone(name)
  if (activeAuthentication === null) return notShown(name)
  return verifyExchange(activeAuthentication, dg15, files.get('DG14') ?? null)
}

function signedInfos(dg14: Uint8Array | undefined): SecurityInfos | null {
  return dg14 === undefined ? null : orIfMalformed(() => parseDg14(dg14), null)
}
