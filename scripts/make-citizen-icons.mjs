// Draws the icons of the citizen's application from their one drawing: `node scripts/make-citizen-icons.mjs`.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'

const folder = join(import.meta.dirname, '../assets/citizen')
const drawing = readFileSync(join(folder, 'icon.svg'))
const ground = '#44379b'
const draw = (size) => sharp(drawing, { density: 72 * (size / 96) * 2 }).resize(size, size)

for (const size of [192, 512])
  await draw(size)
    .png({ palette: true })
    .toFile(join(folder, `icon-${size}.png`))
// A telephone cuts these to its own shape: everything that counts stands in the middle four fifths.
const pad = (size, inner) => {
  const edge = Math.round((size - inner) / 2)
  return draw(inner)
    .flatten({ background: ground })
    .extend({ top: edge, bottom: edge, left: edge, right: edge, background: ground })
}
await pad(512, 400).png({ palette: true }).toFile(join(folder, 'icon-maskable-512.png'))
await pad(180, 160).png({ palette: true }).toFile(join(folder, 'icon-180.png'))
