import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'playwright/test'
import {
  arrived,
  button,
  chooseOutcome,
  confirmComparison,
  createManager,
  heading,
  answerSamePerson,
  look,
  manager,
  packetState,
  specimen,
} from '../e2e/clerk.ts'
import { startService, type Service } from '../e2e/kiosk.ts'
import { fr } from '../e2e/words.ts'
import { launchShell, makeDataFolder, type Shell } from './launch.ts'

// A citizen's visit in the real shell, with a central, from the shelf of specimens to the receipt.
test.describe.configure({ mode: 'serial' })
const place = makeDataFolder()
const centralFolder = mkdtempSync(join(tmpdir(), 'guichet-shell-central-'))
let central: Service
let shell: Shell

test.beforeAll(async () => {
  const variables = { GUICHET_CENTRAL_DATA: centralFolder, PORT: '0', GUICHET_ENVIRONMENT: 'training' }
  central = await startService('src/central/main.ts', variables)
  shell = await launchShell({ folder: place.folder, variables: { GUICHET_CENTRAL_URL: central.url } })
})
test.afterAll(async () => {
  await shell.app.close()
  await central.stop()
  place.remove()
  rmSync(centralFolder, { recursive: true, force: true })
})

test('a specimen goes from the shelf to the comparison', async () => {
  const { page } = shell
  await createManager(page)
  const shelf = page.getByRole('listitem').filter({ hasText: specimen('passport').title.fr })
  await shelf.getByRole('button', { name: fr('home:take') }).click()
  await button(page, fr('home:open')).click()
  await button(page, fr('application:consents')).click()
  await button(page, fr('document:showSpecimen')).click()
  const confirm = button(page, fr('document:linesRight'))
  const laying = heading(page, fr('chip:waiting'))
  await expect(confirm.or(laying)).toBeVisible({ timeout: 90_000 })
  if (await confirm.isVisible()) await confirm.click()
  await expect(laying).toBeVisible()
  await button(page, fr('chip:laySpecimen')).click()
  await expect(heading(page, fr('comparison:allAgree'))).toBeVisible()
})

test('and on to its receipt', async () => {
  const { page } = shell
  await confirmComparison(page)
  for (let point = 1; point <= 3; point++) {
    await expect(page.getByText(fr('inspection:count', { number: point, total: 3 }))).toBeVisible()
    await look(page)
    await button(page, fr('inspection:answer.present')).click()
  }
  await answerSamePerson(page)
  await chooseOutcome(page, 'approved')
  for (const digit of manager.pin) await page.getByRole('button', { name: digit, exact: true }).click()
  await button(page, fr('decision:seal.approved')).click()
  await expect(packetState(page)).toContainText(arrived)
})
