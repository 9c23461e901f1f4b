import type { ExpressionBuilder } from 'kysely'
import type { Policy } from '../../contract/policy.ts'
import type { Central } from '../context.ts'
import type { Tables } from '../database/tables.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs

/** A weekend and a day: a branch is closed, a tablet lies in its drawer. */
const silentMs = 3 * dayMs
/** Longer than a postman's round without network. */
const laggingMs = 12 * hourMs

export const fleetTroubles = ['silent', 'lagging', 'stuck', 'reader', 'camera', 'old_trust'] as const
export type FleetTrouble = (typeof fleetTroubles)[number]

/** Readers with which no chip can be read. */
const deadReaders = ['none', 'service_down', 'fault']

/** Cameras that show no document; of one that nobody told of yet nothing is known. */
const deadCameras = ['none', 'refused']

type Report = Omit<Tables['station_report'], 'station_id'>
type Row = { station: Tables['station']; station_report: { [Name in keyof Report]: Report[Name] | null } }

/** What is wrong with a kiosk in service, as a condition of SQL; of one that never reported only its silence is known. */
export function troubleOf(trouble: FleetTrouble, now: Date, { trustDays }: Pick<Policy, 'trustDays'>) {
  const before = (ms: number) => new Date(now.getTime() - ms)
  return (eb: ExpressionBuilder<Row, 'station' | 'station_report'>) =>
    ({
      silent: () => eb.or([eb('last_seen_at', '<', before(silentMs)), eb('last_seen_at', 'is', null)]),
      lagging: () => eb('oldest_unsent_at', '<', before(laggingMs)),
      stuck: () => eb('parked', '>', 0),
      reader: () => eb('reader_state', 'in', deadReaders),
      camera: () => eb('camera_state', 'in', deadCameras),
      old_trust: () => eb('trust_as_of', '<', before(trustDays * dayMs)),
    })[trouble]()
}

/** Kiosks in service with what they said of themselves, if anything. */
export const activeFleet = ({ db }: Pick<Central, 'db'>) =>
  db
    .selectFrom('station')
    .leftJoin('station_report', 'station_report.station_id', 'station.station_id')
    .where('station.state', '=', 'active')

/** Raised once a day and kiosk. */
const alarming = ['silent', 'lagging', 'stuck'] as const satisfies readonly FleetTrouble[]

/** Alarms for kiosks that are silent, behind or stuck: a row each, a line in the log for each kind. */
export async function watchFleet(central: Pick<Central, 'db' | 'now' | 'log'>, policy: Policy): Promise<void> {
  const at = central.now()
  const hour = new Date(Math.floor(at.getTime() / dayMs) * dayMs)
  for (const trouble of alarming) {
    const kind = `station_${trouble}`
    const found = await activeFleet(central)
      .select('station.station_id')
      .where(troubleOf(trouble, at, policy) as never)
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('alarm')
              .select('alarm.station_id')
              .whereRef('alarm.station_id', '=', 'station.station_id')
              .where('kind', '=', kind)
              .where('hour', '=', hour),
          ),
        ),
      )
      .limit(1_000)
      .execute()
    if (found.length === 0) continue
    await central.db
      .insertInto('alarm')
      .values(found.map(({ station_id }) => ({ kind, station_id, operator_id: '', hour, raised_at: at })))
      .onConflict((clash) => clash.doNothing())
      .execute()
    central.log.warn({ alarm: kind, stations: found.length }, 'alarm')
  }
}
