/** The verifying half of the library: files as read from a chip and trust material in, verdicts out. No card, no reader. */
export { chipCheckNames, type ChipCheck, type ChipCheckName, type Verdict } from './check.ts'
export { codeOf, EmrtdFailure, emrtdFailureCodes, type EmrtdFailureCode } from './failure.ts'
export type { ActiveAuthenticationExchange, ChipEvidence, SeenByReader } from './evidence/chip-evidence.ts'
export { readDataGroups, type DataGroupTexts } from './evidence/data-groups.ts'
export type { EvidenceTrust } from './evidence/evidence-trust.ts'
export { toleratedIn, verifyEvidence, type EvidenceVerdicts } from './evidence/verify-evidence.ts'
export type { ChipFileName } from './chip-file-name.ts'
export { verifyActiveAuthentication } from './active-auth/active-auth.ts'
export { parseDg1 } from './lds/dg1.ts'
export { parseDg11, type Dg11 } from './lds/dg11.ts'
export { parseDg12, type Dg12 } from './lds/dg12.ts'
export { parseDg14 } from './lds/security-infos.ts'
export {
  passiveAuthentication,
  type PassiveAuthentication,
  type PassiveAuthenticationInput,
} from './passive-auth/passive-auth.ts'
export type { RevocationList } from './pki/crl.ts'
export { importCrls, importTrust } from './pki/import-trust.ts'
export { authoritiesNamed, officialAnchors, type OfficialAnchor } from './pki/official-anchors.ts'
export { reviewImport, toConfirm, type TrustItem, type TrustStanding } from './pki/review-import.ts'
export { isSpecimen, withoutSpecimens } from './pki/specimen.ts'
export type { IssueDay, IssueSource } from './pki/issue-day.ts'
export { usualWeakSignaturePolicy, type WeakSignaturePolicy } from './pki/weak-signature.ts'
export { nameCountry, nameText } from './pki/name.ts'
export { createTrustStore, fingerprintOf, summariseTrust, type TrustList, type TrustStore } from './pki/trust-store.ts'
