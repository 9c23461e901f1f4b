import { concat, fromHex } from '../emrtd/crypto/bytes.ts'
import { shortestBytes, tlv, utf8 } from './der.ts'
import type { AdditionalDetails, DateForm, DocumentDetails, Portrait } from './document.ts'

/** Doc 9303-10 §4.6.1: LDS and Unicode versions and the tags of the data groups present. */
export function encodeCom(groupTags: readonly number[]): Uint8Array {
  return tlv(0x60, tlv(0x5f01, utf8('0107')), tlv(0x5f36, utf8('040000')), tlv(0x5c, Uint8Array.from(groupTags)))
}

export const encodeDg1 = (mrzLines: readonly string[], filler = '<') =>
  tlv(0x61, tlv(0x5f1f, utf8(mrzLines.join('').replaceAll('<', filler))))

function uint(value: number, length: number): Uint8Array {
  return fromHex(value.toString(16).padStart(length * 2, '0'))
}

/** ISO/IEC 19794-5:2005 §5: header, one facial record without feature points, full frontal. */
function faceRecord19794(portrait: Portrait, image: Uint8Array): Uint8Array {
  const facial = concat(uint(20 + 12 + image.length, 4), new Uint8Array(16))
  const imageInformation = concat(
    Uint8Array.of(1, portrait.codec === 'jpeg' ? 0 : 1),
    uint(portrait.widthPx, 2),
    uint(portrait.heightPx, 2),
    Uint8Array.of(1, 2, 0, 0, 0, 0),
  )
  const record = concat(facial, imageInformation, image)
  return concat(utf8('FAC\x00010\x00'), uint(14 + record.length, 4), uint(1, 2), record)
}

/** ISO/IEC 39794-5:2019 annex A, the mandatory fields only. */
function faceRecord39794(portrait: Portrait, image: Uint8Array): Uint8Array {
  const version = tlv(0xa0, tlv(0x80, Uint8Array.of(3)), tlv(0x81, uint(2019, 2)))
  const format = tlv(0xa0, tlv(0x80, Uint8Array.of(portrait.codec === 'jpeg' ? 2 : 3)))
  const picture = tlv(0xa0, tlv(0xa0, tlv(0x80, image), tlv(0xa1, format)))
  const representation = tlv(0x30, tlv(0x80, Uint8Array.of(0)), tlv(0xa1, picture))
  return tlv(0xa1, tlv(0x65, version, tlv(0xa1, representation)))
}

/** Doc 9303-10 §4.7.2: biometric templates in the Common Biometric Exchange File Format. */
export function encodeDg2(portrait: Portrait): Uint8Array {
  const image = concat(portrait.image, new Uint8Array(portrait.trailingBytes ?? 0))
  const isNew = portrait.encoding === 'ISO 39794-5'
  const header = isNew
    ? tlv(0xa1, tlv(0x87, uint(0x0101, 2)), tlv(0x88, uint(0x002a, 2)))
    : tlv(0xa1, tlv(0x80, uint(0x0101, 2)), tlv(0x81, uint(2, 1)), tlv(0x87, uint(0x0101, 2)), tlv(0x88, uint(8, 2)))
  const block = isNew ? tlv(0x7f2e, faceRecord39794(portrait, image)) : tlv(0x5f2e, faceRecord19794(portrait, image))
  return tlv(0x75, tlv(0x7f61, tlv(0x02, Uint8Array.of(1)), tlv(0x7f60, header, block)))
}

/** DG3 without any fingerprint in it: the card refuses to read it out anyway. */
export const encodeDg3 = () => tlv(0x63, tlv(0x7f61, tlv(0x02, Uint8Array.of(0))))

export const encodeDg7 = (image: Uint8Array) => tlv(0x67, tlv(0x02, Uint8Array.of(1)), tlv(0x5f43, image))

function encodeDate(date: string, form: DateForm): Uint8Array {
  const [year, month = '00', day = '00'] = date.split('-')
  const forms: Record<DateForm, string> = {
    text: `${year}${month}${day}`,
    bcd: `${year}${month}${day}`,
    short: `${year?.slice(2)}${month}${day}`,
    'day-first': `${day}${month}${year}`,
    impossible: `${year}13${day}`,
  }
  return form === 'bcd' ? fromHex(forms.bcd) : utf8(forms[form])
}

/** T.61 has the accent before its letter (ITU-T T.51); enough of it for the specimens' names. */
const t61Accents: Record<string, number> = {
  '\u0300': 0xc1,
  '\u0301': 0xc2,
  '\u0302': 0xc3,
  '\u0308': 0xc8,
  '\u0327': 0xcb,
}
const encoders: Record<NonNullable<AdditionalDetails['encoding']>, (text: string) => Uint8Array> = {
  latin1: (text) => Uint8Array.from(text, (char) => char.charCodeAt(0)),
  t61: (text) =>
    Uint8Array.from(
      Array.from(text).flatMap((char) => {
        const [letter = '', accent] = char.normalize('NFD')
        return accent === undefined ? [letter.charCodeAt(0)] : [t61Accents[accent]!, letter.charCodeAt(0)]
      }),
    ),
}

/** Tag list (5C) first, then the objects themselves; constructed ones are listed by their first inner tag. */
function withTagList(tag: number, objects: readonly { tag: number; value: Uint8Array; listed?: number }[]): Uint8Array {
  const list = concat(...objects.map((object) => shortestBytes(object.listed ?? object.tag)))
  return tlv(tag, tlv(0x5c, list), ...objects.map((object) => tlv(object.tag, object.value)))
}

/** Doc 9303-10 §4.7.11. Names as printed, in UTF-8 unless an older encoding is asked for, parts separated by fillers. */
export function encodeDg11(details: AdditionalDetails): Uint8Array {
  const text = details.encoding === undefined ? utf8 : encoders[details.encoding]
  const lines = (parts: readonly string[]) => text(parts.join('<'))
  const fillers = details.strayFillers ? '<<' : ''
  const name = `${details.surname.replaceAll(' ', '<')}<<${details.givenNames.join('<')}${fillers}`
  const objects: { tag: number; value: Uint8Array; listed?: number }[] = [{ tag: 0x5f0e, value: text(name) }]
  if (details.otherName !== null) {
    const other = concat(tlv(0x02, Uint8Array.of(1)), tlv(0x5f0f, text(details.otherName.replaceAll(' ', '<'))))
    objects.push({ tag: 0xa0, value: other, listed: 0x5f0f })
  }
  if (details.birthDate !== null) objects.push({ tag: 0x5f2b, value: encodeDate(details.birthDate, details.dateForm) })
  if (details.birthPlace !== null) objects.push({ tag: 0x5f11, value: lines(details.birthPlace) })
  if (details.address !== null) objects.push({ tag: 0x5f42, value: lines(details.address) })
  return withTagList(0x6b, objects)
}

/** Doc 9303-10 §4.7.12. */
export function encodeDg12(details: DocumentDetails): Uint8Array {
  return withTagList(0x6c, [
    { tag: 0x5f19, value: utf8(details.issuingAuthority) },
    { tag: 0x5f26, value: encodeDate(details.issueDate, details.dateForm) },
  ])
}

export const encodeDg14 = (securityInfos: Uint8Array) => tlv(0x6e, securityInfos)
export const encodeDg15 = (publicKeyInfo: Uint8Array) => tlv(0x6f, publicKeyInfo)
