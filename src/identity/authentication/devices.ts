import { randomUUID } from 'node:crypto'
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import type { Selectable } from 'kysely'
import { Failure } from '../../contract/failure.ts'
import {
  textToSign,
  type DeviceProof,
  type NewDevice,
  type ProofPurpose,
  type WebAuthnJson,
} from '../../contract/identity/device.ts'
import { PublicJwk } from '../../contract/protocol/jwk.ts'
import { verifyEs256 } from '../../jose/es256.ts'
import { isUsableKey, publicKeyObject } from '../../jose/public-key.ts'
import type { Identity } from '../context.ts'
import type { IdentityTables } from '../database/tables.ts'

export type DeviceRow = Selectable<IdentityTables['identity.device']>
type Site = Pick<Identity, 'origin'>

const rpName = 'Guichet'
const timeoutMs = 120_000
/** ES256 and RS256 (COSE, RFC 8152 and 8812): what phones and computers have. */
const algorithms = [-7, -257]
const none = { requireUserVerification: false }

const siteOf = ({ origin }: Site) => ({ expectedOrigin: origin(), expectedRPID: new URL(origin()).hostname })
const bytesOf = (text: string) => new Uint8Array(Buffer.from(text, 'base64url'))

/** Passkeys that an identity has: none of them is made over by another on the same device. */
export async function credentialsOf({ db }: Pick<Identity, 'db'>, accountId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('identity.device')
    .select('credential_id')
    .where('account_id', '=', accountId)
    .where('revoked_at', 'is', null)
    .execute()
  return rows.flatMap(({ credential_id }) => (credential_id === null ? [] : [credential_id]))
}

/** What `navigator.credentials.create` takes; `known`: passkeys that must not be on the same device. The name shown is the service's own: no address stands in a phone's list of passkeys. */
export async function registrationOptions(
  site: Site,
  accountId: string,
  challenge: string,
  known: readonly string[] = [],
): Promise<WebAuthnJson> {
  const options = await generateRegistrationOptions({
    rpName,
    rpID: siteOf(site).expectedRPID,
    userName: 'identité',
    userID: new Uint8Array(Buffer.from(accountId.replaceAll('-', ''), 'hex')),
    challenge: bytesOf(challenge),
    timeout: timeoutMs,
    attestationType: 'none',
    excludeCredentials: known.map((id) => ({ id })),
    authenticatorSelection: { residentKey: 'preferred', userVerification: 'preferred' },
    supportedAlgorithmIDs: algorithms,
  })
  return options as unknown as WebAuthnJson
}

/** What `navigator.credentials.get` takes; without a device: any passkey of this service. */
export async function assertionOptions(
  site: Site,
  challenge: string,
  device: DeviceRow | null,
): Promise<WebAuthnJson | null> {
  if (device?.kind === 'key') return null
  const known =
    device === null || device.credential_id === null
      ? {}
      : { allowCredentials: [{ id: device.credential_id, transports: JSON.parse(device.transports) as string[] }] }
  const options = await generateAuthenticationOptions({
    rpID: siteOf(site).expectedRPID,
    challenge: bytesOf(challenge),
    timeout: timeoutMs,
    userVerification: 'preferred',
    ...known,
  })
  return options as unknown as WebAuthnJson
}

type Verified = Pick<DeviceRow, 'kind' | 'public_key' | 'credential_id'> & { transports: string; counter: number }

/** Checks a new device over its challenge. Codes: device_proof_invalid, device_key_refused. */
export async function verifyNewDevice(site: Site, given: NewDevice, challenge: string): Promise<Verified> {
  return given.kind === 'passkey' ? verifyNewPasskey(site, given.response, challenge) : verifyNewKey(given, challenge)
}

async function verifyNewPasskey(site: Site, response: WebAuthnJson, challenge: string): Promise<Verified> {
  const verified = await verifyRegistrationResponse({
    response: response as never,
    expectedChallenge: challenge,
    ...siteOf(site),
    ...none,
    supportedAlgorithmIDs: algorithms,
  }).catch((error: unknown) => {
    throw new Failure('device_proof_invalid', 'registration', { cause: error })
  })
  if (!verified.verified) throw new Failure('device_proof_invalid', 'registration')
  const { id, publicKey, counter, transports = [] } = verified.registrationInfo.credential
  return {
    kind: 'passkey',
    public_key: Buffer.from(publicKey).toString('base64url'),
    credential_id: id,
    transports: JSON.stringify(transports),
    counter,
  }
}

function verifyNewKey(given: Extract<NewDevice, { kind: 'key' }>, challenge: string): Verified {
  if (!isUsableKey(given.public_key)) throw new Failure('device_key_refused', 'not a point of P-256')
  const text = textToSign('activate', challenge)
  if (!isSignature(given.public_key, text, given.signature)) throw new Failure('device_proof_invalid', 'signature')
  const { kty, crv, x, y } = given.public_key
  const public_key = JSON.stringify({ kty, crv, x, y })
  return { kind: 'key', public_key, credential_id: null, transports: '[]', counter: 0 }
}

function isSignature(key: PublicJwk, text: string, signature: string): boolean {
  const bytes = Buffer.from(signature, 'base64url')
  return bytes.length === 64 && verifyEs256(Buffer.from(text), bytes, publicKeyObject(key))
}

/**
 * Whether the device itself answers: its key over the fresh challenge, at our origin. A passkey's counter may not go back: the caller
 * keeps what is returned. Code: device_proof_invalid.
 */
export async function verifyProof(
  identity: Site,
  device: DeviceRow,
  proof: DeviceProof,
  expected: { purpose: ProofPurpose; challenge: string; detail?: string },
): Promise<number> {
  if (proof.kind !== device.kind) throw new Failure('device_proof_invalid', 'kind')
  const { purpose, challenge, detail = '' } = expected
  if (proof.kind === 'key') {
    const key = PublicJwk.parse(JSON.parse(device.public_key))
    if (!isSignature(key, textToSign(purpose, challenge, detail), proof.signature))
      throw new Failure('device_proof_invalid', 'signature')
    return 0
  }
  const { verified, authenticationInfo } = await verifyAuthenticationResponse({
    response: proof.response as never,
    expectedChallenge: challenge,
    ...siteOf(identity),
    ...none,
    credential: {
      id: device.credential_id!,
      publicKey: bytesOf(device.public_key),
      counter: Number(device.counter),
    },
  }).catch((error: unknown) => {
    throw new Failure('device_proof_invalid', 'assertion', { cause: error })
  })
  if (!verified) throw new Failure('device_proof_invalid', 'assertion')
  return authenticationInfo.newCounter
}

export async function noteUse({ db, now }: Pick<Identity, 'db' | 'now'>, { device_id }: DeviceRow, counter: number) {
  await db.updateTable('identity.device').set({ counter, used_at: now() }).where('device_id', '=', device_id).execute()
}

/** Code: device_key_refused (its passkey is one that was given before: by it somebody is found). */
export async function addDevice(
  { db, now }: Pick<Identity, 'db' | 'now'>,
  accountId: string,
  name: string,
  verified: Verified,
): Promise<DeviceRow> {
  const added = await db
    .insertInto('identity.device')
    .values({ device_id: randomUUID(), account_id: accountId, name, ...verified, added_at: now() })
    .onConflict((clash) => clash.column('credential_id').doNothing())
    .returningAll()
    .executeTakeFirst()
  if (added === undefined) throw new Failure('device_key_refused', 'a passkey of another device')
  return added
}

/** The device that a passkey's answer names. Code: device_unknown. */
export async function findDeviceOfPasskey({ db }: Pick<Identity, 'db'>, response: WebAuthnJson): Promise<DeviceRow> {
  const row = await db
    .selectFrom('identity.device')
    .selectAll()
    .where('credential_id', '=', String(response['id']))
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
  if (row === undefined) throw new Failure('device_unknown')
  return row
}
