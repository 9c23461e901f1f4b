import { randomUUID } from 'node:crypto'
import { codeOf } from '../../contract/failure.ts'
import type { Central } from '../context.ts'

/** The station id in the trace of a deed that concerns no station. */
const noStation = '00000000-0000-0000-0000-000000000000'

/** What somebody at central does; `subject` and `detail` are identifiers and codes, never a name. */
export type Deed = { actor: string; action: string; stationId: string | null; subject: string; detail: string | null }

/**
 * Does what somebody asks of central, with a trace of it first: where nothing can be written nothing is done, and what was broken
 * off in the middle stands there as begun. `resultOf`: how it is over, where that is not simply done.
 */
export async function recordDeed<T>(
  { db, now }: Pick<Central, 'db' | 'now'>,
  { stationId, ...deed }: Deed,
  run: () => Promise<T>,
  resultOf: (done: T) => string = () => 'done',
): Promise<T> {
  const key = { station_id: stationId ?? noStation, audit_id: randomUUID() }
  await db
    .insertInto('audit')
    .values({ ...key, ...deed, at: now(), result: 'begun' })
    .execute()
  const end = (result: string) =>
    db
      .updateTable('audit')
      .set({ result })
      .where('station_id', '=', key.station_id)
      .where('audit_id', '=', key.audit_id)
      .where('sealed', 'is', null)
      .execute()
  try {
    const done = await run()
    await end(resultOf(done))
    return done
  } catch (error) {
    await end(codeOf(error))
    throw error
  }
}

/** What is over when it is written: a login, good or bad, or a look at what is a citizen's. */
export async function noteDeed(
  { db, now }: Pick<Central, 'db' | 'now'>,
  { stationId, ...deed }: Deed,
  result: string,
): Promise<void> {
  const key = { station_id: stationId ?? noStation, audit_id: randomUUID() }
  await db
    .insertInto('audit')
    .values({ ...key, ...deed, at: now(), result })
    .execute()
}
