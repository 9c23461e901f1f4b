import { cipherArcs, type CipherName } from '../crypto/cipher-suite.ts'
import { toBigInt, toHex } from '../crypto/bytes.ts'
import { EmrtdFailure } from '../failure.ts'
import { orIfMalformed } from '../or-if-malformed.ts'
import { parseTlvs, readTlv, readTlvHeader, type Tlv } from '../tlv/tlv.ts'
import { dataGroupValue } from './fields.ts'

export type PaceMapping = 'GM' | 'IM' | 'CAM'
export type AgreementKind = 'ECDH' | 'DH'

/** PACEInfo (Doc 9303-11 §9.2.2). `oid` holds the identifier's content bytes as hex. */
export interface PaceInfo {
  readonly oid: string
  readonly agreement: AgreementKind
  readonly mapping: PaceMapping
  readonly cipher: CipherName
  readonly version: number
  readonly parameterId: number | null
}

/** ChipAuthenticationInfo (§9.2.5). */
export interface ChipAuthenticationInfo {
  readonly oid: string
  readonly agreement: AgreementKind
  readonly cipher: CipherName
  readonly keyId: bigint | null
}

/** ChipAuthenticationPublicKeyInfo (§9.2.6); `spki` is the SubjectPublicKeyInfo as encoded. */
export interface ChipAuthenticationKey {
  readonly agreement: AgreementKind
  readonly spki: Uint8Array
  readonly keyId: bigint | null
}

/** What this reader uses of SecurityInfos; unknown protocols are passed over. */
export interface SecurityInfos {
  readonly pace: readonly PaceInfo[]
  readonly chipAuthentication: readonly ChipAuthenticationInfo[]
  readonly chipAuthenticationKeys: readonly ChipAuthenticationKey[]
}

/** Real chips have a dozen. */
const maxInfos = 256
const setTag = 0x31
const sequenceTag = 0x30
const oidTag = 0x06
const integerTag = 0x02
const dg14Tag = 0x6e

/** id-PK, id-CA and id-PACE of BSI TR-03110: 0.4.0.127.0.7.2.2.{1,3,4}. */
const prefixes = {
  publicKey: '04007f00070202' + '01',
  chipAuthentication: '04007f00070202' + '03',
  pace: '04007f00070202' + '04',
}
const agreementArcs: Record<number, AgreementKind> = { 1: 'DH', 2: 'ECDH' }
const paceArcs: Record<number, { agreement: AgreementKind; mapping: PaceMapping }> = {
  1: { agreement: 'DH', mapping: 'GM' },
  2: { agreement: 'ECDH', mapping: 'GM' },
  3: { agreement: 'DH', mapping: 'IM' },
  4: { agreement: 'ECDH', mapping: 'IM' },
  6: { agreement: 'ECDH', mapping: 'CAM' },
}

/** SecurityInfos of EF.CardAccess, EF.CardSecurity's content or DG14's. Fails with `chip_data_malformed`. */
export function parseSecurityInfos(bytes: Uint8Array): SecurityInfos {
  const infos = { pace: [] as PaceInfo[], chipAuthentication: [] as ChipAuthenticationInfo[] }
  const chipAuthenticationKeys: ChipAuthenticationKey[] = []
  for (const fields of infosIn(bytes)) {
    const oid = toHex(fields[0]?.value ?? new Uint8Array(0))
    pushUnlessNull(infos.pace, readPaceInfo(oid, fields))
    pushUnlessNull(infos.chipAuthentication, readChipAuthenticationInfo(oid, fields))
    pushUnlessNull(chipAuthenticationKeys, readChipAuthenticationKey(oid, fields))
  }
  return { ...infos, chipAuthenticationKeys }
}

/**
 * Fields of every SecurityInfo there is. Some chips write a second SET, bytes between or after, or one member that is not
 * well formed, with a length that runs over its neighbours: whatever stands whole is signed all the same and counts.
 */
function infosIn(bytes: Uint8Array): Tlv[][] {
  if (readTlvHeader(bytes).tag !== setTag) throw new EmrtdFailure('chip_data_malformed', 'SecurityInfos tag')
  const found: Tlv[][] = []
  for (let offset = 0; offset < bytes.length && found.length < maxInfos;) {
    const node = beginsInfo(bytes, offset) ? orIfMalformed(() => readTlv(bytes, offset), null) : null
    const fields = node === null ? [] : orIfMalformed(() => parseTlvs(node.value), [])
    const isWhole = node !== null && fields[0]?.tag === oidTag
    if (isWhole) found.push(fields)
    offset += isWhole ? node.raw.length : 1
  }
  return found
}

/** A SEQUENCE with an identifier first; tried before anything is parsed, as a hostile file has thousands that are none. */
function beginsInfo(bytes: Uint8Array, offset: number): boolean {
  const length = bytes[offset + 1] ?? 0
  const headerLength = length < 0x80 ? 2 : 2 + (length & 0x7f)
  return bytes[offset] === sequenceTag && bytes[offset + headerLength] === oidTag
}

/** SecurityInfos of DG14, given the whole file. Fails with `chip_data_malformed`. */
export function parseDg14(file: Uint8Array): SecurityInfos {
  return parseSecurityInfos(dataGroupValue(file, dg14Tag))
}

/** id-PACE with mapping and cipher; id-PACE with a mapping alone is PACEDomainParameterInfo and passed over. */
function readPaceInfo(oid: string, fields: readonly Tlv[]): PaceInfo | null {
  const [mappingArc, cipherArc, ...rest] = arcsAfter(oid, prefixes.pace) ?? []
  const kind = paceArcs[mappingArc ?? 0]
  const cipher = cipherArcs[cipherArc ?? 0]
  if (kind === undefined || cipher === undefined || rest.length > 0) return null
  const version = Number(readInteger(fields[1]) ?? 0n)
  const parameterId = readInteger(fields[2])
  return { oid, ...kind, cipher, version, parameterId: parameterId === null ? null : Number(parameterId) }
}

function readChipAuthenticationInfo(oid: string, fields: readonly Tlv[]): ChipAuthenticationInfo | null {
  const [agreementArc, cipherArc, ...rest] = arcsAfter(oid, prefixes.chipAuthentication) ?? []
  const agreement = agreementArcs[agreementArc ?? 0]
  const cipher = cipherArcs[cipherArc ?? 0]
  if (agreement === undefined || cipher === undefined || rest.length > 0) return null
  return { oid, agreement, cipher, keyId: readInteger(fields[2]) }
}

function readChipAuthenticationKey(oid: string, fields: readonly Tlv[]): ChipAuthenticationKey | null {
  const [agreementArc, ...rest] = arcsAfter(oid, prefixes.publicKey) ?? []
  const agreement = agreementArcs[agreementArc ?? 0]
  const spki = fields[1]
  if (agreement === undefined || rest.length > 0 || spki?.tag !== sequenceTag) return null
  return { agreement, spki: spki.raw, keyId: readInteger(fields[2]) }
}

/** Remaining arcs after a prefix; all of these protocols' arcs are below 128, one byte each. */
function arcsAfter(oid: string, prefix: string): number[] | null {
  if (!oid.startsWith(prefix)) return null
  return (oid.slice(prefix.length).match(/../g) ?? []).map((arc) => parseInt(arc, 16))
}

function readInteger(field: Tlv | undefined): bigint | null {
  return field?.tag === integerTag && field.value.length > 0 && field.value.length <= 16 ? toBigInt(field.value) : null
}

function pushUnlessNull<T>(list: T[], item: T | null): void {
  if (item !== null) list.push(item)
}
