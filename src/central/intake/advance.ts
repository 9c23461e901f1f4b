import { Failure, type FailureCode } from '../../contract/failure.ts'
import type { Trx } from '../context.ts'
import type { RecallKind } from '../database/tables.ts'
import { currentPolicy } from '../stations/config.ts'
import { queueMail, type MailKind } from '../mail/outbox.ts'
import { lockApplication } from './application-store.ts'
import { isClosed, nextState, type ApplicationEvent, type ApplicationState } from './state.ts'

const dayMs = 24 * 3_600_000

/** The letter that each event sends; none where the citizen caused the event, or has been told nothing yet. */
const letters: Partial<Record<ApplicationEvent, MailKind>> = {
  approved: 'accepted',
  reinstated: 'accepted',
  rejected: 'not_accepted',
  suspended: 'suspended',
  reopened: 'second_visit',
  expired: 'expired',
}

export type Advance = {
  applicationId: string
  event: ApplicationEvent
  at: Date
  /** The packet that closes it; calling that one back opens it again. */
  packetId?: string | null
  /** Codes, for the letter. */
  reasons?: readonly string[]
  /** No letter: the caller writes another, or there is nobody to tell. */
  silent?: boolean
  /** With `suspended`: what is distrusted. */
  distrusted?: RecallKind
}

/**
 * Moves an application by the one table of states, with its lock held until the transaction ends; closing it starts the appeal
 * time. Codes: application_unknown, and the state's own (refusalOf) where the event cannot happen there.
 */
export async function advance(trx: Trx, one: Advance): Promise<ApplicationState> {
  const { applicationId, event, at } = one
  const row = await lockApplication(trx, applicationId)
  const state = nextState(row.state, event)
  if (state === null) throw new Failure(refusalOf(row.state), event)
  const closing = isClosed(state)
  await trx
    .updateTable('application')
    .set({
      state,
      closed_by: closing ? (one.packetId ?? null) : null,
      closed_at: closing ? at : null,
      appeal_until: closing ? await appealEnd(trx, applicationId, at) : null,
      suspended_for: one.distrusted ?? null,
      ...(event === 'suspended' || event === 'reopened'
        ? { expires_at: await newExpiry(trx, row.expires_at, at) }
        : {}),
    })
    .where('application_id', '=', applicationId)
    .execute()
  const letter = one.silent || row.specimen_status !== null ? undefined : letters[event]
  if (letter !== undefined) await queueMail(trx, { applicationId, kind: letter, reasons: one.reasons ?? [], at })
  return state
}

/** As `advance`, where the event may have come too late: false then, and nothing is changed. */
export async function advanceIfPossible(trx: Trx, one: Advance): Promise<boolean> {
  try {
    await advance(trx, one)
    return true
  } catch (error) {
    if (error instanceof Failure) return false
    throw error
  }
}

/** What is said of an application in a state where something else was expected. */
export function refusalOf(state: ApplicationState): FailureCode {
  const codes: Partial<Record<ApplicationState, FailureCode>> = {
    APPROVED: 'application_already_verified',
    REJECTED: 'application_refused',
    CANCELLED: 'application_cancelled',
    EXPIRED: 'application_expired',
    DRAFT: 'application_email_unconfirmed',
    EMAIL_PENDING: 'application_email_unconfirmed',
  }
  return codes[state] ?? 'application_incomplete'
}

/** A decision can be contested as long as the policy says; where nobody was ever seen there is none, and nothing to keep. */
async function appealEnd(trx: Trx, applicationId: string, at: Date): Promise<Date> {
  const seen = await trx
    .selectFrom('packet')
    .select('packet_id')
    .where('application_id', '=', applicationId)
    .limit(1)
    .executeTakeFirst()
  if (seen === undefined) return at
  const { retentionDays } = await currentPolicy(trx)
  return new Date(at.getTime() + retentionDays * dayMs)
}

/** Whoever must come again gets the time that a new application has. */
async function newExpiry(trx: Trx, present: Date, at: Date): Promise<Date> {
  const { applicationDays } = await currentPolicy(trx)
  const renewed = new Date(at.getTime() + applicationDays * dayMs)
  return renewed > present ? renewed : present
}
