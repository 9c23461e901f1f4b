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
  firstLogIn,
  givenPin,
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
  arrived,
} from './clerk.ts'
import { startKiosk, type Kiosk } from './kiosk.ts'
import { expectGoodLooks } from './look.ts'
import { anyOf, beginsWith, fr, gap, withAny } from './words.ts'

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

const home = (page: Page) => heading(page, fr('home:title'))
const alert = (page: Page) => page.getByRole('alert')

/** As people type it here. */
function dayMonthsAgo(months: number): string {
  const day = new Date()
  day.setUTCMonth(day.getUTCMonth() - months, 1)
  return day.toISOString().slice(0, 10).split('-').reverse().join('/')
}

async function editClerk(page: Page): Promise<void> {
  await choose(page, fr('layout:page.operators'))
  await button(page, `Modifier ${clerk.displayName}`).click()
}

test('a training of thirteen months ago shuts the login until it is renewed', async () => {
  const { page } = kiosk
  await addOperator(page, clerk, fr('words:role.clerk'), dayMonthsAgo(13))
  await expect(page.getByRole('row').filter({ hasText: clerk.operatorId })).toContainText(fr('people:lapsed'))
  await expectGoodLooks(page, 'operators')
  await choose(page, fr('layout:logout'))
  await expect(page.getByLabel(fr('access:pin'))).toBeVisible()
  await expectGoodLooks(page, 'login')
  await logIn(page, { ...clerk, pin: givenPin })
  await expect(alert(page)).toContainText(fr('failures:operator_training_expired.title'))
  await logIn(page, manager)
  await editClerk(page)
  await page.getByLabel(fr('people:trainedOn')).fill(dayMonthsAgo(1))
  await button(page, fr('people:save')).click()
  await expect(page.getByRole('row').filter({ hasText: clerk.operatorId })).not.toContainText(fr('people:lapsed'))
  await choose(page, fr('layout:logout'))
  await firstLogIn(page, clerk)
  await expect(home(page)).toBeVisible()
})

test('a clerk is not offered what belongs to the manager', async () => {
  const { page } = kiosk
  await button(page, withAny(fr('layout:menu', { name: gap }))).click()
  await expect(page.getByRole('menuitem', { name: fr('layout:page.queue') })).toBeVisible()
  for (const item of [fr('layout:page.log'), fr('layout:page.operators'), fr('layout:page.trust')])
    await expect(page.getByRole('menuitem', { name: item })).toHaveCount(0)
  await page.keyboard.press('Escape')
})

test('wrong PINs shut the login for a time that is told, and a manager opens it', async () => {
  const { page } = kiosk
  await choose(page, fr('layout:logout'))
  const wrong = { ...clerk, pin: '918273' }
  for (let attempt = 1; attempt <= 3; attempt++) {
    await logIn(page, wrong)
    await expect(alert(page)).toContainText(fr('failures:operator_unknown_or_wrong_pin.title'))
  }
  await logIn(page, clerk)
  await expect(alert(page)).toContainText(fr('failures:operator_locked_out.title'))
  await expect(alert(page)).toContainText('30 secondes')
  await logIn(page, manager)
  await editClerk(page)
  await page.getByLabel(fr('people:newPin')).fill(givenPin)
  await button(page, fr('people:save')).click()
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await choose(page, fr('layout:logout'))
  await firstLogIn(page, clerk)
  await expect(home(page)).toBeVisible()
})

test('a locked screen gives the case back to whoever left it', async () => {
  const { page } = kiosk
  await openApplication(page, 'passport')
  await expect(heading(page, fr('documents:passport.show'))).toBeVisible()
  await choose(page, fr('layout:lock'))
  await expect(heading(page, fr('access:lockedTitle'))).toBeVisible()
  await expect(page.locator('body')).not.toContainText(specimen('passport').holder.surname)
  await page.getByLabel(fr('access:pin')).fill('918273')
  await button(page, fr('access:unlock')).click()
  await expect(alert(page)).toContainText(fr('failures:pin_wrong.title'))
  await page.getByLabel(fr('access:pin')).fill(clerk.pin)
  await button(page, fr('access:unlock')).click()
  await expect(heading(page, fr('documents:passport.show'))).toBeVisible()
})

async function readChip(page: Page): Promise<void> {
  await button(page, fr('chip:laySpecimen')).click()
  await expect(heading(page, fr('comparison:allAgree'))).toBeVisible()
}

test('a case outlives a power cut, and its chip is read again', async () => {
  const { page } = kiosk
  await typeZone(page, specimen('passport').mrzLines)
  await readChip(page)
  await confirmComparison(page)
  await expect(page.getByText(fr('inspection:count', { number: 1, total: 3 }))).toBeVisible()
  await kiosk.restartStation()
  await logIn(page, clerk)
  await expect(home(page)).toBeVisible()
  await expectGoodLooks(page, 'resume')
  await button(page, fr('home:resume')).click()
  // The zone opens the chip, so that it is read again too: neither is ever on disk.
  await typeZone(page, specimen('passport').mrzLines)
  await readChip(page)
  await confirmComparison(page)
  await answerInspection(page, kiosk.camera)
  await answerSamePerson(page)
  await sign(page, 'approved', clerk.pin)
  await expect(packetState(page)).toContainText(arrived)
  await button(page, fr('receipt:nextCitizen')).click()
  await expect(home(page)).toBeVisible()
})

/** Up to the decision, with a document whose chip does not answer. */
async function verifyWithoutChip(page: Page): Promise<void> {
  await openApplication(page, 'defective_chip')
  await typeZone(page, specimen('defective_chip').mrzLines)
  await button(page, fr('layout:wayRound.chipDefective')).click()
  await confirmComparison(page)
  await answerInspection(page, kiosk.camera)
  await answerSamePerson(page)
  await expect(heading(page, fr('decision:title'))).toBeVisible()
  await expect(page.getByRole('radio', { name: beginsWith(fr('words:outcome.approved')) })).toBeDisabled()
  await button(page, fr('decision:release')).click()
}

async function release(page: Page, { operatorId, pin }: typeof manager): Promise<void> {
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(fr('decision:overrideText')).fill('La puce ne répond sur aucun lecteur du bureau.')
  await dialog.getByLabel(fr('decision:manager')).fill(operatorId)
  // Typed without aiming at the field: the digits are the dialog's alone.
  await dialog.getByRole('heading').click()
  await page.keyboard.type(pin)
  await dialog.getByRole('button', { name: fr('decision:overrideSign') }).click()
}

test('a manager who holds the case cannot release it', async () => {
  const { page } = kiosk
  await changeOperator(page, manager)
  await verifyWithoutChip(page)
  await release(page, manager)
  await expect(page.getByRole('dialog').getByRole('alert')).toContainText(fr('failures:override_own_case.title'))
  await page
    .getByRole('dialog')
    .getByRole('button', { name: fr('common:cancel') })
    .click()
  await expect(page.getByRole('radio', { name: beginsWith(fr('words:outcome.approved')) })).toBeDisabled()
  await button(page, fr('layout:leave')).click()
  await button(page, anyOf(fr('layout:drop'))).click()
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
  await expect(page.getByText(fr('decision:released', { gate: fr('failures:chip_required.title') }))).toBeVisible()
  await expectGoodLooks(page, 'override-given')
  await expect(page.getByLabel(fr('decision:pin'))).toHaveValue('')
  await page.getByRole('radio', { name: beginsWith(fr('words:outcome.approved')) }).click({ force: true })
  await sign(page, 'approved', clerk.pin)
  await expect(packetState(page)).toContainText(arrived)
})

test('central’s page of the fleet tells of the camera that the kiosk’s page found, and not what is no maker’s label', async () => {
  // The menu offers the equipment where no case is open.
  await button(kiosk.page, fr('receipt:nextCitizen')).click()
  await choose(kiosk.page, fr('layout:page.equipment'))
  await expect(kiosk.page.locator('video')).toBeVisible()
  await choose(kiosk.page, fr('layout:page.queue'))
  const administrator = await kiosk.page.context().browser()!.newPage({ locale: 'fr-FR' })
  await administrator.goto(kiosk.central.adminUrl!)
  const cell = administrator.getByRole('cell', { name: beginsWith(fr('administrator:camera_ready')) })
  await expect(async () => {
    // A kiosk tells how it is when it next sends.
    await button(kiosk.page, fr('queue:sendNow')).click()
    await administrator.goto(`${kiosk.central.url}/admin/fleet`)
    // Its browser calls the fed camera by the file that feeds it.
    await expect(cell).toHaveText(fr('administrator:camera_ready'), { timeout: 1_000 })
  }).toPass({ timeout: 90_000 })
  await administrator.close()
})
