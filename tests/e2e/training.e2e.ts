import type { Locator, Page } from 'playwright'
import { expect, test } from 'playwright/test'
import { specimenReference } from '../../src/station/training/specimens/specimen-applications.ts'
import {
  answerInspection,
  button,
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
} from './clerk.ts'
import { startKiosk, type Kiosk } from './kiosk.ts'
import { expectAccessible } from './look.ts'

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
const standsIn = /^(Prendre|\d|Lire le document d’exercice|Poser le document d’exercice)$/
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
  const shelf = page.getByRole('listitem').filter({ hasText: 'Passeport en règle' })
  await expectAccessible(page)
  await shelf.getByRole('button', { name: 'Prendre' }).click()
  await button(page, 'Ouvrir le dossier').click()
  await expect(heading(page, /consentement/)).toBeVisible()
  await expectAccessible(page)
  await button(page, 'Le citoyen est d’accord').click()
  await expect(button(page, 'Lire le document d’exercice')).toBeVisible()
  await expectAccessible(page)
  await button(page, 'Lire le document d’exercice').click()
  // A reading that is certain moves on by itself; any other waits for the clerk.
  const confirm = button(page, 'Les lignes sont justes')
  const laying = heading(page, 'Posez le document sur le lecteur')
  await expect(confirm.or(laying)).toBeVisible({ timeout: 60_000 })
  await expectAccessible(page)
  if (await confirm.isVisible()) await confirm.click()
  await expect(laying).toBeVisible()
  await expectAccessible(page)
  await button(page, 'Poser le document d’exercice').click()
  await expect(heading(page, 'Tout concorde')).toBeVisible()
  await expectAccessible(page)
  await confirmComparison(page)
  await expectAccessible(page)
  await answerInspection(page, kiosk.camera)
  await expect(page.getByRole('img', { name: 'Photo de la puce' })).toBeVisible()
  await expectAccessible(page)
  await answerSamePerson(page)
  await expectAccessible(page)
  await chooseOutcome(page, 'Approuver et sceller')
  await touchPin(page)
  await button(page, 'Approuver et sceller').click()
  await expect(packetState(page)).toContainText(/Reçu|Décidé/)
  const onScreen = (await touches()).filter((name) => !standsIn.test(name))
  expect(onScreen.length, onScreen.join(', ')).toBeLessThanOrEqual(mostTouches)
  expect(onScreen).toContain('Approuver et sceller')
  await expectAccessible(page)
  await button(page, 'Citoyen suivant').click()
  await expect(heading(page, 'Quelle est la référence ?')).toBeVisible()
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
  await pressOn(page, 'English')
  await expect(heading(page, 'What is the reference?')).toBeVisible()
  await expectAccessible(page)
  await tabTo(page, page.getByLabel('Application reference'))
  await page.keyboard.type(specimenReference(specimen('long_names')))
  await enterTo(page, heading(page, /consent/))
  await expectAccessible(page)
  await enterTo(page, button(page, 'Read the practice document'))
  await expectAccessible(page)
  await pressOn(page, 'Read the practice document')
  // A reading that is certain moves on by itself; any other waits for the clerk.
  const review = heading(page, 'Compare these lines with the document')
  const laying = heading(page, 'Put the document on the reader')
  await expect(review.or(laying)).toBeVisible({ timeout: 60_000 })
  await expectAccessible(page)
  if (await review.isVisible()) await enterTo(page, laying)
  await expectAccessible(page)
  await pressOn(page, 'Lay the practice document')
  await expect(heading(page, 'Everything agrees')).toBeVisible()
  await expectAccessible(page)
  await look(page)
  await enterTo(page, page.getByText('Point 1 of 3'))
  await expectAccessible(page)
  await kiosk.camera.show(faceOf('long_names'))
  await keyTo(page, '1', page.getByText('Point 2 of 3'))
  await keyTo(page, '1', page.getByText('Point 3 of 3'))
  await keyTo(page, '1', button(page, 'Same person'))
  await expectAccessible(page)
  await expect(button(page, 'Same person')).toBeEnabled({ timeout: 20_000 })
  await keyTo(page, '1', heading(page, 'Your decision'))
  await expectAccessible(page)
  await tabTo(page, page.getByRole('radio', { name: /^Approved/ }))
  await page.keyboard.press('Space')
  await heading(page, 'Your decision').focus()
  await page.keyboard.type(manager.pin)
  await enterTo(page, packetState(page).filter({ hasText: /Received|Decided/ }))
  await expectAccessible(page)
  await enterTo(page, heading(page, 'What is the reference?'))
  expect(await touches()).toEqual([])
})
