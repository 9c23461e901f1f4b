import type { ChipCheck } from '../check.ts'
import type { SecurityInfos } from '../lds/security-infos.ts'
import type { Sod } from '../lds/sod.ts'
import { bindsToDg14, judgeCam, openCam, type OpenedCam } from '../pace/verify-cam.ts'
import { sharesState } from '../passive-auth/issuing-state.ts'
import type { SignerQuestion } from '../passive-auth/passive-auth.ts'
import type { Certificate } from '../pki/certificate.ts'
import type { ChipEvidence } from './chip-evidence.ts'
import { hasNone, notShown, withheld } from './chip-checks.ts'
import type { EvidenceTrust } from './evidence-trust.ts'

const name = 'chip_authentication'

interface ChipAuthenticationQuestion {
  readonly evidence: ChipEvidence
  /** Signed SecurityInfos of DG14. */
  readonly infos: SecurityInfos | null
  readonly sod: Sod | null
  readonly trust: EvidenceTrust
  /** How EF.CardSecurity's signer is to be judged. */
  readonly signerQuestion: SignerQuestion
  /** The CSCA that EF.SOD's chain ends in. */
  readonly csca: Certificate | null
  /** Chip authentication mapping, where it has been worked out already. */
  readonly cam: OpenedCam | null
}

/**
 * Whether the chip holds the private key of *this* document. Chip authentication mapping proves a key that
 * EF.CardSecurity signs; it counts only when that is the key DG14 signs, and the state is the document's (Doc 9303-11
 * §4.4.3.5.2, §9.2.11). Otherwise Chip Authentication with DG14's key decides.
 */
export function checkChipAuthentication(question: ChipAuthenticationQuestion): ChipCheck {
  const { evidence, infos, sod } = question
  const { seen, files } = evidence
  if (!files.has('DG14') && sod?.securityObject.dataGroupHashes.has(14)) return withheld(name, 'DG14')
  const run = seen?.chipAuthentication ?? null
  const mapping = checkMapping(question)
  if (mapping?.verdict === 'failed' || run?.verdict === 'failed') {
    return mapping?.verdict === 'failed' ? mapping : (run ?? hasNone(name))
  }
  if (run?.verdict === 'passed') return run
  if (mapping?.verdict === 'passed') return mapping
  if (files.has('DG14') && infos === null)
    return { name, verdict: 'not_possible', reason: 'dg14_malformed', detail: null }
  const offersNone = infos === null || infos.chipAuthenticationKeys.length === 0
  if (seen === null) return offersNone ? hasNone(name) : notShown(name)
  return run ?? mapping ?? hasNone(name)
}

/** The verdict of chip authentication mapping, tied to this document; null when it was not run. */
function checkMapping({
  evidence,
  infos,
  trust,
  signerQuestion,
  csca,
  cam,
}: ChipAuthenticationQuestion): ChipCheck | null {
  const { files, seen } = evidence
  const [proof, pace] = [seen?.access?.cam ?? null, seen?.access?.pace ?? null]
  if (proof === null || pace === null) return null
  const file = files.get('EF.CardSecurity')
  // Mapping was run, and then the file that proves it kept back.
  if (file === undefined) return withheld(name, 'EF.CardSecurity')
  const judged = judgeCam(cam ?? openCam(proof, pace.group, file, trust.store), signerQuestion)
  const { check } = judged
  if (check.verdict !== 'passed') return check
  // Without a chain of EF.SOD nothing here counts anyhow, and there is no state to compare.
  if (csca !== null && !sharesState(judged.csca, files.get('DG1'), csca)) {
    return { ...check, verdict: 'failed', reason: 'card_security_of_another_state' }
  }
  if (bindsToDg14(proof, pace.group, infos)) return check
  return { ...check, verdict: 'not_possible', reason: 'cam_key_not_in_dg14' }
}
