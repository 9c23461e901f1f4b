import { parcelTypes, type ParcelTrust } from '../../contract/identity/parcel.ts'
import type { Identity } from '../context.ts'
import { publicParcelKeys, signForParcels } from './parcel-signer.ts'

/** Keys, and the list of credentials that count no more, signed and dated: all that is needed to verify without a network. */
export async function parcelTrust(identity: Identity): Promise<ParcelTrust> {
  const revoked = await revokedCredentials(identity)
  const list = await signForParcels(identity, parcelTypes.list, { revoked })
  return { issuer: identity.origin(), keys: publicParcelKeys(identity), list }
}

/** Replaced on its device, on a device that was taken away, or of an identity that is not active, or is gone. */
async function revokedCredentials({ db, now }: Identity): Promise<string[]> {
  const rows = await db
    .selectFrom('identity.parcel_credential as credential')
    .leftJoin('identity.account as account', 'account.account_id', 'credential.account_id')
    .leftJoin('identity.device as device', 'device.device_id', 'credential.device_id')
    .select('credential.credential_id')
    .where('credential.expires_at', '>', now())
    .where((eb) =>
      eb.or([
        eb('credential.replaced_at', 'is not', null),
        eb('device.device_id', 'is', null),
        eb('device.revoked_at', 'is not', null),
        eb('account.account_id', 'is', null),
        eb('account.state', '<>', 'ACTIVE'),
      ]),
    )
    .orderBy('credential.credential_id')
    .execute()
  return rows.map(({ credential_id }) => credential_id)
}
