import type {
  DeviceChallenge,
  DeviceKind,
  DeviceProof,
  NewDevice,
  ProofPurpose,
} from '../../contract/identity/device.ts'
import { textToSign, WebAuthnJson } from '../../contract/identity/device.ts'
import { keep, readKept } from './key-store.ts'
import { makeKeyPair, signText } from './sign.ts'

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

async function createKey(name: string, { challenge }: DeviceChallenge): Promise<NewDevice> {
  const { key, public_key } = await makeKeyPair()
  await keep('device', key)
  return { kind: 'key', name, public_key, signature: await signText(key, textToSign('activate', challenge)) }
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
  const key = await readKept<CryptoKey>('device')
  if (!key) throw new Error('no key in this browser')
  return { kind: 'key', signature: await signText(key, textToSign(purpose, challenge, detail)) }
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
