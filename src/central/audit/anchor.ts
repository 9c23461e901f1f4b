import { AuditAnchor } from '../../contract/protocol/config.ts'
import { signCompactJws } from '../../jose/sign-jws.ts'
import { verifyCompactJws } from '../../jose/verify-jws.ts'
import { hourOf, raiseAlarm } from '../alarms/raise-alarm.ts'
import { newest, type Central, type Db } from '../context.ts'
import { lastSeal } from './seal-audit.ts'

type Head = Pick<AuditAnchor, 'seq' | 'hash'>
const kind = 'central_audit_cut'

/** Where the audit ended when the hour began: the same for every station and instance, so that configurations change but once an hour. */
export async function anchorFacts({ db, now }: Pick<Central, 'db' | 'now'>): Promise<Head | null> {
  const seal = await lastSeal(db, hourOf(now()))
  return seal === undefined ? null : { seq: seal.seq, hash: seal.hash }
}

/** As stations keep it, out of central's reach. */
export function signAnchor(central: Pick<Central, 'keys' | 'environment'>, head: Head | null): string | null {
  if (head === null) return null
  const anchor: AuditAnchor = { environment: central.environment, ...head }
  return signCompactJws(newest(central.keys().signing), { typ: 'guichet-audit-anchor+jwt' }, anchor)
}

/**
 * A station brings back what was signed for it. Central's audit ends earlier now, or another lot stands in that place: it was cut, or the
 * database is an older one. An alarm a station and hour. What central never signed says nothing.
 */
export async function compareAnchor(central: Central, stationId: string, statement: string): Promise<void> {
  const keys = central.keys().signing.map(({ publicJwk }) => publicJwk)
  const said = AuditAnchor.safeParse(verifyCompactJws(statement, keys, 'guichet-audit-anchor+jwt')).data
  if (said === undefined || said.environment !== central.environment) return
  const stands = await central.db.selectFrom('audit_seal').select('hash').where('seq', '=', said.seq).executeTakeFirst()
  if (stands?.hash === said.hash) return
  await raiseAlarm(central, kind, { stationId, operatorId: '' }, { seq: said.seq })
}

/** How many stations hold a later end of central's audit than central has. */
export async function countAuditAlarms(db: Db): Promise<number> {
  const { n } = await db
    .selectFrom('alarm')
    .select((eb) => eb.fn.count<string | number>('station_id').distinct().as('n'))
    .where('kind', '=', kind)
    .executeTakeFirstOrThrow()
  return Number(n)
}
