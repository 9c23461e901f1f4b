import { codeOf, EmrtdFailure } from './failure.ts'
import type { ChipFileName } from './chip-reading.ts'
import { describeChipAuthentication, rankChipAuthentication, runChipAuthentication } from './chip-auth/chip-auth.ts'
import { chipFiles } from './iso7816/files.ts'
import { parseCom } from './lds/com.ts'
import { parseDg1 } from './lds/dg1.ts'
import { parseSod } from './lds/sod.ts'
import { endsRead, openAccess } from './open-access.ts'
import { withheld } from './judge-reading.ts'
import { verifyCam } from './pace/verify-cam.ts'
import type { ReadingSession } from './reading-session.ts'
import { parseDg14, type SecurityInfos } from './lds/security-infos.ts'
import { selectApplication } from './iso7816/select.ts'
import { askActiveAuthentication } from './active-auth/ask-active-auth.ts'
import { judgeSigner } from './passive-auth/passive-auth.ts'

type Step = (session: ReadingSession) => Promise<void>

/** The read, in the order that fills the screen early; verification runs while the card sends the portrait. */
export const readingSteps: readonly Step[] = [
  openChip,
  readCardSecurity,
  enterApplication,
  readMrz,
  readContents,
  readSecurityObject,
  authenticateChip,
  readPortrait,
  readDetails,
  authenticateActively,
]

async function openChip(session: ReadingSession): Promise<void> {
  const { channel, reader, options, random } = session
  options.onProgress?.({ stage: 'access', file: null, bytesRead: 0, bytesTotal: null })
  session.access = await openAccess(channel, reader, {
    password: options.password,
    mrzForBac: options.mrzForBac ?? null,
    random,
  })
}

/** EF.CardSecurity lies beside EF.CardAccess and is read before the application is selected. */
async function readCardSecurity(session: ReadingSession): Promise<void> {
  const { access, options } = session
  const [cam, pace] = [access?.cam ?? null, access?.pace ?? null]
  if (cam === null || pace === null) return
  const file = await readOptional(session, 'EF.CardSecurity')
  if (file !== null) session.camCheck = soon(() => verifyCam(cam, pace.group, file, options))
}

/** BAC is run inside the application, PACE outside. */
async function enterApplication({ access, channel }: ReadingSession): Promise<void> {
  if (access?.pace !== null) await selectApplication(channel)
}

async function readMrz(session: ReadingSession): Promise<void> {
  session.mrzLines = parseDg1(await readRequired(session, 'DG1')).lines
  session.options.onMrz?.(session.mrzLines)
}

async function readContents(session: ReadingSession): Promise<void> {
  const file = await readOptional(session, 'EF.COM')
  if (file !== null) session.groups = readOr(() => new Set(parseCom(file).dataGroups), null)
}

/** What EF.SOD lists is what is signed; EF.COM's list only counts where EF.SOD cannot be parsed. */
async function readSecurityObject(session: ReadingSession): Promise<void> {
  const file = await readRequired(session, 'EF.SOD')
  const sod = readOr(() => parseSod(file), null)
  session.sod = sod
  if (sod === null) return
  session.groups = new Set(sod.securityObject.dataGroupHashes.keys())
  session.signer = soon(() => judgeSigner(sod.cms, session.options))
}

/** After a passed chip authentication mapping, Chip Authentication would prove nothing more. */
async function authenticateChip(session: ReadingSession): Promise<void> {
  const file = await readGroup(session, 14)
  if (file === null) {
    if (isWithheld(session, 14)) session.chipAuthenticationFailure = withheld('chip_authentication', 'DG14')
    return
  }
  session.securityInfos = readOr(() => parseDg14(file), null)
  const cam = await session.camCheck
  if (cam?.verdict === 'passed' || session.chipAuthenticationBefore !== null) return
  await runStrongest(session, session.securityInfos)
}

async function runStrongest(session: ReadingSession, infos: SecurityInfos | null): Promise<void> {
  const name = 'chip_authentication'
  const choices = infos === null ? [] : rankChipAuthentication(infos)
  if (choices.length === 0 && infos?.chipAuthenticationKeys.length !== 0) {
    const reason = 'ca_algorithm_unknown'
    session.chipAuthenticationFailure = { name, verdict: 'not possible', reason, detail: null }
  }
  for (const choice of choices) {
    const detail = describeChipAuthentication(choice)
    try {
      await runChipAuthentication(session.channel, choice, session.random)
      session.chipAuthentication = { state: 'unproved', detail }
      return
    } catch (error) {
      if (endsRead(error) || codeOf(error) === 'chip_secure_messaging_failed') throw error
      session.chipAuthenticationFailure ??= { name, verdict: 'failed', reason: 'chip_refused', detail }
    }
  }
}

async function readPortrait(session: ReadingSession): Promise<void> {
  await readGroup(session, 2)
}

async function readDetails(session: ReadingSession): Promise<void> {
  await readGroup(session, 11)
  await readGroup(session, 12)
  if (session.options.withSignatureImage === true) await readGroup(session, 7)
}

async function authenticateActively(session: ReadingSession): Promise<void> {
  const dg15 = await readGroup(session, 15)
  if (dg15 === null) {
    if (isWithheld(session, 15)) session.activeAuthentication = withheld('active_authentication', 'DG15')
    return
  }
  const dg14 = session.files.get('DG14') ?? null
  session.activeAuthentication = await askActiveAuthentication(session.channel, { dg15, dg14, random: session.random })
}

function isWithheld({ sod }: ReadingSession, group: number): boolean {
  return sod?.securityObject.dataGroupHashes.has(group) === true
}

/** A data group the card lists; one it cannot give is left out, as the rest is still worth reading. */
async function readGroup(session: ReadingSession, group: 2 | 7 | 11 | 12 | 14 | 15): Promise<Uint8Array | null> {
  if (session.groups !== null && !session.groups.has(group)) {
    session.options.onFile?.(`DG${group}`, 'absent')
    return null
  }
  return readOptional(session, `DG${group}`)
}

async function readRequired(session: ReadingSession, name: ChipFileName): Promise<Uint8Array> {
  const file = await readReported(session, name)
  if (file === null) throw new EmrtdFailure('chip_file_missing', name)
  return file
}

async function readOptional(session: ReadingSession, name: ChipFileName): Promise<Uint8Array | null> {
  try {
    return await readReported(session, name)
  } catch (error) {
    if (endsRead(error) || codeOf(error) === 'chip_secure_messaging_failed') throw error
    session.options.onFile?.(name, 'failed')
    return null
  }
}

async function readReported(session: ReadingSession, name: ChipFileName): Promise<Uint8Array | null> {
  const { options, reader, files } = session
  options.onFile?.(name, 'reading')
  const file = await reader.read(chipFiles[name], (bytesRead, bytesTotal) => {
    // The first answer under the new keys is what proves Chip Authentication (Doc 9303-11 §6.2.2).
    if (bytesRead > 0 && session.chipAuthentication !== null) session.chipAuthentication.state = 'proved'
    options.onProgress?.({ stage: 'files', file: name, bytesRead, bytesTotal })
  })
  if (file !== null) files.set(name, file)
  options.onFile?.(name, file === null ? 'absent' : 'read')
  return file
}

/** Runs after the next command has been handed to the reader, so that the card sends while we compute. */
function soon<T>(run: () => T): Promise<T> {
  const outcome = new Promise<T>((resolve, reject) => {
    setImmediate(() => {
      try {
        resolve(run())
      } catch (error) {
        reject(error)
      }
    })
  })
  // A read that breaks never awaits it; without this the rejection would end the process.
  outcome.catch(() => {})
  return outcome
}

/** A file that cannot be parsed is judged later, by the checks. */
function readOr<T>(run: () => T, otherwise: T): T {
  try {
    return run()
  } catch (error) {
    if (codeOf(error) === 'chip_data_malformed') return otherwise
    throw error
  }
}
