import type { Central } from '../context.ts'

export type AlarmKind = 'lookup_person_limit' | 'lookup_station_limit' | 'lookup_misses' | 'central_audit_cut'

/** The kiosk it is about, and who stood there; nobody: ''. */
export type Place = { stationId: string; operatorId: string }

/** When the hour of a moment began (UTC). */
export const hourOf = (at: Date): Date => new Date(Math.floor(at.getTime() / 3_600_000) * 3_600_000)

/** Once an hour for one kind and place, however often it is met. `more`: what the log says beside them. */
export async function raiseAlarm(
  { db, now, log }: Pick<Central, 'db' | 'now' | 'log'>,
  kind: AlarmKind,
  { stationId, operatorId }: Place,
  more: Record<string, number> = {},
): Promise<void> {
  const at = now()
  const { numInsertedOrUpdatedRows: isNew } = await db
    .insertInto('alarm')
    .values({ kind, station_id: stationId, operator_id: operatorId, hour: hourOf(at), raised_at: at })
    .onConflict((clash) => clash.doNothing())
    .executeTakeFirst()
  if (isNew !== 0n) log.warn({ alarm: kind, station: stationId, ...more }, 'alarm')
}
