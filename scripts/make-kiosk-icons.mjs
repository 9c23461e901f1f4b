// Draws the kiosk's icons from the one drawing: `node scripts/make-kiosk-icons.mjs`. Both containers hold PNG pictures as they are.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'

const root = join(import.meta.dirname, '..')
const drawing = readFileSync(join(root, 'assets/citizen/icon.svg'))
const draw = (size) =>
  sharp(drawing, { density: 72 * (size / 96) * 2 })
    .resize(size, size)
    .png()
    .toBuffer()

/** Windows: a directory of entries of 16 bytes, then the pictures; 256 is written as 0. */
function ico(pictures) {
  const head = Buffer.alloc(6 + 16 * pictures.length)
  head.writeUInt16LE(1, 2)
  head.writeUInt16LE(pictures.length, 4)
  let offset = head.length
  pictures.forEach(({ size, png }, index) => {
    const at = 6 + 16 * index
    head.writeUInt8(size % 256, at)
    head.writeUInt8(size % 256, at + 1)
    head.writeUInt16LE(1, at + 4)
    head.writeUInt16LE(32, at + 6)
    head.writeUInt32LE(png.length, at + 8)
    head.writeUInt32LE(offset, at + 12)
    offset += png.length
  })
  return Buffer.concat([head, ...pictures.map(({ png }) => png)])
}

/** macOS: chunks of a four-letter type and a length, which counts both. */
function icns(pictures) {
  const chunk = (type, data) => {
    const head = Buffer.alloc(8)
    head.write(type, 'latin1')
    head.writeUInt32BE(8 + data.length, 4)
    return Buffer.concat([head, data])
  }
  return chunk('icns', Buffer.concat(pictures.map(({ type, png }) => chunk(type, png))))
}

const all = (sizes) => Promise.all(sizes.map(async (size) => ({ size, png: await draw(size) })))
const types = { 128: 'ic07', 256: 'ic08', 512: 'ic09', 1024: 'ic10' }
const folder = join(root, 'packaging', 'icons')
mkdirSync(folder, { recursive: true })
writeFileSync(join(folder, 'guichet.ico'), ico(await all([16, 32, 48, 256])))
const large = await all([128, 256, 512, 1024])
writeFileSync(join(folder, 'guichet.icns'), icns(large.map((one) => ({ ...one, type: types[one.size] }))))
writeFileSync(join(folder, 'guichet.png'), await draw(512))
