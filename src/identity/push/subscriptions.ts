import { createECDH } from 'node:crypto'
import type { z } from 'zod'
import { Failure } from '../../contract/failure.ts'
import { Language } from '../../contract/identity.ts'
import { PushSubscriptionJson } from '../../contract/identity/push.ts'
import type { Identity } from '../context.ts'
import { keyed } from '../keys/digests.ts'
import { isStale, openText, sealText } from '../keys/sealing.ts'
import { isPushService } from './push-services.ts'

const Held = PushSubscriptionJson.extend({ language: Language })
type Held = z.infer<typeof Held>
/** The push subscription of one device. */
export type Place = Held & { deviceId: string; digest: string }

type Core = Pick<Identity, 'db' | 'keys'>
const table = 'identity.push_subscription'
const contextOf = (deviceId: string) => `push ${deviceId}`

/** Keeps where a device is told, in place of any before. Code: push_service_unknown (not one of the push services known here). */
export async function keepPlace({ db, keys, now, policy }: Identity, device_id: string, held: Held): Promise<void> {
  if (!isPushService(policy.pushServices, held.endpoint) || !isPoint(held.keys.p256dh))
    throw new Failure('push_service_unknown')
  const endpoint_digest = keyed(keys().lookup, `push\n${held.endpoint}`)
  const row = {
    device_id,
    endpoint_digest,
    held: sealText(keys().data, contextOf(device_id), JSON.stringify(held)),
    added_at: now(),
  }
  await db.transaction().execute(async (trx) => {
    await trx
      .deleteFrom(table)
      .where((eb) => eb.or([eb('device_id', '=', device_id), eb('endpoint_digest', '=', endpoint_digest)]))
      .execute()
    await trx
      .insertInto(table)
      .values(row)
      .onConflict((clash) => clash.doNothing())
      .execute()
  })
}

/** RFC 8291 §3.1: a point of P-256, or nothing can be encrypted for it. */
function isPoint(p256dh: string): boolean {
  const pair = createECDH('prime256v1')
  pair.generateKeys()
  try {
    pair.computeSecret(Buffer.from(p256dh, 'base64url'))
    return true
  } catch {
    return false
  }
}

export async function isPlaced({ db }: Pick<Identity, 'db'>, deviceId: string): Promise<boolean> {
  const row = await db.selectFrom(table).select('device_id').where('device_id', '=', deviceId).executeTakeFirst()
  return row !== undefined
}

export async function dropPlace({ db }: Pick<Identity, 'db'>, deviceId: string, digest?: string): Promise<void> {
  await db
    .deleteFrom(table)
    .where('device_id', '=', deviceId)
    .$if(digest !== undefined, (all) => all.where('endpoint_digest', '=', digest!))
    .execute()
}

/** Every device of an active identity that has this name. */
export async function placesOf({ db, keys }: Core, nameDigest: string): Promise<Place[]> {
  const rows = await db
    .selectFrom(table)
    .innerJoin('identity.device', 'identity.device.device_id', `${table}.device_id`)
    .innerJoin('identity.account', 'identity.account.account_id', 'identity.device.account_id')
    .select([`${table}.device_id`, `${table}.endpoint_digest`, `${table}.held`])
    .where('identity.account.email_digest', '=', nameDigest)
    .where('identity.account.state', '=', 'ACTIVE')
    .where('identity.device.revoked_at', 'is', null)
    .execute()
  return rows.map(({ device_id, endpoint_digest, held }) => ({
    ...Held.parse(JSON.parse(openText(keys().data, contextOf(device_id), held))),
    deviceId: device_id,
    digest: endpoint_digest,
  }))
}

/** Drops the places of devices that are no more, and seals again what an older data key sealed, some at a time. */
export async function tidyPlaces({ db, keys }: Core, batch: number): Promise<void> {
  const living = db.selectFrom('identity.device').select('device_id').where('revoked_at', 'is', null)
  await db.deleteFrom(table).where('device_id', 'not in', living).execute()
  const keyring = keys().data
  const stale = await db
    .selectFrom(table)
    .selectAll()
    .where('held', 'not like', `i1.${keyring[0]!.id}.%`)
    .limit(batch)
    .execute()
  for (const { device_id, held } of stale.filter((row) => isStale(keyring, row.held))) {
    const context = contextOf(device_id)
    await db
      .updateTable(table)
      .set({ held: sealText(keyring, context, openText(keyring, context, held)) })
      .where('device_id', '=', device_id)
      .where('held', '=', held)
      .execute()
  }
}
