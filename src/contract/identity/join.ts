import { z } from 'zod'
import { IsoTime } from '../identity.ts'
import { DeviceKind, DeviceProof, PendingLogin, SecretCode } from './device.ts'

/** How another device comes in: its browser opens this link, typed or scanned, within minutes and once. */
export const JoinOffer = z.object({
  link: z.url(),
  /** The link as a QR code: a picture in SVG. */
  qr: z.string(),
  expires_at: IsoTime,
})
export type JoinOffer = z.infer<typeof JoinOffer>

/** What the device in hand sees of its offer. `asked`: another device wants to come in, and shows a number. */
export const JoinView = z.object({
  stage: z.enum(['none', 'offered', 'asked', 'joined']),
  expires_at: IsoTime.nullable(),
  candidate: z.object({ name: z.string(), kind: DeviceKind, from: PendingLogin.shape.from }).nullable(),
})
export type JoinView = z.infer<typeof JoinView>

/** The device in hand lets the other one in: the number that the other shows, secret code, proof for `join`. */
export const JoinAnswer = z.object({
  number: z.string().regex(/^\d{2}$/),
  secret: SecretCode,
  proof: DeviceProof,
})
export type JoinAnswer = z.infer<typeof JoinAnswer>

export const JoinLink = z.object({ token: z.string().regex(/^[\w-]{43}$/) })

/** What the new device shows. `device`: it has to make its key; `waiting`: it shows its number. */
export const JoinStanding = z.object({
  stage: z.enum(['device', 'waiting', 'joined']),
  /** Two digits to enter on the other device; null unless `waiting`. */
  number: z.string().nullable(),
  expires_at: IsoTime,
  device_kinds: z.array(DeviceKind),
  substantial_kinds: z.array(DeviceKind),
})
export type JoinStanding = z.infer<typeof JoinStanding>
