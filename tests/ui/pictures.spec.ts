import { expect, test, type Page } from 'playwright/test'
import { showScene } from './open-scene.ts'
import { restyle } from './play.ts'
import { checkPicture } from './pictures/check-picture.ts'
import { otherRendererPixels } from './pictures/geometry.ts'
import { readRenderer } from './pictures/references.ts'
import { rendererOf, type Renderer } from './pictures/renderer.ts'
import { openStillPage } from './pictures/still-page.ts'
import { comparedSize, languages } from './pictures/views.ts'
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
      await page.setViewportSize(comparedSize[language])
      await showScene(page, scene, language)
      const complaints = await checkPicture(page, { scene, language, renderer })
      expect(complaints, `drawn by ${JSON.stringify(renderer)}`).toEqual([])
    })

const scene = 'comparison-differs'
const isSameRenderer = (): boolean => JSON.stringify(readRenderer()) === JSON.stringify(renderer)
const movedHeading = (): string =>
  `h1 { position: relative; left: ${isSameRenderer() ? 3 : otherRendererPixels + 3}px }`

for (const [change, rule, complaint] of [
  ['moved, by three pixels or by more than another renderer may', movedHeading, /^heading: left \d+ instead of \d+$/],
  ['taken away', () => '#next-action { display: none }', /^next is missing$/],
  ['of another colour', () => '.mark { color: #000088 }', /^\d+ pixels differ, see changed\.png$/],
] as const)
  test(`a picture tells of a part that is ${change}`, async () => {
    test.skip(change === 'of another colour' && !isSameRenderer(), 'of another renderer only places are compared')
    await page.setViewportSize(comparedSize.fr)
    await showScene(page, scene, 'fr')
    await restyle(page, rule())
    const complaints = await checkPicture(page, { scene, language: 'fr', renderer }, () => 'changed.png')
    await restyle(page, '')
    expect(complaints).toContainEqual(expect.stringMatching(complaint))
  })
