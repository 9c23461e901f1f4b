import { randomBytes } from 'node:crypto'
import { isUnasked } from '../../contract/failures/sync.ts'
import type { TrustStore } from '../../emrtd/verify.ts'
import { codeOf, Failure } from '../../contract/failure.ts'
import type { Application } from '../../contract/application.ts'
import type { SessionChip } from '../../contract/session.ts'
import type { SessionEffect } from '../../enrolment/session/effect.ts'
import type { ReportEvent } from '../../enrolment/session/events.ts'
import {
  readChip,
  type ChipFileName,
  type ChipFileState,
  decodePortrait,
  type Portrait as ChipPortrait,
} from '../../emrtd/read.ts'
import type { Portrait } from '../../contract/session.ts'
import type { Appointments } from '../appointments/port.ts'
import type { Sync } from '../sync/port.ts'
import type { RunEffect } from './running-session.ts'
import { chipIdentity } from '../../evidence/chip-identity.ts'
import { createCentralWitness } from './central-witness.ts'
import { activeAuthenticationChallenge } from '../../evidence/active-challenge.ts'
import { evidenceOfReading, type Asked } from './reading-evidence.ts'
import { inContractTerms } from '../reader/chip-failure.ts'
import type { ChipReader } from '../reader/chip-reader.ts'
import type { ClosedHere } from './closed-here.ts'

export interface EffectParts {
  sync: Sync
  appointments: Appointments
  reader: ChipReader
  trust: () => TrustStore
  isTrustOutdated: () => boolean
  now: () => Date
  /** How this station itself closed an application, where central may not know it yet. */
  closedHere: ClosedHere
  /** Id of the operator who is logged in. */
  operatorId: () => string
}

const saltBytes = 16

type Report = (event: ReportEvent) => void
type EffectOf<T extends SessionEffect['type']> = Extract<SessionEffect, { type: T }>

/** Central's nonce for the application that was found last: in memory, and gone with the next. */
interface NonceHolder {
  held: { applicationId: string; nonce: string | null } | null
}

/** The two effects a session may have. Whatever happens, each ends in exactly one report, unless it was aborted. */
export function createSessionEffects(given: EffectParts): RunEffect {
  const parts = { ...given, nonces: { held: null } as NonceHolder }
  const run: {
    [T in SessionEffect['type']]: (effect: EffectOf<T>, report: Report, signal: AbortSignal) => Promise<void>
  } = {
    lookup: (effect, report, signal) => lookUp(parts, effect.reference, report, signal),
    read_chip: (effect, report, signal) => readDocument(parts, effect, report, signal),
  }
  return async (effect, report, signal) => {
    const start = run[effect.type] as (effect: SessionEffect, report: Report, signal: AbortSignal) => Promise<void>
    await start(effect, report, signal)
  }
}

async function lookUp(
  { sync, appointments, closedHere, operatorId, nonces }: EffectParts & { nonces: NonceHolder },
  reference: string,
  report: Report,
  signal: AbortSignal,
): Promise<void> {
  const known = (application: Application): Application => ({
    ...application,
    status: closedHere(application.applicationId) ?? application.status,
  })
  try {
    const answer = await sync.lookup(reference, operatorId(), signal)
    nonces.held = { applicationId: answer.application.applicationId, nonce: answer.chip_nonce }
    report({
      type: 'application_found',
      application: known(answer.application),
      offline: false,
      lostStolenChecked: answer.lost_stolen_checked,
    })
  } catch (error) {
    // The session is gone, and at the station's end the store with it.
    if (signal.aborted) return
    const code = codeOf(error)
    // Central could not be asked: the day's appointments may still know the application.
    if (!isUnasked(code)) return report({ type: 'application_failed', code })
    const application = appointments.applicationByReference(reference, operatorId())
    if (application === null) return report({ type: 'application_failed', code: 'application_offline' })
    const nonce = appointments.chipNonceOf(reference, operatorId())
    nonces.held = { applicationId: application.applicationId, nonce }
    report({ type: 'application_found', application: known(application), offline: true, lostStolenChecked: false })
  }
}

/** Salt and nonce of one read; null without a nonce for this application: then nothing shows how new the answer is. */
function askOf({ held }: NonceHolder, applicationId: string): Asked | null {
  if (held === null || held.nonce === null || held.applicationId !== applicationId) return null
  return { salt: randomBytes(saltBytes).toString('base64url'), nonce: held.nonce }
}

async function readDocument(
  parts: EffectParts & { nonces: NonceHolder },
  effect: EffectOf<'read_chip'>,
  report: Report,
  signal: AbortSignal,
): Promise<void> {
  const { reader, trust, now } = parts
  const { applicationId } = effect.visit
  const asked = askOf(parts.nonces, applicationId)
  const follow = createProgress(report)
  // Without network nobody watches: "not shown to central", and what that means is the policy's.
  const witness =
    parts.sync.network().state === 'online' ? createCentralWitness(parts.sync, effect.visit, signal) : null
  try {
    const reading = await reader.withDocument(signal, (transceiver) =>
      readChip(transceiver, {
        password: effect.password,
        // A card without PACE opens with the MRZ's keys even when the clerk typed a CAN.
        mrzForBac: effect.mrzKeys && { kind: 'mrz', ...effect.mrzKeys },
        printedMrz: effect.mrzLines,
        trust: trust(),
        isTrustOutdated: parts.isTrustOutdated(),
        weakSignatures: parts.sync.policy(),
        at: now(),
        signal,
        ...(witness && { witness }),
        ...(asked && { activeAuthenticationChallenge: activeAuthenticationChallenge({ ...asked, applicationId }) }),
        onProgress: follow.progressed,
        onFile: follow.fileChanged,
      }),
    )
    const at = now()
    const portrait = await showPortrait(reading.portrait)
    const isPortraitShown = portrait !== null
    report({
      type: 'chip_read',
      ...chipIdentity(reading, at),
      mrzLines: [...reading.mrzLines],
      evidence: evidenceOfReading(reading, { at, witness: witness?.id() ?? null, asked, isPortraitShown }),
      checks: [...reading.checks],
      portrait,
      accessProtocol: reading.accessProtocol,
    })
  } catch (cause) {
    if (signal.aborted) return
    const error = inContractTerms(cause)
    report({ type: 'chip_failed', code: codeOf(error), detail: error instanceof Failure ? error.detail : null })
  }
}

/** Files in the order they are shown; what the card lacks is marked when that is known. */
function createProgress(report: Report) {
  const files: SessionChip['files'] = []
  let progress: {
    stage: 'connect' | 'access' | 'files' | 'verify'
    file: string | null
    bytesRead: number
    bytesTotal: number | null
  } = {
    stage: 'connect',
    file: null,
    bytesRead: 0,
    bytesTotal: null,
  }
  const tell = () => report({ type: 'chip_progressed', progress, files: files.map((file) => ({ ...file })) })
  return {
    progressed(next: typeof progress) {
      progress = next
      tell()
    },
    fileChanged(file: ChipFileName, state: ChipFileState) {
      const known = files.find((entry) => entry.file === file)
      if (known) known.state = state
      else files.push({ file, state })
      tell()
    },
  }
}

async function showPortrait(portrait: ChipPortrait | null): Promise<Portrait | null> {
  const shown = portrait === null ? null : await decodePortrait(portrait)
  if (shown === null) return null
  const { mediaType, bytes, width, height } = shown
  return { mediaType, base64: Buffer.from(bytes).toString('base64'), width, height }
}
