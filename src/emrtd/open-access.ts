import type { Access } from './access.ts'
import { EmrtdFailure, type EmrtdFailureCode } from './failure.ts'
import type { AccessPassword, MrzPassword } from './access-password.ts'
import { runBac } from './bac/bac.ts'
import type { Channel } from './iso7816/channel.ts'
import type { RandomSource } from './crypto/random.ts'
import { chipFiles } from './iso7816/files.ts'
import { describePace, rankPace, type UsablePace } from './pace/rank-pace.ts'
import { runPace } from './pace/run-pace.ts'
import type { FileReader } from './iso7816/read-file.ts'
import { parseSecurityInfos, type SecurityInfos } from './lds/security-infos.ts'
import { selectApplication, selectMasterFile } from './iso7816/select.ts'

export interface AccessOptions {
  readonly password: AccessPassword
  readonly mrzForBac: MrzPassword | null
  readonly random: RandomSource
}

/** A card lists a handful of protocols; a hostile one could list hundreds. */
const maxPaceAttempts = 4
/** Nothing else can be tried after these: the link is gone, the clerk stopped, or the password is wrong. */
const finalCodes: readonly EmrtdFailureCode[] = [
  'chip_removed',
  'chip_timeout',
  'chip_not_present',
  'reader_unplugged',
  'reader_fault',
  'chip_read_cancelled',
  'chip_wrong_mrz',
  'chip_wrong_can',
]

/** Whether an error ends the whole read rather than the attempt at hand: the link's always do, whoever made them. */
export function endsRead(error: unknown): boolean {
  return !(error instanceof EmrtdFailure) || finalCodes.includes(error.code)
}

/**
 * Opens the chip by PACE as EF.CardAccess offers it, the strongest first, and by BAC only where no PACE works
 * (Doc 9303-11 §4.2). Fails with `chip_wrong_mrz`, `chip_wrong_can`, `chip_can_required`, `chip_mrz_required`,
 * `chip_access_denied`, `chip_not_emrtd`, or as the link does.
 */
export async function openAccess(channel: Channel, reader: FileReader, options: AccessOptions): Promise<Access> {
  await selectMasterFile(channel)
  const cardAccess = await readCardAccess(reader)
  let paceFailure: unknown = null
  for (const pace of rankPace(cardAccess?.pace ?? []).slice(0, maxPaceAttempts)) {
    try {
      const { messaging, cam } = await runPaceEitherWay(channel, pace, options)
      channel.secure(messaging)
      return { protocol: describePace(pace), pace, cam, cardAccess }
    } catch (error) {
      if (endsRead(error)) throw error
      paceFailure ??= error
    }
  }
  await openByBac(channel, options, paceFailure)
  return { protocol: 'BAC', pace: null, cam: null, cardAccess }
}

/** With the domain parameters named first: some cards refuse or drop the link without; a few refuse them. */
async function runPaceEitherWay(channel: Channel, pace: UsablePace, { password, random }: AccessOptions) {
  try {
    return await runPace(channel, { ...pace, namesParameters: true }, password, random)
  } catch (error) {
    if (endsRead(error)) throw error
    return runPace(channel, { ...pace, namesParameters: false }, password, random)
  }
}

/** What PACE said is more telling than BAC's refusal on a card that offers PACE. */
async function openByBac(channel: Channel, options: AccessOptions, paceFailure: unknown): Promise<void> {
  const password = options.password.kind === 'mrz' ? options.password : options.mrzForBac
  if (password === null) throw paceFailure ?? new EmrtdFailure('chip_mrz_required')
  try {
    await selectApplication(channel)
    channel.secure(await runBac(channel, password, options.random))
  } catch (error) {
    throw paceFailure !== null && isRefusal(error) ? paceFailure : error
  }
}

const refusals: readonly EmrtdFailureCode[] = [
  'chip_wrong_mrz',
  'chip_access_denied',
  'chip_protocol_error',
  'chip_not_emrtd',
]
const isRefusal = (error: unknown) => error instanceof EmrtdFailure && refusals.includes(error.code)

/** Absent, invalidated or unreadable all mean the same: no PACE is offered. */
async function readCardAccess(reader: FileReader): Promise<SecurityInfos | null> {
  try {
    const file = await reader.read(chipFiles['EF.CardAccess'])
    return file === null ? null : parseSecurityInfos(file)
  } catch (error) {
    if (endsRead(error)) throw error
    return null
  }
}
