import type { Central, Db } from '../../context.ts'
import { waitingProposals } from '../../proposals/proposal.ts'
import { readPackets, type CasePacket } from './read-packets.ts'

/** An administrator's page has an end: of what was done, the newest. */
const mostDeeds = 300

const readApplication = (db: Db, applicationId: string) =>
  db
    .selectFrom('application')
    .select(['application_id', 'reference', 'state', 'channel', 'language', 'branch_id', 'created_by', 'created_at'])
    .select(['email_confirmed_at', 'phone_confirmed_at', 'declared_at', 'expires_at'])
    .select(['closed_at', 'appeal_until', 'erased_at'])
    .where('application_id', '=', applicationId)
    .executeTakeFirst()

/** What was done about it, by its reference, its own id or a packet's. */
const readDeeds = (db: Db, subjects: readonly string[]) =>
  db
    .selectFrom('audit')
    .leftJoin('station', 'station.station_id', 'audit.station_id')
    .select(['audit.at', 'audit.actor', 'audit.action', 'audit.result', 'audit.detail', 'branch_name'])
    .where('subject', 'in', subjects)
    .orderBy('audit.at', 'desc')
    .limit(mostDeeds)
    .execute()

const readVisits = (db: Db, applicationId: string) =>
  db
    .selectFrom('appointment')
    .select(['starts_at', 'operator_id', 'outcome', 'outcome_at', 'outcome_by'])
    .where('application_id', '=', applicationId)
    .execute()

const readContests = (db: Db, applicationId: string) =>
  db
    .selectFrom('contest')
    .select(['received_at', 'due_at', 'answered_at', 'answered_by', 'answer'])
    .where('application_id', '=', applicationId)
    .execute()

const readLetters = (db: Db, applicationId: string) =>
  db
    .selectFrom('mail')
    .select(['kind', 'state', 'created_at', 'settled_at'])
    .where('application_id', '=', applicationId)
    .orderBy('created_at')
    .execute()

const readChips = (db: Db, applicationId: string) =>
  db
    .selectFrom('chip_witness')
    .innerJoin('station', 'station.station_id', 'chip_witness.station_id')
    .select(['begun_at', 'outcome', 'branch_name'])
    .where('application_id', '=', applicationId)
    .execute()

type Rows<T extends (...given: never[]) => Promise<unknown>> = Awaited<ReturnType<T>>

/** Everything that central has on one application in clear: no declaration, no packet, no evidence and nobody's words are opened for it. */
export type CaseRecord = {
  applicationId: string
  /** Undefined where packets name an application that central does not know. */
  application: Rows<typeof readApplication>
  /** In order of their capture. */
  packets: CasePacket[]
  deeds: Rows<typeof readDeeds>
  visits: Rows<typeof readVisits>
  contests: Rows<typeof readContests>
  letters: Rows<typeof readLetters>
  chips: Rows<typeof readChips>
  /** Packets for which a decision waits for a second administrator. */
  proposed: Set<string>
}

/** Null where nothing here has that id: neither an application nor a packet. */
export async function readCase({ db }: Pick<Central, 'db'>, applicationId: string): Promise<CaseRecord | null> {
  const application = await readApplication(db, applicationId)
  const packets = await readPackets(db, applicationId)
  if (application === undefined && packets.length === 0) return null
  const subjects = [applicationId, ...packets.map(({ packet_id }) => packet_id)]
  if (application !== undefined) subjects.push(application.reference)
  const waiting = await waitingProposals(db, 'deed')
  return {
    applicationId,
    application,
    packets,
    deeds: await readDeeds(db, subjects),
    visits: await readVisits(db, applicationId),
    contests: await readContests(db, applicationId),
    letters: await readLetters(db, applicationId),
    chips: await readChips(db, applicationId),
    proposed: new Set(waiting.flatMap(({ body }) => body.params['packet_id'] ?? [])),
  }
}
