import { expect, test, type Page } from 'playwright/test'
import { judgementDelayMs } from '../../src/contract/decision.ts'
import { openScene } from './open-scene.ts'
import { changeSession, look, postedBy, sessionOf, takeCamera } from './play.ts'

const judged = async (page: Page) =>
  (
    await Promise.all(
      ['session.confirmComparison', 'session.answerInspection', 'session.judgePerson'].map((name) =>
        postedBy(page, name),
      ),
    )
  ).flat()

/** What a station would answer to each judgement, at once. */
async function followWith(page: Page, step: object): Promise<void> {
  await changeSession(page, step)
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))))
}

for (const [width, height] of [
  [1280, 800],
  [820, 1180],
] as const)
  test(`presses on one spot answer one question at most (${width}x${height})`, async ({ page }) => {
    await page.setViewportSize({ width, height })
    await openScene(page, 'inspection', 'en')
    await look(page)
    const answer = await page.getByRole('button', { name: 'Yes, I see it' }).boundingBox()
    const spot = [answer!.x + answer!.width / 2, answer!.y + answer!.height / 2] as const
    await page.mouse.click(...spot)
    expect(await judged(page)).toHaveLength(1)
    const session = await sessionOf(page)
    const [first, ...others] = session.inspection
    await followWith(page, { inspection: [{ ...first, answer: 'present' }, ...others] })
    for (let press = 0; press < 5; press++) {
      await page.mouse.click(...spot)
      await page.waitForTimeout(180)
    }
    await followWith(page, { step: 'person' })
    for (let press = 0; press < 5; press++) {
      await page.mouse.click(...spot)
      await page.waitForTimeout(180)
    }
    expect(await judged(page)).toHaveLength(1)
  })

test('a judgement takes no press before it was in view, neither by finger nor by key', async ({ page }) => {
  await openScene(page, 'inspection', 'en')
  const session = await sessionOf(page)
  const [first, ...others] = session.inspection
  await followWith(page, { inspection: [{ ...first, answer: 'present' }, ...others] })
  await page.evaluate(() => {
    const answers = document.querySelectorAll<HTMLElement>('.answer')
    answers[0]!.click()
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: '1', bubbles: true }))
  })
  expect(await judged(page)).toEqual([])
  await page.waitForTimeout(judgementDelayMs + 100)
  await page.keyboard.press('1')
  expect(await judged(page)).toHaveLength(1)
})

test('answers are equal: none primary, none on Enter, each on the key that it shows', async ({ page }) => {
  for (const scene of ['inspection', 'person']) {
    await openScene(page, scene, 'en')
    await look(page)
    await expect(page.locator('#next-action')).toHaveCount(0)
    await page.keyboard.press('Enter')
    const answers = page.locator('.answer')
    await answers.nth(1).focus()
    await page.keyboard.press('Enter')
    expect(await judged(page)).toEqual([])
    const looks = await answers.evaluateAll((all) =>
      all.map((one) => {
        const { width, height } = one.getBoundingClientRect()
        const { backgroundColor, fontWeight, borderTopWidth } = getComputedStyle(one)
        return [width, height, backgroundColor, fontWeight, borderTopWidth].join()
      }),
    )
    expect(new Set(looks.slice(1)).size).toBe(1)
    await page.keyboard.press('2')
    expect(await judged(page)).toHaveLength(1)
  }
})

test('without a picture nobody is the same person; the reason is recorded and a manager has to confirm', async ({
  page,
}) => {
  await takeCamera(page)
  await openScene(page, 'person', 'en')
  await look(page)
  await expect(page.getByRole('button', { name: 'Same person' })).toBeDisabled()
  await page.keyboard.press('1')
  expect(await judged(page)).toEqual([])
  await page.getByRole('button', { name: 'No picture possible' }).click()
  await page.getByRole('button', { name: 'The camera does not work' }).click()
  expect(await judged(page)).toEqual([
    { judgement: 'undetermined', differing: [], picture: 'none', noPictureReason: 'camera_defective' },
  ])
})

test('what differs stays marked when the clerk goes back and comes again', async ({ page }) => {
  await openScene(page, 'person', 'en')
  await page.getByRole('button', { name: 'Nose' }).click()
  await followWith(page, { step: 'comparison' })
  await expect(page.getByRole('button', { name: 'Nose' })).toHaveCount(0)
  await followWith(page, { step: 'person' })
  await expect(page.getByRole('button', { name: 'Nose' })).toHaveAttribute('aria-pressed', 'true')
})
