import { Concern } from '../../contract/decision.ts'
import { Failure } from '../../contract/failure.ts'
import { PacketPayload, maxPacketBytes } from '../../contract/protocol/packet.ts'
import type { PublicJwk } from '../../contract/protocol/jwk.ts'
import { sha256Hex } from '../../jose/digest.ts'
import { encryptJwe } from '../../jose/jwe.ts'
import { signGeneralJws } from '../../jose/sign-jws.ts'
import type { Signer } from '../../jose/signer.ts'

export interface SealedPacket {
  /** ASCII bytes of both compact JWEs, `~` between them: what goes over the wire. */
  jwe: Uint8Array
  sha256: string
}

/** Packets come in classes of this size, so that their length tells nothing of what is in them. */
const sizeClass = 4096

/** What the member takes up in the payload, in bytes. */
const memberLength = (concern: Concern | undefined): number =>
  concern === undefined ? 0 : `,"concern":"${concern}"`.length
const longestMember = Math.max(...Concern.options.map(memberLength))
const base64urlLength = (bytes: number): number => Math.ceil((bytes * 4) / 3)

/** By how much the signed text would be longer if the clerk had told central alone the longest there is: room is kept for it in each packet. */
function spareFor({ concern }: PacketPayload, encodedLength: number): number {
  const own = Math.floor((encodedLength * 3) / 4)
  return base64urlLength(own - memberLength(concern) + longestMember) - encodedLength
}

/** The JSON text filled up with spaces, which JSON allows behind a value (RFC 8259 §2), to the class of size that holds it and what is spare. */
const fillUp = (text: string, spare: number): Buffer => {
  const bytes = Buffer.from(text)
  return Buffer.concat([bytes], Math.ceil((bytes.length + spare) / sizeClass) * sizeClass).fill(0x20, bytes.length)
}

/**
 * Signs by operator and station, encrypts to central (contract/protocol/packet.ts, SealedJws). Synchronous and pure but for the
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
  const packet = encryptJwe(
    fillUp(JSON.stringify(jws), spareFor(input.payload, jws.payload.length)),
    centralKey,
    header,
  )
  const evidence = encryptJwe(input.evidence, centralKey, { ...header, cty: 'guichet-evidence+json' })
  const jwe = Buffer.from(`${packet}~${evidence}`, 'ascii')
  if (jwe.length > maxPacketBytes) throw new Failure('packet_too_large', `${jwe.length} bytes`)
  return { jwe, sha256: sha256Hex(jwe) }
}
