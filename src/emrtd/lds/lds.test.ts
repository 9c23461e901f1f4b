import { Buffer } from 'node:buffer'
import { describe, expect, it } from 'vitest'
import { codeOf } from '../failure.ts'
import { fromHex } from '../crypto/bytes.ts'
import { encodeTlv } from '../tlv/tlv.ts'
import { parseCom, tagOfDataGroup } from './com.ts'
import { parseDg1 } from './dg1.ts'
import { parseDg11 } from './dg11.ts'
import { parseDg12 } from './dg12.ts'
import { parseDg15 } from './dg15.ts'
import { parseDg2 } from './dg2.ts'
import { parseDg7 } from './dg7.ts'
import { parseSecurityObject } from './sod.ts'

const utf8 = (text: string) => new Uint8Array(Buffer.from(text))
const field = (tag: number, text: string) => encodeTlv(tag, utf8(text))
const code = (run: () => unknown) => {
  try {
    run()
    return 'passed'
  } catch (error) {
    return codeOf(error)
  }
}

describe('EF.COM', () => {
  it('gives versions and data groups', () => {
    const com = encodeTlv(
      0x60,
      field(0x5f01, '0107'),
      field(0x5f36, '040000'),
      encodeTlv(0x5c, fromHex('61756b6c6e6f6161')),
    )
    expect(parseCom(com)).toEqual({ ldsVersion: '0107', unicodeVersion: '040000', dataGroups: [1, 2, 11, 12, 14, 15] })
    expect([tagOfDataGroup(1), tagOfDataGroup(16), tagOfDataGroup(17)]).toEqual([0x61, 0x70, null])
  })
})

describe('DG1', () => {
  const td3 = 'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<L898902C36UTO7408122F1204159ZE184226B<<<<<10'
  it('gives the lines of each layout', () => {
    for (const [length, lines] of [
      [88, 2],
      [72, 2],
      [90, 3],
    ] as const) {
      // prettier-ignore
      const text = td3.padEnd(90, '<').slice(0, length)
      expect(parseDg1(encodeTlv(0x61, field(0x5f1f, text))).lines.length).toBe(lines)
    }
  })
  it('ignores padding after it and refuses anything else', () => {
    const file = encodeTlv(0x61, field(0x5f1f, td3))
    expect(parseDg1(Uint8Array.of(...file, 0, 0)).mrz).toBe(td3)
    for (const bad of [td3.slice(1), td3.toLowerCase(), '']) {
      expect(code(() => parseDg1(encodeTlv(0x61, field(0x5f1f, bad))))).toBe('chip_data_malformed')
    }
    expect(code(() => parseDg1(encodeTlv(0x62, field(0x5f1f, td3))))).toBe('chip_data_malformed')
  })
})

describe('DG11', () => {
  it('gives names with their accents, places and dates', () => {
    const file = encodeTlv(
      0x6b,
      encodeTlv(0x5c, fromHex('5f0e5f2b5f115f42')),
      field(0x5f0e, 'LEFÈVRE<DE<LA<TOUR<<Zoë<Anne-Marie'),
      field(0x5f2b, '19850703'),
      field(0x5f11, 'SAINT-DENIS<974<FRANCE'),
      field(0x5f42, '1 RUE DE L’ÉGLISE<<75001<PARIS'),
      field(0x5f10, ''),
    )
    expect(parseDg11(file)).toMatchObject({
      name: { surname: 'LEFÈVRE DE LA TOUR', givenNames: ['Zoë', 'Anne-Marie'] },
      birthDate: '1985-07-03',
      birthPlace: ['SAINT-DENIS', '974', 'FRANCE'],
      address: ['1 RUE DE L’ÉGLISE', '75001', 'PARIS'],
      personalNumber: null,
      telephone: null,
    })
  })

  it('reads what French documents do: BCD dates, tag A0, filler between the fields', () => {
    const others = encodeTlv(0xa0, fromHex('020102'), field(0x5f0f, 'MARTIN<<ANNE'), field(0x5f0f, 'DUPONT'))
    const date = encodeTlv(0x5f2b, fromHex('19850703'))
    const file = encodeTlv(0x6b, fromHex('0000'), others, fromHex('00'), date, fromHex('ffff'))
    expect(parseDg11(file)).toMatchObject({
      birthDate: '1985-07-03',
      otherNames: [
        { surname: 'MARTIN', givenNames: ['ANNE'] },
        { surname: 'DUPONT', givenNames: [] },
      ],
    })
  })

  const dates: [string, string | null][] = [
    ['19850000', '1985'],
    ['19850700', '1985-07'],
    ['1985<<<<', '1985'],
    ['1985-07-03', '1985-07-03'],
    ['00000000', null],
    ['<<<<<<<<', null],
    ['19851399', null],
    ['19850230', null],
    ['03071985', '1985-07-03'],
    ['31021985', null],
    ['850703', null],
    ['85070399', null],
    ['', null],
  ]
  it.each(dates)('reads the date %s as far as it is known', (text, expected) => {
    expect(parseDg11(encodeTlv(0x6b, field(0x5f2b, text))).birthDate).toBe(expected)
  })

  const latin = (text: string) => Uint8Array.from(text, (char) => char.charCodeAt(0))
  const names: [string, string, string | null, string | null][] = [
    ['Latin-1', 'LEF\xc8VRE<<ZO\xcb', null, 'LEFÈVRE'],
    ['windows-1252', 'L\x92\x8cUVRE<<A', null, 'L’ŒUVRE'],
    ['Latin-1 that could be T.61, told by DG1', 'NO\xcbL<<A', 'NOEL<<A<<<<', 'NOËL'],
    ['T.61, told by DG1', 'LEF\xc1EVRE<<ZO\xc8E', 'LEFEVRE<<ZOE<<', 'LEFÈVRE'],
    ['T.61 with Ü as UE in DG1', 'M\xc8ULLER<<A', 'MUELLER<<A<<', 'MÜLLER'],
    ['T.61 cut short in DG1', 'LEF\xc1EVRE<DE<LA<TOUR<<ZOE', 'LEFEVRE<DE<LA', 'LEFÈVRE DE LA TOUR'],
    ['Latin-1 in small letters', 'Ren\xe9e<<Zo\xeb', null, 'Renée'],
    ['T.61 in small letters', 'Ren\xc2ee<<Zo\xc8e', null, 'Renée'],
    ['either, with nothing to tell by', 'LEF\xc1EVRE<<ZOE', null, null],
    ['either, and another name in DG1', 'LEF\xc1EVRE<<ZOE', 'MARTIN<<ANNE<<', null],
    ['T.61 that no Latin-1 is', 'LE\xea\x81', 'LE<<<', null],
    ['neither', 'LEF\x81VRE<<ZOE', 'LEFEVRE<<ZOE', null],
  ]
  it.each(names)('reads a name in %s', (_name, bytes, mrzName, surname) => {
    const { name } = parseDg11(encodeTlv(0x6b, encodeTlv(0x5f0e, latin(bytes))), mrzName)
    expect(name?.surname ?? null).toBe(surname)
  })

  it('lets the name decide how the place is read', () => {
    const file = encodeTlv(0x6b, encodeTlv(0x5f0e, latin('L\xc2EA<<A')), encodeTlv(0x5f11, latin('BESAN\xcbCON')))
    expect(parseDg11(file, 'LEA<<A<<').birthPlace).toEqual(['BESANÇON'])
    expect(parseDg11(file).birthPlace).toEqual([])
  })

  it('fails on a field that is cut off', () => {
    expect(code(() => parseDg11(encodeTlv(0x6b, fromHex('5f0e20414243'))))).toBe('chip_data_malformed')
  })
})

describe('DG12', () => {
  it('gives authority, date and endorsements', () => {
    const file = encodeTlv(
      0x6c,
      field(0x5f19, 'PRÉFECTURE<DE<POLICE'),
      encodeTlv(0x5f26, fromHex('20240215')),
      encodeTlv(0xa0, fromHex('020101'), field(0x5f1a, 'SMITH<<BRENDA<P')),
      field(0x5f1b, 'NONE'),
    )
    expect(parseDg12(file)).toEqual({
      issuingAuthority: 'PRÉFECTURE DE POLICE',
      issueDate: '2024-02-15',
      otherPersons: [{ surname: 'SMITH', givenNames: ['BRENDA', 'P'] }],
      endorsements: 'NONE',
    })
  })
})

describe('DG7 and DG15', () => {
  it('gives the images of the signature', () => {
    const file = encodeTlv(0x67, fromHex('020101'), encodeTlv(0x5f43, fromHex('ffd8ff')))
    expect(parseDg7(file).map((image) => image.length)).toEqual([3])
  })
  it('knows no key of an unknown kind', () => {
    expect(parseDg15(encodeTlv(0x6f, fromHex('300b300506032a030403020001')))).toBe(null)
  })
})

describe('LDS security object', () => {
  it('refuses data group numbers out of range or twice', () => {
    const entry = (group: string) => `3006 0201${group} 0401aa`.replaceAll(' ', '')
    const object = (...groups: string[]) =>
      encodeTlv(
        0x30,
        fromHex('020100'),
        fromHex('30070605 2b0e03021a'),
        encodeTlv(0x30, fromHex(groups.map(entry).join(''))),
      )
    expect([...parseSecurityObject(object('01', '10')).dataGroupHashes.keys()]).toEqual([1, 16])
    for (const bad of [['00'], ['11'], ['01', '01']]) {
      expect(code(() => parseSecurityObject(object(...bad)))).toBe('chip_data_malformed')
    }
  })
})

describe('DG2', () => {
  const jpeg = fromHex('ffd8ffe000104a46494600ffd9')
  const wrap = (tag: number, block: Uint8Array) =>
    encodeTlv(
      0x75,
      encodeTlv(
        0x7f61,
        fromHex('020101'),
        encodeTlv(0x7f60, fromHex('a10387010187'.slice(0, 10)), encodeTlv(tag, block)),
      ),
    )

  function record(image: Uint8Array, options: { points?: number; lengthError?: number } = {}): Uint8Array {
    const points = options.points ?? 0
    const face = Buffer.alloc(20 + 8 * points + 12)
    face.writeUInt32BE(face.length + image.length + (options.lengthError ?? 0), 0)
    face.writeUInt16BE(points, 4)
    const header = Buffer.alloc(14)
    header.write('FAC\0' + '010\0', 'latin1')
    header.writeUInt16BE(1, 12)
    return new Uint8Array(Buffer.concat([header, face, image]))
  }
  const block39794 = (image: Uint8Array) => {
    const path = [0xa0, 0xa0, 0xa1, 0x30, 0xa1]
    const inner = path.reduce((value, tag) => encodeTlv(tag, value), encodeTlv(0x80, image))
    return encodeTlv(0xa1, encodeTlv(0x65, fromHex('a007800103810207e3'), inner))
  }

  it('finds the image of ISO/IEC 19794-5, with feature points, wrong lengths and bytes after it', () => {
    for (const options of [{}, { points: 3 }, { lengthError: 500 }, { lengthError: -6 }]) {
      const [image] = parseDg2(wrap(0x5f2e, record(jpeg, options)))
      expect(image?.subarray(0, 3)).toEqual(jpeg.subarray(0, 3))
    }
    const [stated] = parseDg2(wrap(0x5f2e, Uint8Array.of(...record(jpeg), 1, 2, 3)))
    expect(stated).toEqual(jpeg)
  })

  it('finds the image of ISO/IEC 39794-5, under either tag', () => {
    expect(parseDg2(wrap(0x7f2e, block39794(jpeg)))).toEqual([jpeg])
    expect(parseDg2(wrap(0x5f2e, block39794(jpeg)))).toEqual([jpeg])
  })

  it('gives nothing for a block without image, and fails on no block', () => {
    expect(parseDg2(wrap(0x5f2e, record(fromHex('00010203'))))).toEqual([])
    expect(code(() => parseDg2(wrap(0x5f2e, fromHex('00010203'))))).toBe('chip_data_malformed')
  })
})
