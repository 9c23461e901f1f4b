import { z } from 'zod'
import { IsoTime } from '../identity.ts'
import { OwnContacts } from './contact.ts'
import { DeviceKind, DeviceProof, PendingLogin, SecretCode } from './device.ts'

/** A device that holds the identity, as its holder knows it. */
export const OwnDevice = z.object({
  device_id: z.uuid(),
  name: z.string(),
  kind: DeviceKind,
  added_at: IsoTime,
  used_at: IsoTime.nullable(),
  /** The one that asks. */
  is_this: z.boolean(),
})
export type OwnDevice = z.infer<typeof OwnDevice>

/** A login that was answered. */
export const OwnLogin = PendingLogin.pick({ login_id: true, service: true, hub: true, from: true }).extend({
  outcome: z.enum(['approved', 'refused']),
  answered_at: IsoTime,
  device: z.string(),
})
export type OwnLogin = z.infer<typeof OwnLogin>

/** What the holder sees of their identity's use, the newest first. */
export const HolderView = z.object({
  devices: z.array(OwnDevice),
  logins: z.array(OwnLogin),
  contacts: OwnContacts,
  /** How many days logins are kept. */
  kept_days: z.int(),
})
export type HolderView = z.infer<typeof HolderView>

/** What a device's proof is wanted for, of a holder who is there. */
export const HolderAct = z.object({ purpose: z.enum(['reset', 'join', 'contact', 'parcel', 'record', 'erase']) })
export type HolderAct = z.infer<typeof HolderAct>

/** A new secret code in place of a forgotten one (R27); `proof` for `reset`. */
export const SecretReset = z.object({
  /** The last four characters of the document's number. */
  last_four: z.string().trim().min(4).max(8),
  secret: SecretCode,
  proof: DeviceProof,
})
export type SecretReset = z.infer<typeof SecretReset>
