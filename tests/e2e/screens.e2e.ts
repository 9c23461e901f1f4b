import type { Page } from 'playwright'
import { expect, test } from 'playwright/test'
import {
  answerInspection,
  button,
  choose,
  createManager,
  faceOf,
  heading,
  manager,
  openApplication,
  packetState,
  photographOf,
  specimen,
  typeZone,
  confirmComparison,
  answerSamePerson,
  chooseOutcome,
  arrived,
} from './clerk.ts'
import { startKiosk } from './kiosk.ts'
import { takePicture } from './look.ts'
import { en, fr, gap, withAny } from './words.ts'

// The pictures of README and docs: `SCREENS=1 npm run e2e -- screens` writes them.
test.skip(!process.env.SCREENS)

const live = (page: Page) =>
  page.waitForFunction(() => (document.querySelector('video')?.currentTime ?? 0) > 0.5, null, { timeout: 30_000 })

test('the journey, step by step', async () => {
  const kiosk = await startKiosk({ reader: 'simulated' })
  const { page, camera } = kiosk
  try {
    await createManager(page)
    await takePicture(page, 'home')
    await camera.show(await photographOf('passport'))
    await page.getByLabel(fr('home:reference')).fill('TRA-2N0-001N')
    await page.keyboard.press('Enter')
    await expect(heading(page, withAny(fr('application:title', { name: gap })))).toBeVisible()
    await takePicture(page, 'journey-application')
    await button(page, fr('application:consents')).click()
    await live(page)
    await takePicture(page, 'journey-document')
    const laid = heading(page, fr('chip:waiting'))
    const confirm = button(page, fr('document:linesRight'))
    await expect(confirm.or(laid).first()).toBeVisible({ timeout: 120_000 })
    if (await confirm.isVisible()) await confirm.click()
    await expect(laid).toBeVisible()
    await takePicture(page, 'journey-chip')
    await camera.show(faceOf('passport'))
    await button(page, fr('chip:laySpecimen')).click()
    await expect(heading(page, fr('comparison:allAgree'))).toBeVisible()
    await takePicture(page, 'journey-comparison')
    await confirmComparison(page)
    await expect(page.getByText(fr('inspection:count', { number: 1, total: 3 }))).toBeVisible()
    await takePicture(page, 'journey-inspection')
    await answerInspection(page, kiosk.camera)
    await live(page)
    await expect(page.getByText(fr('person:hint.good'))).toBeVisible()
    await takePicture(page, 'journey-person')
    await answerSamePerson(page)
    await chooseOutcome(page, 'approved')
    await page.getByLabel(fr('decision:pin')).fill(manager.pin)
    await takePicture(page, 'journey-decision')
    await button(page, fr('decision:seal.approved')).click()
    await expect(packetState(page)).toContainText(arrived)
    await takePicture(page, 'journey-receipt')
    await button(page, fr('receipt:nextCitizen')).click()
  } finally {
    await kiosk.stop()
  }
})

test('a failure, English and the dark', async () => {
  const kiosk = await startKiosk({ reader: 'simulated' })
  const { page } = kiosk
  try {
    await createManager(page)
    await choose(page, fr('layout:page.settings'))
    await page.getByRole('radio', { name: fr('settings:themes.dark') }).click({ force: true })
    await takePicture(page, 'settings-dark')
    await choose(page, fr('layout:page.counter'))
    await openApplication(page, 'expired_passport')
    await typeZone(page, specimen('expired_passport').mrzLines)
    await button(page, fr('chip:laySpecimen')).click()
    await expect(heading(page, fr('comparison:problems', { count: 1 }))).toBeVisible()
    await takePicture(page, 'comparison-expired-dark')
    await button(page, fr('layout:otherLanguage')).click()
    await button(page, en('layout:leave')).click()
    await button(page, en('layout:drop')).click()
    await button(page, withAny(en('layout:menu', { name: gap }))).click()
    await page.getByRole('menuitem', { name: en('layout:page.settings') }).click()
    await page.getByRole('radio', { name: en('settings:themes.light') }).click({ force: true })
    await button(page, withAny(en('layout:menu', { name: gap }))).click()
    await page.getByRole('menuitem').first().click()
    await page.getByLabel(en('home:reference')).fill('TRA-2N0-001N')
    await page.keyboard.press('Enter')
    await button(page, en('application:consents')).click()
    await page.getByRole('radio', { name: en('document:mode.typed') }).click({ force: true })
    for (const [index, line] of specimen('name_mismatch').mrzLines.entries())
      await page.getByLabel(en('document:line', { number: index + 1 })).fill(line)
    await page.locator('footer').getByRole('button').last().click()
    await button(page, en('chip:laySpecimen')).click()
    await expect(page.locator('main').getByRole('alert')).toBeVisible()
    await takePicture(page, 'chip-wrong-zone-english')
  } finally {
    await kiosk.stop()
  }
})
