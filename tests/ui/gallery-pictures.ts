import type { Page } from 'playwright'
import sharp from 'sharp'
import { launchChromium } from '../fixtures/chromium.ts'
import buildGallery from './build-gallery.ts'
import { showScene } from './open-scene.ts'
import { countDifferent, drawDifference, sameRenderer } from './pictures/compare.ts'
import { differencesOf, geometryOf, otherRendererPixels, type Geometry } from './pictures/geometry.ts'
import * as kept from './pictures/references.ts'
import { rendererOf } from './pictures/renderer.ts'
import { drawSheet, sheetLevel, type Tile } from './pictures/sheet.ts'
import { openStillPage } from './pictures/still-page.ts'
import * as views from './pictures/views.ts'
import { sceneNames } from './scene-names.ts'

/**
 * `npm run gallery [-- [--update] [SCENE ...]]`: every screen in four windows, two languages and three sets of colours, compared with
 * the references or, with `--update`, written as such.
 */
const isUpdate = process.argv.includes('--update')
const named = process.argv.slice(2).filter((argument) => !argument.startsWith('--'))
const unknown = named.filter((name) => !sceneNames.includes(name))
if (unknown.length > 0) throw new Error(`no such scene: ${unknown.join(', ')}`)
const wanted = named.length > 0 ? named : sceneNames

interface Taken {
  compared: Buffer
  sheet: Buffer
  geometry: Record<string, Geometry>
  /** What another set of colours moves. */
  moved: string[]
}

/** One screen in one language, in all windows and colours. */
async function take(page: Page, scene: string, language: views.Language): Promise<Taken> {
  const geometry: Taken['geometry'] = {}
  const moved: string[] = []
  const rows: Tile[][] = views.themes.map(() => [])
  let compared: Buffer = Buffer.alloc(0)
  for (const size of views.sizes) {
    // Shown anew in each window, as whoever uses it does: a window that is made larger keeps where it was scrolled to.
    await page.setViewportSize(size)
    await views.wear(page, 'light')
    await showScene(page, scene, language)
    for (const [row, theme] of views.themes.entries()) {
      await views.wear(page, theme)
      await views.waitForCamera(page)
      const picture = await views.photograph(page)
      rows[row]!.push({ picture, ...size })
      const found = await geometryOf(page)
      const light = (geometry[views.nameOf(size)] ??= found)
      moved.push(...differencesOf(light, found, 2).map((line) => `${views.nameOf(size)} ${theme}: ${line}`))
      if (theme === 'light' && size === views.comparedSize[language]) compared = picture
    }
  }
  return { compared, sheet: await drawSheet(rows), geometry, moved }
}

/** Small enough to keep hundreds of. */
const losslessly = (picture: Buffer) => sharp(picture).webp({ lossless: true, effort: 6 }).toBuffer()

/** A reference's file, what is there, what it is called and how far apart a pixel of it may be. */
type Kept = [file: string, found: Buffer, name: string, level: number]

async function differs(...[file, found, name, level]: Kept): Promise<string[]> {
  const reference = kept.readPicture(file)
  if (!reference) return [`${name}: no reference`]
  const different = reference.equals(found) ? 0 : await countDifferent(reference, found, level)
  if (different <= sameRenderer.pixels) return []
  const left = kept.leaveFound(`${name}.png`, await drawDifference(reference, await sharp(found).png().toBuffer()))
  return [`${name}: ${different} pixels differ, see ${left}`]
}

const stop = await buildGallery()
const browser = await launchChromium()
kept.forgetFound()
const pages = await Promise.all([openStillPage(browser), openStillPage(browser)])
const renderer = await rendererOf(pages[0])
const reference = kept.readRenderer()
const isSame = JSON.stringify(reference) === JSON.stringify(renderer)
if (isUpdate && reference && !isSame && named.length > 0)
  throw new Error(`the references are of ${JSON.stringify(reference)}: update all of them, or none`)
if (!isUpdate && !isSame) console.log(`drawn by ${JSON.stringify(renderer)}: only what stands where is compared`)

const complaints: string[] = []
async function treat(page: Page, scene: string): Promise<void> {
  const taken = {} as Record<views.Language, Taken>
  for (const language of views.languages) taken[language] = await take(page, scene, language)
  for (const language of views.languages) {
    const { compared, sheet, geometry, moved } = taken[language]
    complaints.push(...moved.map((line) => `${scene}, ${language}: ${line}`))
    const files: Kept[] = [
      [kept.pictureFile(scene, language), await losslessly(compared), `${scene}.${language}`, sameRenderer.level],
      [kept.sheetFile(scene, language), sheet, `${scene}.${language}.sheet`, sheetLevel],
    ]
    if (isUpdate) for (const [file, picture] of files) kept.writePicture(file, picture)
    else if (isSame) for (const file of files) complaints.push(...(await differs(...file)))
    if (isUpdate) continue
    const known = kept.readGeometry(scene)?.[language] ?? {}
    for (const [size, found] of Object.entries(geometry))
      complaints.push(
        ...differencesOf(known[size] ?? {}, found, isSame ? 1 : otherRendererPixels).map(
          (line) => `${scene}, ${language}, ${size}: ${line}`,
        ),
      )
  }
  if (isUpdate) kept.writeGeometry(scene, { fr: taken.fr.geometry, en: taken.en.geometry })
}

const waiting = [...wanted]
await Promise.all(
  pages.map(async (page) => {
    for (let scene = waiting.shift(); scene; scene = waiting.shift()) await treat(page, scene)
  }),
)
if (isUpdate) kept.writeRenderer(renderer)
await browser.close()
stop()
for (const complaint of complaints) console.log(complaint)
const each = views.sizes.length * views.languages.length * views.themes.length
console.log(`${wanted.length} screens, ${wanted.length * each} pictures, ${complaints.length} complaints`)
process.exit(complaints.length > 0 ? 1 : 0)
