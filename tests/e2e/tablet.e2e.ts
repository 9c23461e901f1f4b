import { expect, test } from 'playwright/test'
import { specimenReference } from '../../src/station/training/specimens/specimen-applications.ts'
import {
  addOperator,
  answerInspection,
  button,
  changeOperator,
  choose,
  chooseOutcome,
  confirmComparison,
  createManager,
  heading,
  answerSamePerson,
  packetState,
  sign,
  specimen,
  type Person,
  typeZone,
} from './clerk.ts'
import { startKiosk, type Kiosk } from './kiosk.ts'
import { expectAccessible, takePicture } from './look.ts'

// The postman's tablet: the day's visits fetched in the morning, then a visit without network.
const postman: Person = { operatorId: 'p-durand', displayName: 'Paul Durand', pin: '615093' }
const visited = specimen('cnie')
const citizen = `${visited.holder.givenNames[0]} ${visited.holder.surname}`
let kiosk: Kiosk

test.describe.configure({ mode: 'serial' })

test.beforeAll(async () => {
  kiosk = await startKiosk({ reader: 'simulated', kind: 'tablet', viewport: { width: 820, height: 1180 } })
  await createManager(kiosk.page)
  await addOperator(kiosk.page, postman, 'Facteur')
  await changeOperator(kiosk.page, postman)
})

test.afterAll(() => kiosk.stop())

test.afterEach(async ({}, info) => {
  if (info.status !== info.expectedStatus) await kiosk.page.screenshot({ path: info.outputPath('screen.png') })
})

const visitOf = (text: string) =>
  kiosk.page.getByRole('region', { name: 'Visites du jour' }).getByRole('listitem').filter({ hasText: text })
const visit = () => visitOf(citizen)

test('the postman finds the visits of the day', async () => {
  const { page } = kiosk
  await button(page, 'Actualiser').click()
  await expect(visit()).toContainText(visited.holder.surname)
  await expect(visit()).toContainText('12 rue des Lilas')
  await expectAccessible(page)
  await takePicture(page, 'tablet-home')
})

test('a visit without network ends provisional, and says what is left to settle', async () => {
  const { page } = kiosk
  await kiosk.central.stop()
  await visit().getByRole('button', { name: 'Commencer la visite' }).click()
  await expect(heading(page, `${citizen} : consentement`)).toBeVisible()
  await takePicture(page, 'tablet-application')
  await button(page, 'Le citoyen est d’accord').click()
  await typeZone(page, visited.mrzLines)
  await button(page, 'Poser le document d’exercice').click()
  await expect(heading(page, 'Tout concorde')).toBeVisible()
  await expect(page.getByText('Hors ligne').first()).toBeVisible()
  await takePicture(page, 'tablet-comparison')
  await confirmComparison(page)
  await answerInspection(page, kiosk.camera)
  await expect(heading(page, 'Est-ce la même personne ?')).toBeVisible()
  await takePicture(page, 'tablet-person')
  await answerSamePerson(page)
  await expect(page.getByText('PROVISOIRE.', { exact: true })).toBeVisible()
  await chooseOutcome(page, 'Approuver et sceller')
  await expect(page.locator('main')).toContainText('L’approbation sera provisoire')
  await expect(page.locator('main')).toContainText('état du dossier')
  await expectAccessible(page)
  await takePicture(page, 'tablet-decision')
  await sign(page, 'Approuver et sceller', postman.pin)
  await expect(packetState(page)).toContainText('En attente')
  await expect(page.getByRole('article')).toContainText('Résultat provisoire')
  await takePicture(page, 'tablet-receipt')
})

test('the visit counts as done, and another is settled without a check', async () => {
  const { page } = kiosk
  await button(page, 'Citoyen suivant').click()
  // Its person goes with its outcome: what is left is known by its reference.
  await expect(visitOf(specimenReference(visited))).toContainText('faite')
  await expect(visit()).toHaveCount(0)
  const other = page
    .getByRole('listitem')
    .filter({ has: button(page, 'Commencer la visite') })
    .first()
  const name = await other.locator('strong').innerText()
  await other.getByRole('radio', { name: 'Absent' }).click()
  await expect(page.getByRole('listitem').filter({ hasText: name })).toContainText('Absent')
  await expect(page.getByRole('listitem').filter({ hasText: name }).getByRole('button')).toHaveCount(0)
})

test('everything arrives when central is back', async () => {
  const { page } = kiosk
  await choose(page, 'Envois')
  const packet = page.getByRole('row').filter({ hasText: specimenReference(visited) })
  await expect(packet).toContainText('En attente')
  await takePicture(page, 'tablet-queue')
  await kiosk.central.start()
  await button(page, 'Envoyer maintenant').click()
  await expect(packet).toContainText(/Reçu|par le service|au service/, { timeout: 90_000 })
  await expect(page.getByRole('banner').getByText('En ligne')).toBeVisible()
})
