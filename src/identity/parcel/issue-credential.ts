import { randomUUID } from 'node:crypto'
import { parcelDays, parcelTypes, type ParcelIssued } from '../../contract/identity/parcel.ts'
import type { PublicJwk } from '../../contract/protocol/jwk.ts'
import type { Held } from '../authentication/device-view.ts'
import type { Identity } from '../context.ts'
import { openHolder } from '../lifecycle/account.ts'
import { signForParcels } from './parcel-signer.ts'

const dayMs = 24 * 3_600_000

/** Names the holder for 30 days, bound to the key that this device made; the device's former one counts no more. */
export async function issueCredential(
  identity: Identity,
  { device, account }: Held,
  { kty, crv, x, y }: PublicJwk,
): Promise<ParcelIssued> {
  const [credential_id, issued_at] = [randomUUID(), identity.now()]
  const expires_at = new Date(issued_at.getTime() + parcelDays * dayMs)
  const { device_id } = device
  await identity.db.transaction().execute(async (trx) => {
    await trx
      .updateTable('identity.parcel_credential')
      .set({ replaced_at: issued_at })
      .where('device_id', '=', device_id)
      .where('replaced_at', 'is', null)
      .execute()
    await trx
      .insertInto('identity.parcel_credential')
      .values({ credential_id, account_id: account.account_id, device_id, issued_at, expires_at })
      .execute()
  })
  const { given_name, family_name, preferred_username } = openHolder(identity, account).pivot
  const credential = await signForParcels(identity, parcelTypes.credential, {
    jti: credential_id,
    exp: Math.floor(expires_at.getTime() / 1000),
    given_name,
    family_name,
    ...(preferred_username && { preferred_username }),
    cnf: { jwk: { kty, crv, x, y } },
  })
  return { credential, ends_at: expires_at.toISOString() }
}
