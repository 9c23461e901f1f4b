import { codeOf, EmrtdFailure } from './failure.ts'
import type { ChipFileName } from './chip-file-name.ts'
import { askWitness } from './chip-auth/ask-witness.ts'
import { runChipAuthentication } from './chip-auth/chip-auth.ts'
import { describeChipAuthentication, rankChipAuthentication } from './chip-auth/rank-chip-auth.ts'
import { chipFiles } from './iso7816/files.ts'
import { parseCom } from './lds/com.ts'
import { parseDg1 } from './lds/dg1.ts'
import { parseSod } from './lds/sod.ts'
import { endsRead, openAccess } from './open-access.ts'
import { dataGroupsOf } from './evidence/data-groups.ts'
import { bindsToDg14, judgeCam, openCam } from './pace/verify-cam.ts'
import type { ReadingSession } from './reading-session.ts'
import { orIfMalformed } from './or-if-malformed.ts'
import { parseDg14, type SecurityInfos } from './lds/security-infos.ts'
import { selectApplication } from './iso7816/select.ts'
import { askActiveAuthentication, challengeLength } from './active-auth/ask-active-auth.ts'
import { issueDayOf, verifySigner } from './passive-auth/passive-auth.ts'
import { usualWeakSignaturePolicy } from './pki/weak-signature.ts'

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
    selectsByIdentifier: session.habits.dislikesImplicitSelect,
  })
}

/** EF.CardSecurity lies beside EF.CardAccess and is read before the application is selected. */
async function readCardSecurity(session: ReadingSession): Promise<void> {
  const { access, options } = session
  const [cam, pace] = [access?.cam ?? null, access?.pace ?? null]
  if (cam === null || pace === null) return
  const file = await readOptional(session, 'EF.CardSecurity')
  if (file !== null) session.cam = soon(() => openCam(cam, pace.group, file, options.trust))
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
  if (file !== null) session.groups = orIfMalformed(() => new Set(parseCom(file).dataGroups), null)
}

/** What EF.SOD lists is what is signed; EF.COM's list only counts where EF.SOD cannot be parsed. */
async function readSecurityObject(session: ReadingSession): Promise<void> {
  const file = await readRequired(session, 'EF.SOD')
  const sod = orIfMalformed(() => parseSod(file), null)
  session.sod = sod
  if (sod === null) return
  session.groups = new Set(sod.securityObject.dataGroupHashes.keys())
  session.signer = soon(() => verifySigner(sod.cms, session.options.trust))
}

/** After a passed chip authentication mapping with this document's key, Chip Authentication would prove nothing more. */
async function authenticateChip(session: ReadingSession): Promise<void> {
  const file = await readGroup(session, 14)
  if (file === null) return
  session.securityInfos = orIfMalformed(() => parseDg14(file), null)
  if (session.chipAuthenticationBefore !== null) return
  if (await isWitnessed(session)) return
  if (await provesByMapping(session)) return
  await runStrongest(session, session.securityInfos)
}

/** A witness cannot see chip authentication mapping: where there is one, Chip Authentication is run for it. */
async function isWitnessed(session: ReadingSession): Promise<boolean> {
  const { options, channel, files, securityInfos } = session
  if (options.witness === undefined || session.isWitnessLost) return false
  const [choice] = securityInfos === null ? [] : rankChipAuthentication(securityInfos)
  if (choice === undefined) return false
  const outcome = await askWitness(channel, options.witness, new Map(files))
  const detail = `${describeChipAuthentication(choice)}, witnessed`
  if (outcome === 'proved') session.chipAuthentication = { state: 'proved', detail }
  if (outcome === 'not_proved') session.chipAuthentication = { state: 'unproved', detail }
  if (outcome === 'lost') session.isWitnessLost = true
  if (outcome === 'not_proved' || outcome === 'lost') {
    throw new EmrtdFailure('chip_secure_messaging_failed', `witness: ${outcome}`)
  }
  return outcome === 'proved'
}

/** The mapping's key counts only when it is the one that DG14 signs; else Chip Authentication has to be run as well. */
async function provesByMapping({ access, options, securityInfos, ...session }: ReadingSession): Promise<boolean> {
  const [cam, signer] = [await session.cam, await session.signer]
  if (cam === null || signer === null || session.sod === null || !access?.cam || !access.pace) return false
  // DG12 is still to come: the day of issue is taken as it is known without it.
  const issued = issueDayOf(session.sod, dataGroupsOf(session.files), signer, options.at)
  const weakSignatures = options.weakSignatures ?? usualWeakSignaturePolicy
  const { check } = judgeCam(cam, { trust: options.trust, at: options.at, issued, weakSignatures })
  return check.verdict === 'passed' && bindsToDg14(access.cam, access.pace.group, securityInfos)
}

async function runStrongest(session: ReadingSession, infos: SecurityInfos | null): Promise<void> {
  const name = 'chip_authentication'
  const choices = infos === null ? [] : rankChipAuthentication(infos)
  // One that cannot be read at all is told from one that offers what we do not know when the evidence is judged.
  if (choices.length === 0 && infos !== null && infos.chipAuthenticationKeys.length > 0) {
    const reason = 'ca_algorithm_unknown'
    session.chipAuthenticationFailure = { name, verdict: 'not_possible', reason, detail: null }
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
  if (dg15 === null) return
  const challenge = session.options.activeAuthenticationChallenge ?? session.random(challengeLength)
  session.activeAuthentication = await askActiveAuthentication(session.channel, { dg15, challenge })
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
