import { compactDecrypt, decodeProtectedHeader, flattenedVerify } from 'jose'
import { z } from 'zod'
import { Failure } from '../../contract/failure.ts'
import { PacketPayload, SealedJws, type PublicJwk } from '../../contract/sync.ts'
import type { PrivateKey } from '../keys/central-keys.ts'
import { importPublicKey } from '../keys/public-key.ts'
import { whereInvalid } from '../http/problem.ts'

type SealedJws = z.infer<typeof SealedJws>
const SignatureHeader = z.object({ alg: z.literal('ES256'), kid: z.string(), role: z.enum(['operator', 'station']) })

/** Who may have signed: the station's registered keys, asked for once the payload names the station. */
export type StationKeysOf = (stationId: string) => Promise<PublicJwk[]>

/**
 * Opens a packet and verifies both signatures: the station's by its registered keys, the operator's by the key that the
 * payload names. Codes: packet_undecryptable, packet_signature_invalid, packet_schema_invalid.
 */
export async function openPacket(
  jwe: string,
  keys: readonly PrivateKey[],
  stationKeysOf: StationKeysOf,
): Promise<PacketPayload> {
  const sealed = await decryptPacket(jwe, keys)
  const payload = readPayload(sealed)
  const signers = { operator: [payload.operator.key], station: await stationKeysOf(payload.station_id) }
  const roles = await Promise.all(sealed.signatures.map((one) => verifySignature(sealed.payload, one, signers)))
  if (new Set(roles).size !== 2) throw new Failure('packet_signature_invalid', 'both roles must sign')
  return payload
}

/** The payload of a packet that was verified on arrival. Codes as openPacket. */
export async function readPacket(jwe: string, keys: readonly PrivateKey[]): Promise<PacketPayload> {
  return readPayload(await decryptPacket(jwe, keys))
}

async function decryptPacket(jwe: string, keys: readonly PrivateKey[]): Promise<SealedJws> {
  const kid = readKid(jwe)
  const key = keys.find((one) => one.kid === kid)
  if (key === undefined) throw new Failure('packet_undecryptable', `unknown key ${kid.slice(0, 64)}`)
  const options = { keyManagementAlgorithms: ['ECDH-ES'], contentEncryptionAlgorithms: ['A256GCM'] }
  const opened = await compactDecrypt(jwe, key.privateKey, options).catch((error: unknown) => {
    throw new Failure('packet_undecryptable', 'decryption', { cause: error })
  })
  return parseJson(new TextDecoder().decode(opened.plaintext), SealedJws)
}

function readKid(jwe: string): string {
  try {
    return z.string().parse(decodeProtectedHeader(jwe).kid)
  } catch (error) {
    throw new Failure('packet_undecryptable', 'header', { cause: error })
  }
}

function readPayload(sealed: SealedJws): PacketPayload {
  return parseJson(Buffer.from(sealed.payload, 'base64url').toString('utf8'), PacketPayload)
}

function parseJson<T>(text: string, schema: z.ZodType<T>): T {
  try {
    return schema.parse(JSON.parse(text))
  } catch (error) {
    const where = error instanceof z.ZodError ? whereInvalid(error) : 'not JSON'
    throw new Failure('packet_schema_invalid', where, { cause: error })
  }
}

type Signers = Record<'operator' | 'station', PublicJwk[]>

async function verifySignature(
  payload: string,
  one: SealedJws['signatures'][number],
  signers: Signers,
): Promise<'operator' | 'station'> {
  const header = parseJson(Buffer.from(one.protected, 'base64url').toString('utf8'), SignatureHeader)
  for (const jwk of signers[header.role]) {
    const key = await importPublicKey(jwk, 'ES256')
    const valid = await flattenedVerify({ payload, ...one }, key, { algorithms: ['ES256'] }).catch(() => null)
    if (valid !== null) return header.role
  }
  throw new Failure('packet_signature_invalid', header.role)
}
