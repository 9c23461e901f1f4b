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
} from './clerk.ts'
import { startKiosk } from './kiosk.ts'
import { takePicture } from './look.ts'

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
    await page.getByLabel('Référence du dossier').fill('TRA-2N0-001N')
    await page.keyboard.press('Enter')
    await expect(heading(page, /consentement/)).toBeVisible()
    await takePicture(page, 'journey-application')
    await button(page, 'Le citoyen est d’accord').click()
    await live(page)
    await takePicture(page, 'journey-document')
    const laid = heading(page, 'Posez le document sur le lecteur')
    const confirm = button(page, 'Les lignes sont justes')
    await expect(confirm.or(laid).first()).toBeVisible({ timeout: 120_000 })
    if (await confirm.isVisible()) await confirm.click()
    await expect(laid).toBeVisible()
    await takePicture(page, 'journey-chip')
    await camera.show(faceOf('passport'))
    await button(page, 'Poser le document d’exercice').click()
    await expect(heading(page, 'Tout concorde')).toBeVisible()
    await takePicture(page, 'journey-comparison')
    await confirmComparison(page)
    await expect(page.getByText('Point 1 sur 3')).toBeVisible()
    await takePicture(page, 'journey-inspection')
    await answerInspection(page, kiosk.camera)
    await live(page)
    await expect(page.getByText('Bonne lumière')).toBeVisible()
    await takePicture(page, 'journey-person')
    await answerSamePerson(page)
    await chooseOutcome(page, 'Approuver et sceller')
    await page.getByLabel('Votre code, pour signer').fill(manager.pin)
    await takePicture(page, 'journey-decision')
    await button(page, 'Approuver et sceller').click()
    await expect(packetState(page)).toContainText(/Reçu|Décidé/)
    await takePicture(page, 'journey-receipt')
    await button(page, 'Citoyen suivant').click()
  } finally {
    await kiosk.stop()
  }
})

test('a failure, English and the dark', async () => {
  const kiosk = await startKiosk({ reader: 'simulated' })
  const { page } = kiosk
  try {
    await createManager(page)
    await choose(page, 'Réglages')
    await page.getByRole('radio', { name: 'Sombre' }).click({ force: true })
    await takePicture(page, 'settings-dark')
    await choose(page, 'Accueil du guichet')
    await openApplication(page, 'expired_passport')
    await typeZone(page, specimen('expired_passport').mrzLines)
    await button(page, 'Poser le document d’exercice').click()
    await expect(heading(page, /ne concorde/)).toBeVisible()
    await takePicture(page, 'comparison-expired-dark')
    await button(page, 'English').click()
    await button(page, 'Leave').click()
    await button(page, 'Drop it').click()
    await button(page, /open the menu/).click()
    await page.getByRole('menuitem', { name: 'Settings' }).click()
    await page.getByRole('radio', { name: 'Light' }).click({ force: true })
    await button(page, /open the menu/).click()
    await page.getByRole('menuitem').first().click()
    await page.getByLabel('Application reference').fill('TRA-2N0-001N')
    await page.keyboard.press('Enter')
    await button(page, 'The citizen agrees').click()
    await page.getByRole('radio', { name: 'Keyboard' }).click({ force: true })
    for (const [index, line] of specimen('name_mismatch').mrzLines.entries())
      await page.getByLabel(`Line ${index + 1}`).fill(line)
    await page.locator('footer').getByRole('button').last().click()
    await button(page, 'Lay the practice document').click()
    await expect(page.locator('main').getByRole('alert')).toBeVisible()
    await takePicture(page, 'chip-wrong-zone-english')
  } finally {
    await kiosk.stop()
  }
})
