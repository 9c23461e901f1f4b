import type { Page } from 'playwright'
import { countDifferent, drawDifference, sameRenderer } from './compare.ts'
import { differencesOf, geometryOf, otherRendererPixels } from './geometry.ts'
import { leaveFound, pictureFile, readGeometry, readPicture, readRenderer } from './references.ts'
import type { Renderer } from './renderer.ts'
import { comparedSize, nameOf, photograph, waitForCamera, type Language } from './views.ts'

interface Checked {
  scene: string
  language: Language
  renderer: Renderer
}

/**
 * What of the scene that is open in its compared window is otherwise than the references, a line each: main elements that moved,
 * and, where the same renderer drew them, pixels. `leave` keeps the picture that shows where.
 */
export async function checkPicture(page: Page, checked: Checked, leave = leaveFound): Promise<string[]> {
  const { scene, language, renderer } = checked
  await waitForCamera(page)
  const isSame = JSON.stringify(readRenderer()) === JSON.stringify(renderer)
  // Photographed first: a picture is taken once the screen stands still, and places hold from then on.
  const different = isSame ? await differingPixels(page, checked, leave) : await standStill(page)
  const geometry = readGeometry(scene)?.[language][nameOf(comparedSize[language])] ?? {}
  const moved = differencesOf(geometry, await geometryOf(page), isSame ? 1 : otherRendererPixels)
  return [...moved, ...different]
}

async function standStill(page: Page): Promise<string[]> {
  await photograph(page)
  return []
}

async function differingPixels(page: Page, { scene, language }: Checked, leave: typeof leaveFound): Promise<string[]> {
  const wanted = readPicture(pictureFile(scene, language))
  if (!wanted) return [`no reference: npm run gallery -- --update ${scene}`]
  let different = 0
  const found = await photograph(page, async (picture) => {
    different = await countDifferent(wanted, picture, sameRenderer.level)
    return different <= sameRenderer.pixels
  })
  if (different <= sameRenderer.pixels) return []
  return [`${different} pixels differ, see ${leave(`${scene}.${language}.png`, await drawDifference(wanted, found))}`]
}
