import type { Selectable } from 'kysely'
import { z } from 'zod'
import { IsoTime, Language } from '../../contract/identity.ts'
import { Channel } from '../../contract/application.ts'
import { Failure } from '../../contract/failure.ts'
import { toldReasons } from '../adjudication/told-reasons.ts'
import type { Db } from '../context.ts'
import type { Tables } from '../database/tables.ts'
import { reasonOfRecall } from '../recall/recall.ts'
import { ApplicationState } from './state.ts'

/** Where an application stands, for the citizen's own page: nothing of what was declared. RECEIVED: central has it and has not decided. */
export const Standing = z.object({
  application_id: z.uuid(),
  /** Null until a channel is chosen and both contacts are confirmed. */
  reference: z.string().nullable(),
  state: z.enum([...ApplicationState.options, 'RECEIVED']),
  email_confirmed: z.boolean(),
  phone_confirmed: z.boolean(),
  channel: Channel.nullable(),
  branch_id: z.string().nullable(),
  language: Language,
  created_at: IsoTime,
  expires_at: IsoTime,
  /** Codes of the last decision. */
  reasons: z.array(z.string()),
  /** Until when the decision can be contested; what it rested on is erased then. */
  appeal_until: IsoTime.nullable(),
  erased_at: IsoTime.nullable(),
  /** By when the citizen's contest is answered; null where none is open. */
  contest_due: IsoTime.nullable(),
})
export type Standing = z.infer<typeof Standing>

const untold = new Set<string>(['DRAFT', 'EMAIL_PENDING', 'PHONE_PENDING', 'DECLARED'])

type Moved = Pick<Selectable<Tables['application']>, 'state' | 'suspended_for'>

function reasonsOf({ state, suspended_for }: Moved, ofPacket: readonly string[]): string[] {
  if (state === 'SUSPENDED') return [reasonOfRecall(suspended_for)]
  return state === 'REJECTED' ? toldReasons(ofPacket) : []
}

/** Code: application_unknown. */
export async function readStanding(db: Db, applicationId: string): Promise<Standing> {
  const row = await db
    .selectFrom('application')
    .selectAll()
    .where('application_id', '=', applicationId)
    .executeTakeFirst()
  if (row === undefined) throw new Failure('application_unknown')
  const packet = await db
    .selectFrom('packet')
    .select(['state', 'reasons'])
    .where('application_id', '=', applicationId)
    .orderBy('received_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  const contest = await db
    .selectFrom('contest')
    .select('due_at')
    .where('application_id', '=', applicationId)
    .where('answered_at', 'is', null)
    .executeTakeFirst()
  const isWaiting = packet?.state === 'RECEIVED' || packet?.state === 'VERIFYING'
  return {
    application_id: row.application_id,
    reference: untold.has(row.state) ? null : row.reference,
    state: isWaiting && row.state === 'AWAITING_PROOFING' ? 'RECEIVED' : row.state,
    email_confirmed: row.email_confirmed_at !== null,
    phone_confirmed: row.phone_confirmed_at !== null,
    channel: row.channel,
    branch_id: row.branch_id,
    language: row.language,
    created_at: row.created_at.toISOString(),
    expires_at: row.expires_at.toISOString(),
    reasons: reasonsOf(row, packet?.reasons ?? []),
    appeal_until: row.appeal_until?.toISOString() ?? null,
    erased_at: row.erased_at?.toISOString() ?? null,
    contest_due: contest?.due_at.toISOString() ?? null,
  }
}
