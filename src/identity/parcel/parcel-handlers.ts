import { parcelKeyDetail } from '../../contract/identity/parcel.ts'
import type { EndpointName } from '../../contract/identity/endpoints.ts'
import { Failure } from '../../contract/failure.ts'
import { isUsableKey } from '../../jose/public-key.ts'
import { requireProof, requireProved } from '../authentication/holder-act.ts'
import { requireSecret } from '../authentication/secret-tries.ts'
import { requireUsable } from '../authentication/usable.ts'
import type { Identity } from '../context.ts'
import type { Handlers } from '../http/serve-endpoints.ts'
import { issueCredential } from './issue-credential.ts'
import { parcelTrust } from './parcel-trust.ts'

type Names = Extract<EndpointName, `parcel.${string}`>

/** The credential that a device shows to collect parcels (R28), and what whoever hands them over takes along. */
export function parcelHandlers(identity: Identity): Pick<Handlers, Names> {
  return {
    'parcel.issue': async ({ sessions, body: { public_key, secret, proof } }) => {
      const held = await requireProved(identity, sessions)
      const { account } = requireUsable(identity, held)
      if (!isUsableKey(public_key)) throw new Failure('device_key_refused', 'not a point of P-256')
      await requireProof(identity, held, proof, { purpose: 'parcel', detail: parcelKeyDetail(public_key) })
      await requireSecret(identity, account, secret)
      return issueCredential(identity, held, public_key)
    },
    'parcel.trust': () => parcelTrust(identity),
  }
}
