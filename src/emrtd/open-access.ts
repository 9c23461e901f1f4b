import type { Access } from './access.ts'
import { EmrtdFailure, type EmrtdFailureCode } from './failure.ts'
import type { AccessPassword, MrzPassword } from './access-password.ts'
import { runBac } from './bac/bac.ts'
import type { Channel } from './iso7816/channel.ts'
import type { RandomSource } from './crypto/random.ts'
import { chipFiles } from './iso7816/files.ts'
import { describePace, rankPace, type UsablePace } from './pace/rank-pace.ts'
import { runPace } from './pace/run-pace.ts'
import { orIfMalformed } from './or-if-malformed.ts'
import type { FileReader } from './iso7816/read-file.ts'
import { parseDg1 } from './lds/dg1.ts'
import { parseSecurityInfos, type SecurityInfos } from './lds/security-infos.ts'
import { selectApplication, selectMasterFile } from './iso7816/select.ts'

export interface AccessOptions {
  readonly password: AccessPassword
  readonly mrzForBac: MrzPassword | null
  readonly random: RandomSource
  /** The master file is selected by its identifier at once, as cards of this kind do not answer the other form. */
  readonly selectsByIdentifier?: boolean
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

/** Whether an error ends the whole read rather than this attempt: every error of the link does. */
export function endsRead(error: unknown): boolean {
  return !(error instanceof EmrtdFailure) || finalCodes.includes(error.code)
}

/**
 * Opens the chip by PACE as EF.CardAccess offers it, the strongest first, and by BAC only where no PACE works
 * (Doc 9303-11 §4.2); a chip that asks for neither is read as it is, as Doc 9303-11 §4 let states do at first. Fails with `chip_wrong_mrz`, `chip_wrong_can`, `chip_can_required`, `chip_mrz_required`,
 * `chip_access_denied`, `chip_not_emrtd`, or as the link does.
 */
export async function openAccess(channel: Channel, reader: FileReader, options: AccessOptions): Promise<Access> {
  await selectMasterFile(channel, options.selectsByIdentifier ?? false)
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
  const protocol = await openWithoutPace(channel, reader, options, paceFailure)
  return { protocol, pace: null, cam: null, cardAccess }
}

/** By BAC, unless the chip has none and gives its files to anybody. What PACE said is more telling than BAC's refusal. */
async function openWithoutPace(
  channel: Channel,
  reader: FileReader,
  options: AccessOptions,
  paceFailure: unknown,
): Promise<'BAC' | 'none'> {
  try {
    await selectApplication(channel)
    return await openByBac(channel, reader, options)
  } catch (error) {
    throw paceFailure !== null && isRefusal(error) ? paceFailure : error
  }
}

/** A chip without BAC may answer its commands in any way, a wrong MRZ's included: that it gives DG1 tells it from others. */
async function openByBac(channel: Channel, reader: FileReader, options: AccessOptions): Promise<'BAC' | 'none'> {
  const password = options.password.kind === 'mrz' ? options.password : options.mrzForBac
  try {
    if (password === null) throw new EmrtdFailure('chip_mrz_required')
    channel.secure(await runBac(channel, password, options.random))
    return 'BAC'
  } catch (error) {
    if (isRefusal(error) && (await isOpen(reader))) return 'none'
    throw error
  }
}

/** Whether DG1 is given without secure messaging. */
async function isOpen(reader: FileReader): Promise<boolean> {
  try {
    const file = await reader.read(chipFiles.DG1)
    return file !== null && orIfMalformed(() => parseDg1(file), null) !== null
  } catch (error) {
    if (endsRead(error)) throw error
    return false
  }
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

const refusals: readonly EmrtdFailureCode[] = [
  'chip_wrong_mrz',
  'chip_access_denied',
  'chip_protocol_error',
  'chip_not_emrtd',
  'chip_mrz_required',
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
