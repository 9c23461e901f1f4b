import { isKnownCheck, type ChipCheck } from '../contract/check.ts'
import type { EvidenceFile, EvidencePart, ReadEvidence } from '../contract/evidence.ts'
import type { MrzReading } from '../contract/mrz.ts'
import { toleratedIn, parseDg1, parseDg11, parseDg12 } from '../emrtd/verify.ts'
import { parseMrzLines } from '../mrz/parse-mrz-lines.ts'
import { gavePortrait, showsOriginality } from '../enrolment/chip-evidence.ts'
import type { ChipRead, Facts } from '../enrolment/facts.ts'
import { checksAgainst } from '../enrolment/session/facts.ts'
import { chipIdentity } from './chip-identity.ts'

/** What the evidence of a visit says, parsed: the MRZ as captured in the end, and every read. */
export type Readings = { mrz: MrzReading | null; reads: ChipRead[]; earlier: Facts['earlierReads'] }

/** What one read proves: to the station at the seal, to central when it judges again. */
export type VerifyRead = (read: ReadEvidence) => Pick<ChipRead, 'checks' | 'originalityShown'>

/** What the station concluded from a read. */
export const asConcluded: VerifyRead = (read) => {
  const checks = read.checks.filter(isKnownCheck)
  return { checks, originalityShown: showsOriginality(read, checks) }
}

/** The file as read; null where the read has none. */
export const fileOf = ({ files }: ReadEvidence, name: EvidenceFile): Uint8Array | null => {
  const text = files[name]
  return text === undefined ? null : Buffer.from(text, 'base64url')
}

/** Malformed bytes are no reading; any other error is a bug and is thrown on. */
export function orNull<T>(run: () => T): T | null {
  try {
    return run()
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code !== 'internal_error') return null
    throw error
  }
}

/** The lines of DG1; empty where there is none that can be read. */
export function chipLines(read: ReadEvidence): string[] {
  const dg1 = fileOf(read, 'DG1')
  return dg1 === null ? [] : [...(orNull(() => parseDg1(dg1))?.lines ?? [])]
}

function identityOf(read: ReadEvidence, checks: readonly ChipCheck[]): Pick<ChipRead, 'identity' | 'birthYearFull'> {
  const mrzLines = chipLines(read)
  const unproved = toleratedIn(checks)
  const provedOf = (name: 'DG11' | 'DG12') => (unproved.includes(name) ? null : fileOf(read, name))
  const [dg11, dg12] = [provedOf('DG11'), provedOf('DG12')]
  const contents = {
    mrzLines,
    dg11: dg11 && orNull(() => parseDg11(dg11)),
    dg12: dg12 && orNull(() => parseDg12(dg12)),
  }
  return orNull(() => chipIdentity(contents, new Date(read.at))) ?? { identity: null, birthYearFull: false }
}

/** The MRZ that the visit went on with; null where its lines are no MRZ. */
export function lastCapture({ captures }: Pick<EvidencePart, 'captures'>): MrzReading | null {
  const last = captures.at(-1)
  return last === undefined ? null : orNull(() => parseMrzLines(last.lines, { now: new Date(last.at) }))
}

/** Parses the evidence of a visit. Never fails: what cannot be read is not there. */
export function readEvidence(part: Pick<EvidencePart, 'captures' | 'reads' | 'earlier'>, verify: VerifyRead): Readings {
  const mrz = lastCapture(part)
  const reads = part.reads.map((read): ChipRead => {
    const { checks: found, originalityShown } = verify(read)
    const checks = checksAgainst(found, chipLines(read), mrz?.lines ?? null)
    return { ...identityOf(read, checks), checks, originalityShown, hasPortrait: gavePortrait(read) }
  })
  const earlier = part.earlier.map((one) => ({ ...one, checks: one.checks.filter(isKnownCheck) }))
  return { mrz, reads, earlier }
}
