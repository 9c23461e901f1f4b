import { toldReasons } from '../adjudication/told-reasons.ts'
import { Failure } from '../../contract/failure.ts'
import { parseReference } from '../../contract/reference.ts'
import type { Central } from '../context.ts'
import { openWords } from '../intake/declaration.ts'
import { idOfReference, saidIn } from '../intake/application-store.ts'
import { looksAt } from './looks.ts'
import { readPacket } from '../packets/open-packet.ts'

type Core = Pick<Central, 'db' | 'keys' | 'now'>

/** Codes: reference_malformed, reference_check_failed, application_unknown. */
export async function requireByReference({ db }: Pick<Central, 'db'>, typed: string): Promise<string> {
  const parsed = parseReference(typed)
  if (!parsed.ok) throw new Failure(parsed.code)
  const applicationId = await idOfReference(db, parsed.reference)
  if (applicationId === null) throw new Failure('application_unknown')
  return applicationId
}

/** What central holds of the application of that reference (`applicationRecord`). Codes as requireByReference. */
export async function citizenRecord(core: Core, reference: string): Promise<ApplicationRecord> {
  return applicationRecord(core, await requireByReference(core, reference))
}

export type ApplicationRecord = Awaited<ReturnType<typeof applicationRecord>>

/**
 * Everything that central holds of one citizen's application, for the citizen (article 15 GDPR): what was declared, what packets say, who
 * looked, letters, visits, contests. What has been erased is not there any more. Nobody who works here is named (looks.ts).
 */
export async function applicationRecord(core: Core, applicationId: string) {
  const row = await core.db
    .selectFrom('application')
    .selectAll()
    .where('application_id', '=', applicationId)
    .executeTakeFirstOrThrow()
  const [packets, letters, visits, contests, looked_at] = [
    await core.db
      .selectFrom('packet')
      .selectAll()
      .where('application_id', '=', applicationId)
      .orderBy('captured_at')
      .execute(),
    await core.db
      .selectFrom('mail')
      .select(['kind', 'created_at', 'state', 'settled_at'])
      .where('application_id', '=', applicationId)
      .orderBy('created_at')
      .execute(),
    await core.db
      .selectFrom('appointment')
      .select(['starts_at', 'ends_at', 'note', 'outcome', 'outcome_at', 'outcome_note'])
      .where('application_id', '=', applicationId)
      .execute(),
    await core.db
      .selectFrom('contest')
      .select(['words', 'received_at', 'due_at', 'answered_at', 'answer'])
      .where('application_id', '=', applicationId)
      .execute(),
    await looksAt(core.db, applicationId),
  ]
  const { declaration: _sealed, opened_by: _by, applicant_operator_id: _who, ...shown } = row
  return {
    as_of: core.now().toISOString(),
    application: { ...shown, declared: saidIn(core, row) },
    verifications: packets.map((packet) => ({
      at: packet.captured_at,
      outcome: packet.outcome,
      state: packet.state,
      reasons: toldReasons(packet.reasons),
      decided_at: packet.decided_at,
      erased_at: packet.erased_at,
      said: packet.jwe === null ? null : wordsOf(packet.jwe, core),
    })),
    letters,
    visits,
    contests: contests.map(({ words, ...contest }) => ({
      ...contest,
      words: words === null ? null : openWords(core.keys(), applicationId, words),
    })),
    looked_at,
  }
}

/** What a packet says of the citizen; null for one that cannot be opened any more. */
function wordsOf(jwe: string, { keys }: Core): object | null {
  try {
    const { document, identity, match, eligibility, person, outcome, reasons } = readPacket(jwe, keys().encryption)
    return { document, identity, match, eligibility, person, outcome, reasons }
  } catch {
    return null
  }
}
