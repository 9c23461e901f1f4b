import type { MrzKeys } from '../../contract/mrz.ts'
import type { SessionState } from './state.ts'

export type ChipPassword = ({ kind: 'mrz' } & MrzKeys) | { kind: 'can'; can: string }

/** The visit that a read belongs to, named to central as witness. */
export type VisitIds = { applicationId: string; sessionId: string; operatorId: string }

/** Work under way outside the session. Another key, or none, means: stop it, and drop what it still reports. */
export type SessionEffect =
  | { type: 'lookup'; key: string; reference: string }
  | {
      type: 'read_chip'
      key: string
      password: ChipPassword
      mrzKeys: MrzKeys | null
      mrzLines: string[]
      visit: VisitIds
    }

/** The one effect of the current step; null when it has none. */
export function effectOf(state: SessionState): SessionEffect | null {
  const key = `${state.step}:${state.effectCount}`
  if (state.lookingUp) return { type: 'lookup', key, reference: state.reference }
  const { phase, can } = state.chip
  const { reading } = state.document
  const { application, sessionId, operator } = state
  if ((phase !== 'waiting' && phase !== 'reading') || reading === null || application === null) return null
  const password = passwordOf(can, reading.keys)
  const visit = { applicationId: application.applicationId, sessionId, operatorId: operator.operatorId }
  return password && { type: 'read_chip', key, password, mrzKeys: reading.keys, mrzLines: reading.lines, visit }
}

function passwordOf(can: string | null, keys: MrzKeys | null): ChipPassword | null {
  if (can !== null) return { kind: 'can', can }
  return keys && { kind: 'mrz', ...keys }
}
