import { expect, test, type Page } from 'playwright/test'
import { openScene } from './open-scene.ts'
import { countDifferent, drawDifference, sameRenderer } from './pictures/compare.ts'
import { differencesOf, geometryOf, otherRendererPixels } from './pictures/geometry.ts'
import { leaveFound, pictureFile, readGeometry, readPicture, readRenderer } from './pictures/references.ts'
import { rendererOf, type Renderer } from './pictures/renderer.ts'
import { openStillPage } from './pictures/still-page.ts'
import { comparedSize, languages, nameOf, photograph, waitForCamera } from './pictures/views.ts'
import { sceneNames } from './scene-names.ts'

// One set a language. Deliberate changes: `npm run gallery -- --update SCENE ...`, and look at what it writes.
test.describe.configure({ mode: 'parallel' })

let page: Page
let renderer: Renderer
test.beforeAll(async ({ browser }) => {
  page = await openStillPage(browser)
  renderer = await rendererOf(page)
})
test.afterAll(() => page.context().close())

for (const language of languages)
  for (const scene of sceneNames)
    test(`picture: ${scene}, ${language}`, async () => {
      const size = comparedSize[language]
      await page.setViewportSize(size)
      await openScene(page, scene, language)
      await waitForCamera(page)
      const found = await photograph(page)
      const isSame = JSON.stringify(readRenderer()) === JSON.stringify(renderer)
      const geometry = readGeometry(scene)?.[language][nameOf(size)] ?? {}
      const moved = differencesOf(geometry, await geometryOf(page), isSame ? 1 : otherRendererPixels)
      expect.soft(moved, `main elements under ${JSON.stringify(renderer)}`).toEqual([])
      if (!isSame) return
      const wanted = readPicture(pictureFile(scene, language))
      if (!wanted) throw new Error(`no reference: npm run gallery -- --update ${scene}`)
      const different = await countDifferent(wanted, found, sameRenderer.level)
      if (different <= sameRenderer.pixels) return
      const file = leaveFound(`${scene}.${language}.png`, await drawDifference(wanted, found))
      expect(different, `pixels that differ, see ${file}`).toBeLessThanOrEqual(sameRenderer.pixels)
    })
