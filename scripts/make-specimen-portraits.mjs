// Draws the people of training mode. They are drawn by this file from numbers: nobody real stands behind any of them.
// Writes assets/specimens/<key>.jpg (413 x 531, 35 x 45 mm at 300 dpi) and, for two of them, the JPEG 2000 a chip may carry.
import { mkdirSync, writeFileSync } from 'node:fs'
import openjpeg from '@cornerstonejs/codec-openjpeg'
import sharp from 'sharp'
import { wrapJp2 } from './specimens/wrap-jp2.mjs'
import { people } from './specimens/people.mjs'
import { drawPortrait } from './specimens/draw-portrait.mjs'

const folder = new URL('../assets/specimens/', import.meta.url).pathname
const width = 413
const height = 531
/** Largest file, in bytes: what chips usually carry. */
const limitBytes = 20_000

async function encodeJpeg(picture) {
  for (let quality = 90; quality >= 60; quality -= 3) {
    const bytes = await picture.clone().jpeg({ quality, chromaSubsampling: '4:2:0', mozjpeg: true }).toBuffer()
    if (bytes.length <= limitBytes) return bytes
  }
  throw new Error('no quality is small enough')
}

async function encodeJpeg2000(picture, ratio) {
  const { J2KEncoder } = await openjpeg()
  const { data, info } = await picture.clone().removeAlpha().raw().toBuffer({ resolveWithObject: true })
  const encoder = new J2KEncoder()
  const frame = { width: info.width, height: info.height, bitsPerSample: 8, componentCount: 3, isSigned: false }
  encoder.getDecodedBuffer({ ...frame, isUsingColorTransform: true }).set(data)
  encoder.setQuality(false, 1)
  encoder.setCompressionRatio(0, ratio)
  encoder.encode()
  const codestream = Uint8Array.from(encoder.getEncodedBuffer())
  encoder.delete()
  return codestream
}

mkdirSync(folder, { recursive: true })
for (const person of people) {
  const svg = Buffer.from(drawPortrait(person))
  const picture = sharp(
    await sharp(svg, { density: 144 }).resize(width, height).flatten({ background: '#dfe3e6' }).toBuffer(),
  )
  const jpeg = await encodeJpeg(picture)
  writeFileSync(`${folder}${person.key}.jpg`, jpeg)
  if (person.jpeg2000) {
    const codestream = await encodeJpeg2000(picture, 40)
    writeFileSync(`${folder}${person.key}.j2k`, codestream)
    writeFileSync(`${folder}${person.key}.jp2`, wrapJp2(codestream, width, height))
    console.log(`${person.key}: JPEG 2000 ${codestream.length} bytes`)
  }
  console.log(`${person.key}: ${jpeg.length} bytes`)
}
