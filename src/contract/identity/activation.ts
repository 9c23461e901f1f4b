import { z } from 'zod'
import { IsoTime } from '../identity.ts'
import { DeviceChallenge, DeviceKind, SecretCode } from './device.ts'

/** The fragment of the mail's link: it is never in an address that a server logs. */
export const ActivationLink = z.object({ token: z.string().regex(/^[\w-]{43}$/) })

export const ActivationStep = z.enum(['code', 'secret', 'device', 'done'])
export type ActivationStep = z.infer<typeof ActivationStep>

export const ActivationView = z.object({
  step: ActivationStep,
  /** Last two digits of where the code went. */
  phone_ends: z.string().nullable(),
  code_expires_at: IsoTime.nullable(),
  /** Before then no other code is sent. */
  resend_at: IsoTime.nullable(),
  attempts_left: z.int(),
  /** Until when the link counts. */
  expires_at: IsoTime,
  /** Devices that are taken, the best first. */
  device_kinds: z.array(DeviceKind),
  /** Those with which a login reaches `eidas2`. */
  substantial_kinds: z.array(DeviceKind),
})
export type ActivationView = z.infer<typeof ActivationView>

export const SecretChosen = z.object({ secret: SecretCode })
/** `passkey`: creation options. */
export const RegistrationChallenge = DeviceChallenge
