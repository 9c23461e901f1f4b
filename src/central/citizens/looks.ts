import { legalTimeZone } from '../../contract/legal-time.ts'
import type { Look, Looker, LookPurpose } from '../../contract/identity/rights.ts'
import type { Db } from '../context.ts'
import { personAt } from '../people/person.ts'

/** The actor in the audit of what holders do with their own. */
export const holderActor = 'holder'

const purposes: Record<string, LookPurpose> = {
  'application.lookup': 'lookup',
  'application.suspend': 'suspension',
  'case.view': 'review',
  'case.open': 'review',
  'packet.decide': 'decision',
  'contest.answer': 'contest',
  'citizen.access': 'access',
  'citizen.erase': 'erasure',
}
/** What was done by what the audit calls it; any other list that was searched for the application is a search. */
const purposeOf = (action: string): LookPurpose => purposes[action] ?? (action.endsWith('.view') ? 'search' : 'other')
const unseen = new Set(['forbidden', 'lookup_limit', 'operator_revoked', 'operator_not_on_roster'])

type Seen = { at: Date; actor: string; stationId: string | null; purpose: LookPurpose; seen: boolean }

/**
 * Who saw something of an application and why, the newest first: from the audit, from its visits and appointments. By role and office, never
 * by name: what a citizen may know of those who act under the controller's authority (CJEU, 22 June 2023, C-579/21).
 */
export async function looksAt(db: Db, applicationId: string): Promise<Look[]> {
  const all = [
    ...(await auditedLooks(db, applicationId)),
    ...(await visits(db, applicationId)),
    ...(await appointments(db, applicationId)),
  ]
  const offices = await officesOf(db, all)
  const looks = await Promise.all(
    all.map(async ({ at, actor, stationId, purpose, seen }): Promise<Look> => ({
      at: at.toISOString(),
      by: await lookerOf(db, actor, at, purpose),
      office: (stationId !== null && offices.get(stationId)) || null,
      purpose,
      seen,
    })),
  )
  return looks.sort((a, b) => b.at.localeCompare(a.at))
}

/** Under its references, its own identifier and those of its packets, looked for or acted on. */
async function auditedLooks(db: Db, applicationId: string): Promise<Seen[]> {
  const references = await db
    .selectFrom('application_reference')
    .select('reference')
    .where('application_id', '=', applicationId)
    .execute()
  const packets = await db
    .selectFrom('packet')
    .select('packet_id')
    .where('application_id', '=', applicationId)
    .execute()
  const names = [
    applicationId,
    ...references.map(({ reference }) => reference),
    ...packets.map(({ packet_id }) => packet_id),
  ]
  const rows = await db
    .selectFrom('audit')
    .select(['station_id', 'at', 'actor', 'action', 'result'])
    .where((eb) =>
      eb.or([eb('subject', 'in', names), eb.and([eb('action', 'like', '%.view'), eb('detail', 'in', names)])]),
    )
    .execute()
  return rows.map(({ station_id, at, actor, action, result }) => ({
    at,
    actor,
    stationId: station_id,
    purpose: purposeOf(action),
    seen: !unseen.has(result),
  }))
}

async function visits(db: Db, applicationId: string): Promise<Seen[]> {
  const rows = await db
    .selectFrom('packet')
    .select(['station_id', 'captured_at', 'operator_id'])
    .where('application_id', '=', applicationId)
    .execute()
  return rows.map(({ station_id, captured_at, operator_id }) => ({
    at: captured_at,
    actor: operator_id,
    stationId: station_id,
    purpose: 'visit',
    seen: true,
  }))
}

/** A tablet has the file of whoever it is sent to, from the day's list on. */
async function appointments(db: Db, applicationId: string): Promise<Seen[]> {
  const rows = await db
    .selectFrom('appointment')
    .select(['starts_at', 'operator_id'])
    .where('application_id', '=', applicationId)
    .execute()
  return rows.map(({ starts_at, operator_id }) => ({
    at: starts_at,
    actor: operator_id,
    stationId: null,
    purpose: 'appointment',
    seen: true,
  }))
}

async function officesOf(db: Db, all: readonly Seen[]): Promise<Map<string, string>> {
  const ids = [...new Set(all.flatMap(({ stationId }) => stationId ?? []))]
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('station')
    .select(['station_id', 'branch_name'])
    .where('station_id', 'in', ids)
    .execute()
  return new Map(rows.map(({ station_id, branch_name }) => [station_id, branch_name]))
}

/** As they were on that day; whoever is nobody of the roster works at central. */
async function lookerOf(db: Db, actor: string, at: Date, purpose: LookPurpose): Promise<Looker> {
  if (actor === holderActor) return 'self'
  const person = await personAt(db, actor, { at, timeZone: legalTimeZone })
  if (person !== null) return person.role
  return purpose === 'visit' || purpose === 'lookup' ? 'clerk' : 'administration'
}
