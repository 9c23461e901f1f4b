import { z } from 'zod'
import { IsoTime } from '../identity.ts'
import { PublicJwk } from '../protocol/jwk.ts'

/** Base64url without padding. */
const Base64Url = z.string().regex(/^[\w-]{1,4096}$/)

/** What the browser's WebAuthn calls take and give, as JSON (WebAuthn L3 §5.1.8, §5.1.9): passed on as it is. */
export const WebAuthnJson = z.record(z.string(), z.unknown())
export type WebAuthnJson = z.infer<typeof WebAuthnJson>

/** `passkey`: WebAuthn at our origin. `key`: a WebCrypto key that cannot be exported, in the browser's storage. */
export const DeviceKind = z.enum(['passkey', 'key'])
export type DeviceKind = z.infer<typeof DeviceKind>

/** What a proof is for: a proof for one is none for another. */
export const ProofPurpose = z.enum([
  'activate',
  'open',
  'login',
  'reset',
  'join',
  'contact',
  'parcel',
  'record',
  'erase',
])
export type ProofPurpose = z.infer<typeof ProofPurpose>

/**
 * What a device must sign, fresh each time and once. A passkey takes `passkey` (options of `navigator.credentials`); a WebCrypto key
 * signs `textToSign`.
 */
export const DeviceChallenge = z.object({
  challenge: Base64Url,
  expires_at: IsoTime,
  passkey: WebAuthnJson.nullable(),
})
export type DeviceChallenge = z.infer<typeof DeviceChallenge>

/** The bytes (UTF-8) that a WebCrypto key signs with ES256; `detail` is the two-digit number at a login, else empty. */
export function textToSign(purpose: ProofPurpose, challenge: string, detail = ''): string {
  return ['guichet-device-v1', purpose, challenge, detail].join('\n')
}

/** `signature`: r and s, 64 bytes, as WebCrypto gives them. */
export const DeviceProof = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('passkey'), response: WebAuthnJson }),
  z.object({ kind: z.literal('key'), signature: Base64Url }),
])
export type DeviceProof = z.infer<typeof DeviceProof>

/** A new device: what registration gave, or a public key (P-256) and its signature over the challenge. */
export const NewDevice = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('passkey'), name: z.string().trim().min(1).max(60), response: WebAuthnJson }),
  z.object({
    kind: z.literal('key'),
    name: z.string().trim().min(1).max(60),
    public_key: PublicJwk,
    signature: Base64Url,
  }),
])
export type NewDevice = z.infer<typeof NewDevice>

/** Where an identity stands once it can exist. */
export const AccountState = z.enum(['ACTIVATION_PENDING', 'ACTIVE', 'LOCKED', 'SUSPENDED', 'REVOKED', 'EXPIRED'])
export type AccountState = z.infer<typeof AccountState>

/** What this device shows of the identity it holds. */
export const DeviceView = z.object({
  device_id: z.uuid(),
  name: z.string(),
  kind: DeviceKind,
  /** Whether a login with it reaches `eidas2` under the policy in force. */
  reaches_substantial: z.boolean(),
  account: AccountState,
  /** First given name, to greet; null until the device has proved its key in this session. */
  given_name: z.string().nullable(),
  attempts_left: z.int(),
  added_at: IsoTime,
})
export type DeviceView = z.infer<typeof DeviceView>

/** A passkey alone finds its device again where the cookie is gone. */
export const OpenDevice = z.object({ challenge: Base64Url, proof: DeviceProof })

/** A login that waits for this device: shown before anything is entered. The number is not in it: the page shows that. */
export const PendingLogin = z.object({
  login_id: z.uuid(),
  /** Who asks: the service, and the hub that carries it where there is one. */
  service: z.string(),
  hub: z.string().nullable(),
  /** What they receive: keys of `login:claims.<claim>`. */
  claims: z.array(z.string()),
  /** Browser and system as they call themselves, and the network's address, shortened. */
  from: z.object({ browser: z.string(), system: z.string(), address: z.string() }),
  asked_at: IsoTime,
  expires_at: IsoTime,
  challenge: DeviceChallenge,
  attempts_left: z.int(),
})
export type PendingLogin = z.infer<typeof PendingLogin>

/** Also the data of the event `pending` of the stream: at its start, and whenever it changes. */
export const PendingView = z.object({ pending: PendingLogin.nullable() })
export type PendingView = z.infer<typeof PendingView>

export const SecretCode = z.string().regex(/^\d{6}$/)

export const LoginAnswer = z.object({
  /** The two digits that the page shows. */
  number: z.string().regex(/^\d{2}$/),
  secret: SecretCode,
  proof: DeviceProof,
})
export type LoginAnswer = z.infer<typeof LoginAnswer>
