import { describe, expect, it } from 'vitest'
import { codeOf } from '../failure.ts'
import { fromHex, toHex } from '../crypto/bytes.ts'
import { childrenOf, octetsOf, oidOf, readBer, toDer, unsignedOf } from './ber.ts'
import { nameCountry, nameKey, nameText } from '../pki/name.ts'
import { encodeName } from '../../virtual-card/testing/pki/issue.ts'
import { der, oid, sequence, setOf, text } from '../../virtual-card/testing/pki/der.ts'
import { readTime, readTimeOrNull } from '../pki/time.ts'

const read = (hex: string) => readBer(fromHex(hex))
const code = (run: () => unknown) => {
  try {
    run()
    return 'passed'
  } catch (error) {
    return codeOf(error)
  }
}

describe('BER', () => {
  it('reads definite and indefinite lengths alike', () => {
    const forms = ['30060401aa0401bb', '308106' + '0401aa0401bb', '3080' + '0401aa' + '2480' + '0401bb0000' + '0000']
    for (const form of forms)
      expect(childrenOf(read(form)).map((child) => toHex(octetsOf(child)))).toEqual(['aa', 'bb'])
    expect(toHex(toDer(read(forms[2] ?? '')))).toBe(forms[0])
  })

  it('refuses what is cut off, too deep, too long or of no length', () => {
    const bad = [
      '',
      '30',
      '3002',
      '300401',
      '0480',
      '308001',
      '3085ffffffffff',
      '1f8181818101',
      '30ff',
      '3080'.repeat(60),
    ]
    for (const hex of bad) expect([hex, code(() => read(hex))]).toEqual([hex, 'chip_data_malformed'])
    expect(code(() => childrenOf(der3000()))).toBe('passed')
    expect(code(() => childrenOf(readBer(der(0x30, new Uint8Array(10_000)))))).toBe('chip_data_malformed')
  })

  it('decodes identifiers and unsigned integers', () => {
    expect(oidOf(read('06082a8648ce3d030107'))).toBe('1.2.840.10045.3.1.7')
    expect(oidOf(read('0603881203'))).toBe('2.962.3')
    expect(oidOf(readBer(oid('2.23.136.1.1.1')))).toBe('2.23.136.1.1.1')
    expect(unsignedOf(read('0202ff01'))).toBe(0xff01n)
    for (const hex of ['0600', '060188', '0200', '0500']) {
      expect(code(() => (hex.startsWith('06') ? oidOf : unsignedOf)(read(hex)))).toBe('chip_data_malformed')
    }
  })
})

const der3000 = () => readBer(der(0x30, new Uint8Array(6000)))

describe('names', () => {
  it('are written most specific part first, with what RFC 4514 escapes', () => {
    const name = encodeName([['C', 'FR'], ['O', 'A, B+C "D"'], ['CN', ' #x\u0007 ', 0x0c]]) // prettier-ignore
    expect(nameText(name)).toBe('CN=\\ #x\\07\\ ,O=A\\, B\\+C \\"D\\",C=FR')
  })

  it('take unknown types and values by number and bytes, and several values in one part', () => {
    const unknown = sequence(setOf(sequence(oid('1.2.3'), der(0x04, Uint8Array.of(1, 2)))))
    expect(nameText(unknown)).toBe('1.2.3=#04020102')
    const pair = (id: string, value: string) => sequence(oid(id), text(value, 0x13))
    expect(nameText(sequence(setOf(pair('2.5.4.3', 'x'), pair('2.5.4.5', '7'))))).toBe('CN=x+serialNumber=7')
  })

  it('are equal whatever string type, order, case and blanks', () => {
    const wide = der(0x1e, fromHex('00540065007300740020002000e9')) // BMPString "Test  é"
    const bmp = sequence(setOf(sequence(oid('2.5.4.3'), wide)), setOf(sequence(oid('2.5.4.6'), text('fr'))))
    const utf8 = encodeName([['C', 'FR'], ['CN', 'TEST É', 0x0c]]) // prettier-ignore
    expect(nameKey(bmp)).toBe(nameKey(utf8))
    expect(nameKey(bmp)).not.toBe(nameKey(encodeName([['C', 'FR'], ['CN', 'TEST E', 0x0c]]))) // prettier-ignore
    expect(nameCountry(bmp)).toBe('FR')
    expect(nameCountry(encodeName([['CN', 'x']]))).toBe(null)
  })
})

describe('times', () => {
  const times: [number, string, string | null][] = [
    [0x17, '491231235959Z', '2049-12-31T23:59:59.000Z'],
    [0x17, '500101000000Z', '1950-01-01T00:00:00.000Z'],
    [0x17, '2006010203Z', '2020-06-01T02:03:00.000Z'],
    [0x17, '200601020304+0200', '2020-06-01T00:03:04.000Z'],
    [0x18, '20500101000000Z', '2050-01-01T00:00:00.000Z'],
    [0x18, '20500101000000.5Z', '2050-01-01T00:00:00.000Z'],
    [0x18, 'yesterday', null],
    [0x17, '', null],
    [0x04, '200601020304Z', null],
  ]
  it.each(times)('%i %s', (tag, digits, expected) => {
    const node = readBer(text(digits, tag))
    expect(readTimeOrNull(node)?.toISOString() ?? null).toBe(expected)
    expect(code(() => readTime(node))).toBe(expected === null ? 'chip_data_malformed' : 'passed')
  })
})
