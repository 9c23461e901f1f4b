import { describeHabits, type CardHabits } from './card-habits.ts'
import type { ChipReading } from './chip-reading.ts'
import type { ChipEvidence } from './evidence/chip-evidence.ts'
import { readDataGroups } from './evidence/data-groups.ts'
import { checkEvidence } from './evidence/verify-evidence.ts'
import { parseDg7 } from './lds/dg7.ts'
import { usualWeakSignaturePolicy } from './pki/weak-signature.ts'
import { orIfMalformed } from './or-if-malformed.ts'
import { readPortrait } from './portrait/read-portrait.ts'
import type { ReadingSession } from './reading-session.ts'

/** Judges what the steps have read and puts the result together. Nothing is sent to the card here. */
export async function assembleReading(session: ReadingSession): Promise<ChipReading> {
  const { access, options, channel, files } = session
  if (access === null) throw new Error('no access')
  options.onProgress?.({ stage: 'verify', file: null, bytesRead: 0, bytesTotal: null })
  const evidence = evidenceOf(session)
  const prejudged = { signer: await session.signer, cam: await session.cam }
  const verdicts = checkEvidence(
    evidence,
    {
      store: options.trust,
      isOutdated: options.isTrustOutdated ?? false,
      weakSignatures: options.weakSignatures ?? usualWeakSignaturePolicy,
    },
    options.at,
    prejudged,
  )
  // What is proved by nobody is not given out as the chip's word.
  const proved = new Map([...files].filter(([name]) => !verdicts.tolerated.includes(name)))
  const { dg11, dg12 } = readDataGroups(proved)
  const portrait = files.get('DG2')
  const signature = files.get('DG7')
  return {
    accessProtocol: access.protocol,
    mrzLines: session.mrzLines,
    dg11,
    dg12,
    portrait: portrait === undefined ? null : readPortrait(portrait),
    signatureImage: signature === undefined ? null : (orIfMalformed(() => parseDg7(signature), [])[0] ?? null),
    checks: verdicts.checks,
    signer: verdicts.signer,
    csca: verdicts.csca,
    withheld: verdicts.withheld,
    evidence,
    stats: { ...channel.stats },
  }
}

/** What this read knows of the card at its end. */
export function habitsLearnt({ habits, reader, channel }: ReadingSession): CardHabits {
  const refused = channel.readerPassesExtended && !channel.extendedLength && !habits.needsCareful
  return { ...habits, ...reader.learnt(), dislikesExtendedLength: habits.dislikesExtendedLength || refused }
}

function evidenceOf(session: ReadingSession): ChipEvidence {
  const { files, options, activeAuthentication } = session
  const access = session.access && { ...session.access, learnt: describeHabits(habitsLearnt(session)) }
  return {
    files: new Map(files),
    imagesLeftOut: [],
    activeAuthentication,
    printedMrz: options.printedMrz ?? null,
    mrzKeys: options.password.kind === 'mrz' ? options.password : (options.mrzForBac ?? null),
    seen: { access, chipAuthentication: chipAuthenticationOf(session) },
  }
}

/** Chip Authentication by protocol alone: agreed, and proved as far as an answer under the new keys proved it. */
function chipAuthenticationOf({
  chipAuthentication: run,
  chipAuthenticationBefore,
  chipAuthenticationFailure,
}: Pick<ReadingSession, 'chipAuthentication' | 'chipAuthenticationBefore' | 'chipAuthenticationFailure'>) {
  const name = 'chip_authentication'
  if (chipAuthenticationBefore !== null) return chipAuthenticationBefore
  if (run?.state === 'proved') return { name, verdict: 'passed', reason: null, detail: run.detail } as const
  if (run !== null) return { name, verdict: 'not_possible', reason: 'chip_key_unproved', detail: run.detail } as const
  return chipAuthenticationFailure
}
