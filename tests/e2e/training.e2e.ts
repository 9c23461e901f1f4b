import type { Locator, Page } from 'playwright'
import { expect, test } from 'playwright/test'
import { specimenReference } from '../../src/station/training/specimens/specimen-applications.ts'
import {
  answerInspection,
  button,
  choose,
  chooseOutcome,
  confirmComparison,
  createManager,
  faceOf,
  heading,
  answerSamePerson,
  look,
  manager,
  packetState,
  specimen,
  arrived,
} from './clerk.ts'
import { startKiosk, type Kiosk } from './kiosk.ts'
import { expectAccessible } from './look.ts'
import { anyOf, beginsWith, en, fr, gap, withAny } from './words.ts'

// Training mode, as it starts on a machine without reader or document: the shelf of specimens stands in for both.
let kiosk: Kiosk

test.describe.configure({ mode: 'serial' })

test.beforeAll(async () => {
  kiosk = await startKiosk({ reader: 'simulated' })
})

test.afterAll(() => kiosk.stop())

test.afterEach(async ({}, info) => {
  if (info.status !== info.expectedStatus) await kiosk.page.screenshot({ path: info.outputPath('screen.png') })
})

/** What stands in for typing (reference, PIN) and for a hand that holds a real document. */
const standsIn = new RegExp(
  `^(?:\\d|${[fr('home:take'), fr('document:showSpecimen'), fr('chip:laySpecimen')].map((one) => anyOf(one).source).join('|')})$`,
)
const mostTouches = 10

/** Names of the controls touched from now on, in order. */
async function recordTouches(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(() => {
    const touched: string[] = []
    Object.assign(window, { touched })
    const record = ({ target }: Event) => {
      const control = (target as Element).closest<HTMLElement>('button, label, [role="radio"], summary, a')
      touched.push(control?.innerText.trim() ?? 'page')
    }
    document.addEventListener('pointerdown', record, { capture: true })
  })
  return () => page.evaluate(() => (window as unknown as { touched: string[] }).touched)
}

async function touchPin(page: Page): Promise<void> {
  for (const digit of manager.pin) await page.getByRole('button', { name: digit, exact: true }).click()
}

test('the first manager is made on a screen that axe passes', async () => {
  await expectAccessible(kiosk.page)
  await createManager(kiosk.page)
})

test('a specimen of the shelf goes through in ten touches', async () => {
  const { page } = kiosk
  const touches = await recordTouches(page)
  const shelf = page.getByRole('listitem').filter({ hasText: specimen('passport').title.fr })
  await expectAccessible(page)
  await shelf.getByRole('button', { name: fr('home:take') }).click()
  await button(page, fr('home:open')).click()
  await expect(heading(page, withAny(fr('application:title', { name: gap })))).toBeVisible()
  await expectAccessible(page)
  await button(page, fr('application:consents')).click()
  await expect(button(page, fr('document:showSpecimen'))).toBeVisible()
  await expectAccessible(page)
  await button(page, fr('document:showSpecimen')).click()
  // A reading that is certain moves on by itself; any other waits for the clerk.
  const confirm = button(page, fr('document:linesRight'))
  const laying = heading(page, fr('chip:waiting'))
  await expect(confirm.or(laying)).toBeVisible({ timeout: 60_000 })
  await expectAccessible(page)
  if (await confirm.isVisible()) await confirm.click()
  await expect(laying).toBeVisible()
  await expectAccessible(page)
  await button(page, fr('chip:laySpecimen')).click()
  await expect(heading(page, fr('comparison:allAgree'))).toBeVisible()
  await expectAccessible(page)
  await confirmComparison(page)
  await expectAccessible(page)
  await answerInspection(page, kiosk.camera)
  await expect(page.getByRole('img', { name: fr('chip:portrait') })).toBeVisible()
  await expectAccessible(page)
  await answerSamePerson(page)
  await expectAccessible(page)
  await chooseOutcome(page, 'approved')
  await touchPin(page)
  await button(page, fr('decision:seal.approved')).click()
  await expect(packetState(page)).toContainText(arrived)
  const onScreen = (await touches()).filter((name) => !standsIn.test(name))
  console.log(`Touches of the happy path: ${onScreen.length} (${onScreen.join(', ')})`)
  expect(onScreen.length, onScreen.join(', ')).toBeLessThanOrEqual(mostTouches)
  expect(onScreen).toContain(fr('decision:seal.approved'))
  await expectAccessible(page)
  await button(page, fr('receipt:nextCitizen')).click()
  await expect(heading(page, fr('home:title'))).toBeVisible()
})

/** Presses Tab until the control has the focus, as somebody without a pointer would. */
async function tabTo(page: Page, control: Locator): Promise<void> {
  await expect(control).toBeVisible()
  for (let presses = 0; presses < 80; presses++) {
    if (await control.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  throw new Error('Tab does not reach the control')
}

async function pressOn(page: Page, name: string): Promise<void> {
  await tabTo(page, button(page, name))
  await page.keyboard.press('Enter')
}

/** A judgement by the key that stands on it: Enter judges nothing. */
async function keyTo(page: Page, key: string, next: Locator): Promise<void> {
  await look(page)
  await page.keyboard.press('Enter')
  await expect(next).toBeHidden()
  await page.keyboard.press(key)
  await expect(next).toBeVisible()
}

/** Enter on a screen that has come to rest, then the next screen. */
async function enterTo(page: Page, next: Locator): Promise<void> {
  await page.keyboard.press('Enter')
  await expect(next).toBeVisible({ timeout: 60_000 })
}

test('another goes through by keyboard alone, in English', async () => {
  const { page } = kiosk
  const touches = await recordTouches(page)
  await pressOn(page, fr('layout:otherLanguage'))
  await expect(heading(page, en('home:title'))).toBeVisible()
  await expectAccessible(page)
  await tabTo(page, page.getByLabel(en('home:reference')))
  await page.keyboard.type(specimenReference(specimen('long_names')))
  await enterTo(page, heading(page, withAny(en('application:title', { name: gap }))))
  await expectAccessible(page)
  await enterTo(page, button(page, en('document:showSpecimen')))
  await expectAccessible(page)
  await pressOn(page, en('document:showSpecimen'))
  // A reading that is certain moves on by itself; any other waits for the clerk.
  const review = heading(page, en('document:reviewTitle'))
  const laying = heading(page, en('chip:waiting'))
  await expect(review.or(laying)).toBeVisible({ timeout: 60_000 })
  await expectAccessible(page)
  if (await review.isVisible()) await enterTo(page, laying)
  await expectAccessible(page)
  await pressOn(page, en('chip:laySpecimen'))
  await expect(heading(page, en('comparison:allAgree'))).toBeVisible()
  await expectAccessible(page)
  await look(page)
  await enterTo(page, page.getByText(en('inspection:count', { number: 1, total: 3 })))
  await expectAccessible(page)
  await kiosk.camera.show(faceOf('long_names'))
  await keyTo(page, '1', page.getByText(en('inspection:count', { number: 2, total: 3 })))
  await keyTo(page, '1', page.getByText(en('inspection:count', { number: 3, total: 3 })))
  await keyTo(page, '1', button(page, en('person:same')))
  await expectAccessible(page)
  await expect(button(page, en('person:same'))).toBeEnabled({ timeout: 20_000 })
  await keyTo(page, '1', heading(page, en('decision:title')))
  await expectAccessible(page)
  await tabTo(page, page.getByRole('radio', { name: beginsWith(en('words:outcome.approved')) }))
  await look(page)
  await page.keyboard.press('Space')
  await heading(page, en('decision:title')).focus()
  await page.keyboard.type(manager.pin)
  await enterTo(
    page,
    packetState(page).filter({ hasText: anyOf(en('words:packet.received'), en('words:packet.decided')) }),
  )
  await expectAccessible(page)
  expect(await touches()).toEqual([])
  await enterTo(page, heading(page, en('home:title')))
})

test('who is called next comes with a document of their own, and one’s figures count practice cases', async () => {
  const { page } = kiosk
  await button(page, en('layout:otherLanguage')).click()
  await choose(page, fr('layout:page.figures'))
  await expect(page.getByRole('heading', { name: fr('practice:figures') })).toBeVisible()
  await expect(page.getByText(fr('practice:nothing'))).toBeVisible()
  await expectAccessible(page)
  await button(page, fr('layout:toCounter')).click()
  await button(page, fr('practice:next')).click()
  await expect(page.getByRole('textbox', { name: fr('home:reference') })).toHaveValue(/^\w{3}-\w{3}-\w{4}$/)
  await expectAccessible(page)
  await button(page, fr('home:open')).click()
  await button(page, fr('application:consents')).click()
  await button(page, fr('document:showSpecimen')).click()
  const confirm = button(page, fr('document:linesRight'))
  const laying = button(page, fr('chip:laySpecimen'))
  await expect(confirm.or(laying)).toBeVisible({ timeout: 60_000 })
  if (await confirm.isVisible()) await confirm.click()
  await expect(laying).toBeVisible()
})
