import { toBigInt, toHex } from '../crypto/bytes.ts'
import { decodeDh, dhGroups, type DhGroup } from '../crypto/dh.ts'
import { dhGroup, ecGroup, standardGroup, type Group } from '../crypto/group.ts'
import { findTlv, parseTlv, parseTlvs, requireTlv, type Tlv } from '../tlv/tlv.ts'
import { readPublicKey } from '../pki/spki.ts'

/** A chip's static public key in its group, encoded as key agreement sends it. */
export interface AgreementKey {
  readonly group: Group<unknown>
  readonly publicKey: Uint8Array
}

const tags = { sequence: 0x30, oid: 0x06, integer: 0x02, bits: 0x03 } as const
/** Primes accepted from a card, in bits: anybody can take logarithms under shorter ones, and longer ones only take time. */
const [minPrimeBits, maxPrimeBits] = [1024, 4096]

type KeyReader = (parameters: Tlv | undefined, key: Uint8Array) => AgreementKey | null

/** Keyed by the identifier's content bytes in hex. */
const keyReaders: Record<string, KeyReader> = {
  // standardizedDomainParameters, 0.4.0.127.0.7.1.2 (TR-03110-3 §A.2.1.1)
  '04007f00070102': readStandardKey,
  // dhKeyAgreement of PKCS #3 and dhpublicnumber of X9.42
  '2a864886f70d010301': readDhKey,
  '2a8648ce3e0201': readDhKey,
}

/**
 * Reads the SubjectPublicKeyInfo of a ChipAuthenticationPublicKeyInfo (Doc 9303-11 §9.4.5): named or explicit curve,
 * standardised parameters, PKCS #3 or X9.42. Null when the group is unknown here. Fails with `chip_data_malformed`.
 */
export function readAgreementKey(spki: Uint8Array): AgreementKey | null {
  const fields = parseTlvs(parseTlv(spki, tags.sequence).value)
  const [oid, parameters] = parseTlvs(requireTlv(fields, tags.sequence).value)
  const read = keyReaders[toHex(oid?.value ?? new Uint8Array(0))]
  // A bit string starts with the number of unused bits, zero here.
  if (read !== undefined) return read(parameters, requireTlv(fields, tags.bits).value.subarray(1))
  const key = readPublicKey(spki)
  if (key?.kind !== 'ec') return null
  const group = ecGroup(key.curve)
  return { group, publicKey: group.encode(key.point) }
}

function readStandardKey(parameters: Tlv | undefined, key: Uint8Array): AgreementKey | null {
  const group =
    parameters?.tag === tags.integer ? standardGroup(Number(toBigInt(parameters.value.subarray(0, 4)))) : null
  return group === null
    ? null
    : { group, publicKey: group.encode(group.decode(group.kind === 'DH' ? integerOf(key) : key)) }
}

function readDhKey(parameters: Tlv | undefined, key: Uint8Array): AgreementKey | null {
  const [p, g, q] =
    parameters?.tag === tags.sequence ? parseTlvs(parameters.value).map((field) => toBigInt(field.value)) : []
  if (p === undefined || g === undefined) return null
  const bits = p.toString(2).length
  if (bits < minPrimeBits || bits > maxPrimeBits) return null
  const known = Object.entries(dhGroups).find(([, group]) => group.p === p && group.g === g)
  const numbers = known?.[1] ?? (isOrder(q, p) ? { p, g, q } : null)
  if (numbers === null) return null
  const group = dhGroup(numbers, known?.[0] ?? `DH ${bits}`)
  return { group, publicKey: group.encode(decodeMember(numbers, key)) }
}

/** X9.42 gives the subgroup's order third; PKCS #3 has a length there, or nothing. */
function isOrder(q: bigint | undefined, p: bigint): q is bigint {
  return q !== undefined && q > 1n << 128n && (p - 1n) % q === 0n
}

function decodeMember(group: DhGroup, key: Uint8Array): bigint {
  return decodeDh(group, integerOf(key))
}

/** A DH key is an INTEGER inside the bit string. */
function integerOf(key: Uint8Array): Uint8Array {
  return findTlv(parseTlvs(key), tags.integer)?.value ?? new Uint8Array(0)
}
