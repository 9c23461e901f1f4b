import type { KeyObject } from 'node:crypto'
import { z } from 'zod'
import { Failure } from '../../contract/failure.ts'
import type { PublicJwk } from '../../contract/protocol/jwk.ts'
import { AnyPacketPayload, SealedJws } from '../../contract/protocol/packet.ts'
import { whereInvalid } from '../http/problem.ts'
import { parseSigned } from '../http/read-json.ts'
import { openJwe, parseJwe } from '../../jose/jwe.ts'
import { fromBase64url } from '../../jose/base64url.ts'
import { isSignedEs256, parseGeneral, type Jws } from '../../jose/jws.ts'
import type { PrivateKey } from '../keys/key-port.ts'
import { publicKeyObject } from '../../jose/public-key.ts'

type SealedJws = z.infer<typeof SealedJws>
const SignerRole = z.enum(['operator', 'station'])
type SignerRole = z.infer<typeof SignerRole>

/** Who may have signed: the station's registered keys, asked for once the payload names the station. */
export type StationKeysOf = (stationId: string) => Promise<PublicJwk[]>

/**
 * Opens a packet and verifies both signatures: the station's by its registered keys, the operator's by the key that the
 * payload names. Codes: packet_undecryptable, packet_signature_invalid, packet_schema_invalid, unavailable (the key's place).
 */
export async function openPacket(
  jwe: string,
  keys: readonly PrivateKey[],
  stationKeysOf: StationKeysOf,
): Promise<AnyPacketPayload> {
  const sealed = decryptPacket(jwe, keys)
  const payload = readPayload(sealed)
  const signers = {
    operator: [keyOf(payload.operator.key)],
    station: (await stationKeysOf(payload.station_id)).map((jwk) => publicKeyObject(jwk)),
  }
  const roles = parseGeneral(sealed.payload, sealed.signatures).map((one) => verifySignature(one, signers))
  if (new Set(roles).size !== 2) throw new Failure('packet_signature_invalid', 'both roles must sign')
  return payload
}

/** The payload of a packet that was verified on arrival. Codes as openPacket. */
export function readPacket(jwe: string, keys: readonly PrivateKey[]): AnyPacketPayload {
  return readPayload(decryptPacket(jwe, keys))
}

function decryptPacket(compact: string, keys: readonly PrivateKey[]): SealedJws {
  const jwe = parseJwe(compact)
  if (jwe === null) throw new Failure('packet_undecryptable', 'not a JWE of ECDH-ES and A256GCM')
  const { kid } = jwe.header
  const key = keys.find((one) => one.kid === kid)
  if (key === undefined) throw new Failure('packet_undecryptable', `unknown key ${kid.slice(0, 64)}`)
  try {
    return parse(openJwe(jwe, key.agree), SealedJws)
  } catch (error) {
    throw error instanceof Failure ? error : new Failure('packet_undecryptable', 'decryption', { cause: error })
  }
}

function readPayload(sealed: SealedJws): AnyPacketPayload {
  return parse(fromBase64url(sealed.payload), AnyPacketPayload)
}

function parse<T>(bytes: Buffer, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(parseSigned(bytes))
  if (!parsed.success) throw new Failure('packet_schema_invalid', whereInvalid(parsed.error))
  return parsed.data
}

function keyOf(jwk: PublicJwk): KeyObject {
  try {
    return publicKeyObject(jwk)
  } catch (error) {
    throw new Failure('packet_schema_invalid', 'operator.key: not on the curve', { cause: error })
  }
}

function verifySignature(jws: Jws | null, signers: Record<SignerRole, KeyObject[]>): SignerRole {
  const role = SignerRole.safeParse(jws?.header['role'])
  if (jws === null || !role.success) throw new Failure('packet_schema_invalid', 'signature header')
  if (!signers[role.data].some((key) => isSignedEs256(jws, key)))
    throw new Failure('packet_signature_invalid', role.data)
  return role.data
}
