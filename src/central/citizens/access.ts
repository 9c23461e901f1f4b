import { toldReasons } from '../adjudication/told-reasons.ts'
import { Failure } from '../../contract/failure.ts'
import { parseReference } from '../../contract/reference.ts'
import type { Central } from '../context.ts'
import { openWords } from '../intake/declaration.ts'
import { findApplication, idOfReference } from '../intake/application-store.ts'
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

/**
 * Everything that central holds of one citizen's application, for the citizen (article 15 GDPR): what was declared, what packets say, who
 * looked, letters, visits, contests. What has been erased is not there any more. Codes as requireByReference.
 */
export async function citizenRecord(core: Core, reference: string): Promise<object> {
  const applicationId = await requireByReference(core, reference)
  const application = (await findApplication(core, applicationId))!
  const rows = <T extends 'packet' | 'mail' | 'appointment' | 'contest'>(table: T) =>
    core.db
      .selectFrom(table as 'packet')
      .selectAll()
      .where('application_id', '=', applicationId)
  const [packets, letters, visits, contests] = [
    await rows('packet').orderBy('captured_at').execute(),
    await core.db
      .selectFrom('mail')
      .select(['kind', 'created_at', 'state', 'settled_at'])
      .where('application_id', '=', applicationId)
      .orderBy('created_at')
      .execute(),
    await core.db.selectFrom('appointment').selectAll().where('application_id', '=', applicationId).execute(),
    await core.db.selectFrom('contest').selectAll().where('application_id', '=', applicationId).execute(),
  ]
  const looks = await core.db
    .selectFrom('audit')
    .select(['at', 'actor', 'action', 'result'])
    .where('subject', '=', application.reference)
    .orderBy('at')
    .execute()
  const { declaration: _sealed, ...shown } = application as typeof application & { declaration?: unknown }
  return {
    as_of: core.now().toISOString(),
    application: shown,
    verifications: packets.map((packet) => ({
      at: packet.captured_at,
      outcome: packet.outcome,
      state: packet.state,
      reasons: toldReasons(packet.reasons),
      decided_at: packet.decided_at,
      erased_at: packet.erased_at,
      said: packet.jwe === null ? null : saidIn(packet.jwe, core),
    })),
    letters,
    visits,
    contests: contests.map(({ words, ...contest }) => ({
      ...contest,
      words: words === null ? null : openWords(core.keys(), applicationId, words),
    })),
    looked_at: looks,
  }
}

/** What a packet says of the citizen; null for one that cannot be opened any more. */
function saidIn(jwe: string, { keys }: Core): object | null {
  try {
    const { document, identity, match, eligibility, person, outcome, reasons } = readPacket(jwe, keys().encryption)
    return { document, identity, match, eligibility, person, outcome, reasons }
  } catch {
    return null
  }
}
