import type {
  DeviceChallenge,
  DeviceKind,
  DeviceProof,
  NewDevice,
  ProofPurpose,
} from '../../contract/identity/device.ts'
import { textToSign, WebAuthnJson } from '../../contract/identity/device.ts'
import { PublicJwk } from '../../contract/sync.ts'
import { readKey, writeKey } from './key-store.ts'

/** `passkey_cancelled`: the person, or the system, closed its dialog; anything else: this device cannot. */
export type KeyProblem = 'passkey_cancelled' | 'key_unavailable'
export type Kept<T> = { ok: true; value: T } | { ok: false; problem: KeyProblem }

/** What proves that this is the device: a passkey, or a key that the browser signs with and gives to nobody. */
export interface DeviceKeys {
  /** Which of the kinds that are taken this browser can make, in the given order. */
  possible(kinds: readonly DeviceKind[]): DeviceKind[]
  create(kind: DeviceKind, name: string, challenge: DeviceChallenge): Promise<Kept<NewDevice>>
  prove(
    kind: DeviceKind,
    purpose: ProofPurpose,
    challenge: DeviceChallenge,
    detail?: string,
  ): Promise<Kept<DeviceProof>>
}

const algorithm = { name: 'ECDSA', namedCurve: 'P-256' } as const
const signing = { name: 'ECDSA', hash: 'SHA-256' } as const

const toBase64Url = (bytes: ArrayBuffer) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=+$/, '')

async function sign(key: CryptoKey, text: string): Promise<string> {
  return toBase64Url(await crypto.subtle.sign(signing, key, new TextEncoder().encode(text)))
}

/** ECDSA P-256, not extractable (WebCrypto §13): it signs here, and no script can read it. */
async function createKey(name: string, { challenge }: DeviceChallenge): Promise<NewDevice> {
  const pair = await crypto.subtle.generateKey(algorithm, false, ['sign'])
  const public_key = PublicJwk.parse(await crypto.subtle.exportKey('jwk', pair.publicKey))
  await writeKey(pair.privateKey)
  return { kind: 'key', name, public_key, signature: await sign(pair.privateKey, textToSign('activate', challenge)) }
}

const hasPasskeys = () =>
  'PublicKeyCredential' in globalThis && 'parseCreationOptionsFromJSON' in globalThis.PublicKeyCredential

async function createPasskey(name: string, { passkey }: DeviceChallenge): Promise<NewDevice> {
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(passkey as never)
  const credential = (await navigator.credentials.create({ publicKey })) as PublicKeyCredential
  return { kind: 'passkey', name, response: WebAuthnJson.parse(credential.toJSON()) }
}

async function provePasskey({ passkey }: DeviceChallenge): Promise<DeviceProof> {
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(passkey as never)
  const credential = (await navigator.credentials.get({ publicKey })) as PublicKeyCredential
  return { kind: 'passkey', response: WebAuthnJson.parse(credential.toJSON()) }
}

async function proveKey(purpose: ProofPurpose, { challenge }: DeviceChallenge, detail: string): Promise<DeviceProof> {
  const key = await readKey()
  if (!key) throw new Error('no key in this browser')
  return { kind: 'key', signature: await sign(key, textToSign(purpose, challenge, detail)) }
}

/** WebAuthn L3 §5.1.3: a dialog that was closed, or ran out of time, is `NotAllowedError`. */
async function kept<T>(made: Promise<T>): Promise<Kept<T>> {
  try {
    return { ok: true, value: await made }
  } catch (error) {
    const cancelled = ['NotAllowedError', 'AbortError'].includes((error as Error).name)
    return { ok: false, problem: cancelled ? 'passkey_cancelled' : 'key_unavailable' }
  }
}

/** The keys of this browser. */
export const deviceKeys: DeviceKeys = {
  possible: (kinds) => kinds.filter((kind) => (kind === 'passkey' ? hasPasskeys() : 'subtle' in crypto)),
  create: (kind, name, challenge) =>
    kept(kind === 'passkey' ? createPasskey(name, challenge) : createKey(name, challenge)),
  prove: (kind, purpose, challenge, detail = '') =>
    kept(kind === 'passkey' ? provePasskey(challenge) : proveKey(purpose, challenge, detail)),
}
