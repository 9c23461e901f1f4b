import { inflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { concat, fromHex } from '../crypto/bytes.ts'
import { decodePortrait } from './decode-portrait.ts'
import { findImage, imageFormatOf } from './image-format.ts'
import { readImageSize } from './image-size.ts'
import { readPortrait, type Portrait } from './read-portrait.ts'
import { gradient, makeCodestream, wrapJp2 } from './testing/make-jpeg2000.ts'

const [width, height] = [64, 48]
const colour = await makeCodestream(width, height, 3)
const grey = await makeCodestream(width, height, 1)
const jpeg = fromHex('ffd8ffe000104a46494600010100000100010000ffc0000b080030004001011100ffd9')

/** Pixels of a PNG with the filters None and Sub. */
function pixelsOf(png: Uint8Array, samples: number): number[] {
  const view = new DataView(png.buffer, png.byteOffset)
  expect([view.getUint32(16), view.getUint32(20)]).toEqual([width, height])
  const rows = inflateSync(png.subarray(41, 41 + view.getUint32(33)))
  const pixels: number[] = []
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width * samples; x++) {
      const left = x < samples ? 0 : (pixels[pixels.length - samples] ?? 0)
      pixels.push(((rows[y * (width * samples + 1) + 1 + x] ?? 0) + left) & 0xff)
    }
  }
  return pixels
}

const portraitOf = (format: Portrait['format'], bytes: Uint8Array): Portrait => ({ format, bytes, width, height })

describe('JPEG 2000', () => {
  const forms: [string, Portrait['format'], Uint8Array, number][] = [
    ['a bare codestream', 'j2k', colour, 3],
    ['a JP2 file', 'jp2', wrapJp2(colour, width, height, 3), 3],
    ['a JP2 file with bytes after its end', 'jp2', concat(wrapJp2(colour, width, height, 3), new Uint8Array(33)), 3],
    ['a codestream with bytes after its end', 'j2k', concat(colour, Uint8Array.of(1, 2, 3)), 3],
    ['grey', 'j2k', grey, 1],
  ]
  it.each(forms)('shows %s, sample for sample', async (_name, format, bytes, samples) => {
    expect(imageFormatOf(bytes)).toBe(format)
    expect(readImageSize(format, bytes)).toMatchObject({ width, height, components: samples, tiles: 1 })
    const shown = await decodePortrait(portraitOf(format, bytes))
    expect(shown?.mediaType).toBe('image/png')
    const expected = Array.from({ length: width * height * samples }, (_, i) => gradient(i))
    expect(pixelsOf(shown?.bytes ?? new Uint8Array(), samples)).toEqual(expected)
  })

  it('gives nothing for a broken picture, and goes on with the next', async () => {
    for (const length of [20, 45, 60, 120, colour.length - 400]) {
      expect(await decodePortrait(portraitOf('j2k', colour.subarray(0, length)))).toBe(null)
    }
    expect(await decodePortrait(portraitOf('j2k', colour))).not.toBe(null)
  })

  it.each([
    ['width', [[8, 0x00ffffff]]],
    ['height', [[12, 0x7fffffff]]],
    ['number of tiles', [[24, 1], [28, 1]]], // prettier-ignore
  ])('does not decode what claims a huge %s', async (_name, fields) => {
    const huge = colour.slice()
    for (const [offset = 0, value = 0] of fields) new DataView(huge.buffer).setUint32(offset, value)
    expect(await decodePortrait(portraitOf('j2k', huge))).toBe(null)
  })
})

describe('JPEG', () => {
  it('is passed on without what follows its end', async () => {
    expect(readImageSize('jpeg', jpeg)).toMatchObject({ width, height })
    const shown = await decodePortrait(portraitOf('jpeg', concat(jpeg, new Uint8Array(9))))
    expect(shown).toMatchObject({ mediaType: 'image/jpeg', bytes: jpeg })
  })
  it('is nothing without a frame header', async () => {
    expect(await decodePortrait(portraitOf('jpeg', jpeg.subarray(0, 20)))).toBe(null)
    expect(readImageSize('jpeg', fromHex('ffd8ffe0ffff'))).toBe(null)
  })
})

it('finds an image by its signature within the first 4 KiB', () => {
  expect(findImage(concat(new Uint8Array(100), jpeg))).toBe(100)
  expect(findImage(concat(new Uint8Array(5000), jpeg))).toBe(null)
})

it('reads no portrait from a broken DG2, without failing', () => {
  expect(readPortrait(fromHex('7501'))).toBe(null)
  expect(readPortrait(fromHex('7500'))).toBe(null)
})
