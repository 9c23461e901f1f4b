import type { Page } from 'playwright'
import { expect, test } from 'playwright/test'
import {
  addOperator,
  answerInspection,
  button,
  changeOperator,
  choose,
  clerk,
  createManager,
  heading,
  logIn,
  manager,
  openApplication,
  packetState,
  sign,
  specimen,
  typeZone,
  confirmComparison,
  answerSamePerson,
} from './clerk.ts'
import { startKiosk, type Kiosk } from './kiosk.ts'
import { expectGoodLooks } from './look.ts'

// Who may do what at the counter, and what outlives a lock or a power cut.
let kiosk: Kiosk

test.describe.configure({ mode: 'serial' })

test.beforeAll(async () => {
  kiosk = await startKiosk({ reader: 'simulated' })
  await createManager(kiosk.page)
})

test.afterAll(() => kiosk.stop())

test.afterEach(async ({}, info) => {
  if (info.status !== info.expectedStatus) await kiosk.page.screenshot({ path: info.outputPath('screen.png') })
})

const home = (page: Page) => heading(page, 'Quelle est la référence ?')
const alert = (page: Page) => page.getByRole('alert')

/** As people type it here. */
function dayMonthsAgo(months: number): string {
  const day = new Date()
  day.setUTCMonth(day.getUTCMonth() - months, 1)
  return day.toISOString().slice(0, 10).split('-').reverse().join('/')
}

async function editClerk(page: Page): Promise<void> {
  await choose(page, 'Agents')
  await button(page, `Modifier ${clerk.displayName}`).click()
}

test('a training of thirteen months ago shuts the login until it is renewed', async () => {
  const { page } = kiosk
  await addOperator(page, clerk, 'Guichetier', dayMonthsAgo(13))
  await expect(page.getByRole('row').filter({ hasText: clerk.operatorId })).toContainText('périmée')
  await expectGoodLooks(page, 'operators')
  await choose(page, 'Se déconnecter')
  await expectGoodLooks(page, 'login')
  await logIn(page, clerk)
  await expect(alert(page)).toContainText('Formation à renouveler')
  await logIn(page, manager)
  await editClerk(page)
  await page.getByLabel('Date de formation').fill(dayMonthsAgo(1))
  await button(page, 'Enregistrer').click()
  await expect(page.getByRole('row').filter({ hasText: clerk.operatorId })).not.toContainText('périmée')
  await changeOperator(page, clerk)
  await expect(home(page)).toBeVisible()
})

test('a clerk is not offered what belongs to the manager', async () => {
  const { page } = kiosk
  await button(page, /ouvrir le menu/).click()
  await expect(page.getByRole('menuitem', { name: 'Envois' })).toBeVisible()
  for (const item of ['Journal du jour', 'Agents', 'Certificats de confiance'])
    await expect(page.getByRole('menuitem', { name: item })).toHaveCount(0)
  await page.keyboard.press('Escape')
})

test('wrong PINs shut the login for a time that is told, and a manager opens it', async () => {
  const { page } = kiosk
  await choose(page, 'Se déconnecter')
  const wrong = { ...clerk, pin: '918273' }
  for (let attempt = 1; attempt <= 3; attempt++) {
    await logIn(page, wrong)
    await expect(alert(page)).toContainText('Identifiant ou code incorrect')
  }
  await logIn(page, clerk)
  await expect(alert(page)).toContainText('Trop d’essais')
  await expect(alert(page)).toContainText('30 secondes')
  await logIn(page, manager)
  await editClerk(page)
  await page.getByLabel('Nouveau code').fill(clerk.pin)
  await button(page, 'Enregistrer').click()
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await changeOperator(page, clerk)
  await expect(home(page)).toBeVisible()
})

test('a locked screen gives the case back to whoever left it', async () => {
  const { page } = kiosk
  await openApplication(page, 'passport')
  await expect(heading(page, 'Montrez la page photo du passeport')).toBeVisible()
  await choose(page, 'Verrouiller l’écran')
  await expect(heading(page, 'Écran verrouillé')).toBeVisible()
  await expect(page.locator('body')).not.toContainText(specimen('passport').holder.surname)
  await page.getByLabel('Code personnel').fill('918273')
  await button(page, 'Déverrouiller').click()
  await expect(alert(page)).toContainText('Code incorrect')
  await page.getByLabel('Code personnel').fill(clerk.pin)
  await button(page, 'Déverrouiller').click()
  await expect(heading(page, 'Montrez la page photo du passeport')).toBeVisible()
})

async function readChip(page: Page): Promise<void> {
  await button(page, 'Poser le document d’exercice').click()
  await expect(heading(page, 'Tout concorde')).toBeVisible()
}

test('a case outlives a power cut, and its chip is read again', async () => {
  const { page } = kiosk
  await typeZone(page, specimen('passport').mrzLines)
  await readChip(page)
  await confirmComparison(page)
  await expect(page.getByText('Point 1 sur 3')).toBeVisible()
  await kiosk.restartStation()
  await logIn(page, clerk)
  await expect(home(page)).toBeVisible()
  await expectGoodLooks(page, 'resume')
  await button(page, 'Reprendre').click()
  // The zone opens the chip, so that it is read again too: neither is ever on disk.
  await typeZone(page, specimen('passport').mrzLines)
  await readChip(page)
  await confirmComparison(page)
  await answerInspection(page, kiosk.camera)
  await answerSamePerson(page)
  await sign(page, 'Approuver et sceller', clerk.pin)
  await expect(packetState(page)).toContainText(/Reçu|Décidé/)
  await button(page, 'Citoyen suivant').click()
  await expect(home(page)).toBeVisible()
})

/** Up to the decision, with a document whose chip does not answer. */
async function verifyWithoutChip(page: Page): Promise<void> {
  await openApplication(page, 'defective_chip')
  await typeZone(page, specimen('defective_chip').mrzLines)
  await button(page, 'La puce ne marche pas').click()
  await confirmComparison(page)
  await answerInspection(page, kiosk.camera)
  await answerSamePerson(page)
  await expect(heading(page, 'Votre décision')).toBeVisible()
  await expect(page.getByRole('radio', { name: /^Approuvé/ })).toBeDisabled()
  await button(page, 'Demander une dérogation').click()
}

async function release(page: Page, { operatorId, pin }: typeof manager): Promise<void> {
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Ce que le responsable a constaté').fill('La puce ne répond sur aucun lecteur du bureau.')
  await dialog.getByLabel('Identifiant du responsable').fill(operatorId)
  // Typed without aiming at the field: the digits are the dialog's alone.
  await dialog.getByRole('heading').click()
  await page.keyboard.type(pin)
  await dialog.getByRole('button', { name: 'Accorder et signer' }).click()
}

test('a manager who holds the case cannot release it', async () => {
  const { page } = kiosk
  await changeOperator(page, manager)
  await verifyWithoutChip(page)
  await release(page, manager)
  await expect(page.getByRole('dialog').getByRole('alert')).toContainText('Il faut une autre personne')
  await page.getByRole('dialog').getByRole('button', { name: 'Annuler' }).click()
  await expect(page.getByRole('radio', { name: /^Approuvé/ })).toBeDisabled()
  await button(page, 'Quitter').click()
  await button(page, /Abandonner/).click()
  await expect(home(page)).toBeVisible()
})

test('a second person, a manager, releases a dead chip for this one case', async () => {
  const { page } = kiosk
  await changeOperator(page, clerk)
  await verifyWithoutChip(page)
  await release(page, clerk)
  await expect(page.getByRole('dialog').getByRole('alert')).toBeVisible()
  await expectGoodLooks(page, 'override')
  await release(page, manager)
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(page.getByText('Dérogation accordée : La puce n’a pas été lue')).toBeVisible()
  await expectGoodLooks(page, 'override-given')
  await expect(page.getByLabel('Votre code, pour signer')).toHaveValue('')
  await page.getByRole('radio', { name: /^Approuvé/ }).click({ force: true })
  await sign(page, 'Approuver et sceller', clerk.pin)
  await expect(packetState(page)).toContainText(/Reçu|Décidé/)
})
