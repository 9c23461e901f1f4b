import { findMrz } from '../../src/mrz/find-mrz.ts'
import { linesOfText, parseMrz } from '../../src/emrtd/lds/mrz/parse.ts'
import { greyOf } from '../../src/mrz/picture.ts'
import { cutStrip, firstCut, measureLine } from '../../src/mrz/strip.ts'
import type { FuzzTarget } from './fuzz-target.ts'

const now = new Date('2026-06-01')

/** Typed or scanned lines of every layout: Doc 9303-4, -5, -6, -7 and the French card, invented. */
const mrzSamples = [
  'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10',
  'I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<',
  'I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nD231458907UTO7408122F1204159<<<<<<<6',
  'V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL8988901C4XXX4009078F96121096ZE184226B<<<<<<',
  'IDFRATEST<<<<<<<<<<<<<<<<<<<<<751001\n9912751001234SPECIMEN<<<<<<8001014F0',
].map((text) => new TextEncoder().encode(text))

const wide = 96
const high = 48

/** Rows of dark patches on paper, as letters from afar. */
function rowsOfPatches(): Uint8Array {
  return Uint8Array.from({ length: wide * high }, (_, i) => {
    const [x, y] = [i % wide, Math.floor(i / wide)]
    return x > 5 && x < 90 && x % 4 < 2 && ((y > 14 && y < 20) || (y > 27 && y < 33)) ? 20 : 230
  })
}

/** Every candidate in a small picture made of the bytes, cut as for reading. */
function cutCandidates(bytes: Uint8Array): number {
  const height = Math.max(1, Math.floor(bytes.length / wide))
  const data = new Uint8Array(wide * height)
  data.set(bytes.subarray(0, data.length))
  const image = greyOf({ width: wide, height, data }, 2400)
  let cut = 0
  for (const found of findMrz(image, 7))
    for (const mrz of found)
      for (const course of mrz.courses) {
        const line = measureLine(image, mrz, course)
        if (line) cut += cutStrip(line, firstCut).width
      }
  return cut
}

export const mrzTargets: Readonly<Record<string, FuzzTarget>> = {
  mrz_lines: { samples: mrzSamples, run: (bytes) => parseMrz(linesOfText(new TextDecoder().decode(bytes)), { now }) },
  mrz_picture: { samples: [rowsOfPatches()], run: cutCandidates, share: 0.05, memoryMiB: 128 },
}
