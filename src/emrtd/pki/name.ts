import { toHex } from '../crypto/bytes.ts'
import { childrenOf, oidOf, readBer, type BerNode } from '../tlv/ber.ts'

/** Short names of RFC 4514 §3 and of what CSCA certificates use besides; other types are shown by their identifier. */
const attributeNames: Record<string, string> = {
  '2.5.4.3': 'CN',
  '2.5.4.4': 'SN',
  '2.5.4.5': 'serialNumber',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.9': 'STREET',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '2.5.4.12': 'title',
  '2.5.4.97': 'organizationIdentifier',
  '0.9.2342.19200300.100.1.1': 'UID',
  '0.9.2342.19200300.100.1.25': 'DC',
  '1.2.840.113549.1.9.1': 'emailAddress',
}

interface Attribute {
  readonly oid: string
  readonly text: string | null
  readonly raw: Uint8Array
}

type Decoder = (value: Uint8Array) => string
const utf8 = new TextDecoder('utf-8')
const latin1: Decoder = (value) => Array.from(value, (byte) => String.fromCharCode(byte)).join('')
const bigEndianChars =
  (width: number): Decoder =>
  (value) =>
    Array.from({ length: Math.floor(value.length / width) }, (_, i) =>
      codePoint(value.subarray(i * width, (i + 1) * width)),
    ).join('')

const stringDecoders: Record<number, Decoder> = {
  0x0c: (value) => utf8.decode(value),
  0x12: latin1,
  0x13: latin1,
  0x14: latin1,
  0x16: latin1,
  0x1a: latin1,
  0x1c: bigEndianChars(4),
  0x1e: bigEndianChars(2),
}

function codePoint(bytes: Uint8Array): string {
  const code = bytes.reduce((sum, byte) => sum * 256 + byte, 0)
  return code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd'
}

/** A distinguished name as RFC 4514 writes it, most specific part first. Fails with `chip_data_malformed`. */
export function nameText(name: Uint8Array): string {
  return readName(name)
    .toReversed()
    .map((rdn) => rdn.map(attributeText).join('+'))
    .join(',')
}

/**
 * A key under which two names are equal whatever the order of their parts, the string types, case and blanks: issuers
 * write the same name differently in CSCA and Document Signer certificates. Fails with `chip_data_malformed`.
 */
export function nameKey(name: Uint8Array): string {
  return readName(name)
    .flat()
    .map(
      ({ oid, text, raw }) => `${oid}=${text === null ? toHex(raw) : text.trim().replace(/\s+/g, ' ').toLowerCase()}`,
    )
    .sort()
    .join('\n')
}

/** The two-letter country of a name in capitals, or null. Fails with `chip_data_malformed`. */
export function nameCountry(name: Uint8Array): string | null {
  const country = readName(name)
    .flat()
    .find(({ oid }) => oid === '2.5.4.6')
  // Some are written as an MRZ would have them: lower case, or with a filler.
  return country?.text?.trim().replace(/<+$/, '').toUpperCase() || null
}

function readName(name: Uint8Array): Attribute[][] {
  return childrenOf(readBer(name)).map((rdn) => childrenOf(rdn).map(readAttribute))
}

function readAttribute(node: BerNode): Attribute {
  const [type, value] = childrenOf(node)
  const text = value === undefined ? '' : (stringDecoders[value.tag]?.(value.value) ?? null)
  return { oid: oidOf(type), text, raw: value?.raw ?? new Uint8Array() }
}

function attributeText({ oid, text, raw }: Attribute): string {
  return `${attributeNames[oid] ?? oid}=${text === null ? `#${toHex(raw)}` : escapeText(text)}`
}

/** RFC 4514 §2.4, and control characters besides, since the text goes to a terminal. */
function escapeText(text: string): string {
  return text
    .replace(/[\\"+,;<>]/g, '\\$&')
    .replace(/^[ #]/, '\\$&')
    .replace(/ $/, '\\ ')
    .replace(/[\u0000-\u001f\u007f-\u009f]/g, (char) => `\\${char.charCodeAt(0).toString(16).padStart(2, '0')}`)
}
