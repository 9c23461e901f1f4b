/** Reads the bytes of a text field; null where they cannot be told for sure. */
export type DecodeText = (bytes: Uint8Array) => string | null

const strictUtf8 = new TextDecoder('utf-8', { fatal: true })
/** By the web's rule this label means windows-1252: Latin-1 with Œ, œ and ’ where Latin-1 has control characters. */
const latin1 = new TextDecoder('iso-8859-1')

/**
 * How a data group's texts are to be read. UTF-8, as Doc 9303-10 §4.7.11 says; some issuers wrote Latin-1 or T.61 (ITU-T
 * T.51), where the accent stands before its letter. All texts that are no UTF-8 decide together which of the two it is; where
 * both fit, the name in the MRZ does, else capitals in the midst of small letters. What stays open is read by nobody: the MRZ has the name too.
 * `name` is the group's name of the holder and `mrzName` the name field of DG1, where there are any.
 */
export function encodingOf(
  texts: readonly Uint8Array[],
  { name, mrzName }: { readonly name: Uint8Array | undefined; readonly mrzName: string | null },
): DecodeText {
  const others = texts.filter((bytes) => decodeUtf8(bytes) === null)
  const fitting = [decodeLatin1, decodeT61].filter((decode) => others.every((bytes) => decode(bytes) !== null))
  const agreeing = fitting.filter((decode) => agrees(name === undefined ? null : decode(name), mrzName))
  const natural = fitting.filter((decode) => others.every((bytes) => !oddCase.test(decode(bytes) ?? '')))
  const [chosen] = [fitting, agreeing, natural].find(({ length }) => length === 1) ?? []
  return (bytes) => decodeUtf8(bytes) ?? chosen?.(bytes) ?? null
}

/** What the wrong one of the two encodings makes of small letters: é of Latin-1 is Ø in T.61, é of T.61 is Âe in Latin-1. */
const oddCase = /\p{Lu}\p{Lu}\p{Ll}|\p{Ll}\p{Lu}/u

function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return strictUtf8.decode(bytes)
  } catch {
    // not UTF-8: what it is instead is for the others to say
    return null
  }
}

function decodeLatin1(bytes: Uint8Array): string | null {
  const text = latin1.decode(bytes)
  return /[\u0080-\u009f]/.test(text) ? null : text
}

/** Combining characters of T.61's accents C1 to CF; C9 and CC are not assigned. */
const accents: Readonly<Record<number, string>> = {
  0xc1: '\u0300',
  0xc2: '\u0301',
  0xc3: '\u0302',
  0xc4: '\u0303',
  0xc5: '\u0304',
  0xc6: '\u0306',
  0xc7: '\u0307',
  0xc8: '\u0308',
  0xca: '\u030a',
  0xcb: '\u0327',
  0xcd: '\u030b',
  0xce: '\u0328',
  0xcf: '\u030c',
}
/** Letters of T.61 that stand alone. */
const letters: Readonly<Record<number, string>> = {
  ...{ 0xe1: 'Æ', 0xe2: 'Đ', 0xe8: 'Ł', 0xe9: 'Ø', 0xea: 'Œ', 0xec: 'Þ', 0xf0: 'ĸ', 0xf1: 'æ', 0xf2: 'đ', 0xf3: 'ð' },
  ...{ 0xf5: 'ı', 0xf8: 'ł', 0xf9: 'ø', 0xfa: 'œ', 0xfb: 'ß', 0xfc: 'þ', 0xb0: '°', 0xa9: '‘', 0xb9: '’' },
}

function decodeT61(bytes: Uint8Array): string | null {
  let text = ''
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] ?? 0
    const accent = accents[byte]
    const char = byte < 0x80 ? String.fromCharCode(byte) : letters[byte]
    if (accent === undefined && char === undefined) return null
    const composed = accent === undefined ? char : compose(bytes[++i], accent)
    if (composed === undefined) return null
    text += composed
  }
  return text
}

/** The accented letter; undefined where there is none of that kind, and so it was no accent. */
function compose(letter: number | undefined, accent: string): string | undefined {
  if (letter === undefined || !/[A-Za-z]/.test(String.fromCharCode(letter))) return undefined
  const composed = (String.fromCharCode(letter) + accent).normalize('NFC')
  return composed.length === 1 ? composed : undefined
}

/** Doc 9303-3 §6: letters that the MRZ writes as two, or without their accent. */
const pairs: Readonly<Record<string, string>> = {
  ...{
    Æ: 'AE',
    Œ: 'OE',
    Ø: 'OE',
    Þ: 'TH',
    Đ: 'D',
    Ð: 'D',
    Ł: 'L',
    ẞ: 'SS',
    Ä: 'AE',
    Ö: 'OE',
    Ü: 'UE',
    Å: 'AA',
    Ñ: 'N',
  },
}
const lettersOnly = (text: string) => text.replace(/[^A-Z]/g, '')
const bare = (text: string) => lettersOnly(text.normalize('NFD').replace(/\p{Mn}/gu, ''))
const transliterated = (text: string) => bare(Array.from(text, (char) => pairs[char] ?? char).join(''))

/** Whether a name is the one that the MRZ has, as far as that goes: it may be shortened there. */
function agrees(name: string | null, mrzName: string | null): boolean {
  if (name === null || mrzName === null) return false
  const wanted = lettersOnly(mrzName)
  const upper = name.toUpperCase().normalize('NFC')
  return wanted !== '' && [bare(upper), transliterated(upper)].some((form) => form.startsWith(wanted))
}
