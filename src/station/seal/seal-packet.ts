import { Failure } from '../../contract/failure.ts'
import { PacketPayload, maxPacketBytes } from '../../contract/sync.ts'
import type { PublicJwk } from '../../contract/sync.ts'
import { sha256Hex } from '../../jose/digest.ts'
import { encryptJwe } from '../../jose/jwe.ts'
import { signGeneralJws } from '../../jose/sign-jws.ts'
import type { Signer } from '../../jose/signer.ts'

export interface SealedPacket {
  /** ASCII bytes of both compact JWEs, `~` between them: what goes over the wire. */
  jwe: Uint8Array
  sha256: string
}

/**
 * Signs by operator and station, encrypts to central (contract/sync.ts, SealedJws). Synchronous and pure but for the
 * ephemeral key. Code: packet_too_large.
 */
export function sealPacket(input: {
  payload: PacketPayload
  /** The evidence part: encrypted apart, so that it can be deleted apart. */
  evidence: Uint8Array
  operatorSigner: Signer
  stationSigner: Signer
  centralKey: PublicJwk
}): SealedPacket {
  const { centralKey } = input
  const jws = signGeneralJws(PacketPayload.parse(input.payload), [
    { signer: input.operatorSigner, header: { role: 'operator' } },
    { signer: input.stationSigner, header: { role: 'station' } },
  ])
  const header = { cty: 'JOSE+JSON', kid: centralKey.kid ?? '' }
  const packet = encryptJwe(Buffer.from(JSON.stringify(jws)), centralKey, header)
  const evidence = encryptJwe(input.evidence, centralKey, { ...header, cty: 'guichet-evidence+json' })
  const jwe = Buffer.from(`${packet}~${evidence}`, 'ascii')
  if (jwe.length > maxPacketBytes) throw new Failure('packet_too_large', `${jwe.length} bytes`)
  return { jwe, sha256: sha256Hex(jwe) }
}
