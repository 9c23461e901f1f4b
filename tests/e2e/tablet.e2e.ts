import { expect, test } from 'playwright/test'
import { specimenReference } from '../../src/station/training/specimens/specimen-applications.ts'
import {
  addOperator,
  answerInspection,
  button,
  choose,
  chooseOutcome,
  confirmComparison,
  createManager,
  firstLogIn,
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
import { anyOf, fr } from './words.ts'

// The postman's tablet: the day's visits fetched in the morning, then a visit without network.
const postman: Person = { operatorId: 'p-durand', displayName: 'Paul Durand', pin: '615093' }
const visited = specimen('cnie')
const citizen = `${visited.holder.givenNames[0]} ${visited.holder.surname}`
let kiosk: Kiosk

test.describe.configure({ mode: 'serial' })

test.beforeAll(async () => {
  kiosk = await startKiosk({ reader: 'simulated', kind: 'tablet', viewport: { width: 820, height: 1180 } })
  await createManager(kiosk.page)
  await addOperator(kiosk.page, postman, fr('words:role.postman'))
  await choose(kiosk.page, fr('layout:logout'))
  await firstLogIn(kiosk.page, postman)
})

test.afterAll(() => kiosk.stop())

test.afterEach(async ({}, info) => {
  if (info.status !== info.expectedStatus) await kiosk.page.screenshot({ path: info.outputPath('screen.png') })
})

const visitOf = (text: string) =>
  kiosk.page
    .getByRole('region', { name: fr('home:appointments') })
    .getByRole('listitem')
    .filter({ hasText: text })
const visit = () => visitOf(citizen)

test('the postman finds the visits of the day, unasked', async () => {
  const { page } = kiosk
  await expect(visit()).toContainText(visited.holder.surname)
  await expect(visit()).toContainText('12 rue des Lilas')
  await expectAccessible(page)
  await takePicture(page, 'tablet-home')
})

test('a visit without network ends provisional, and says what is left to settle', async () => {
  const { page } = kiosk
  await kiosk.central.stop()
  await visit()
    .getByRole('button', { name: fr('home:startVisit') })
    .click()
  await expect(heading(page, `${citizen} : consentement`)).toBeVisible()
  await takePicture(page, 'tablet-application')
  await button(page, fr('application:consents')).click()
  await typeZone(page, visited.mrzLines)
  await button(page, fr('chip:laySpecimen')).click()
  await expect(heading(page, fr('comparison:allAgree'))).toBeVisible()
  await expect(page.getByText(fr('layout:networkState.offline')).first()).toBeVisible()
  await takePicture(page, 'tablet-comparison')
  await confirmComparison(page)
  await answerInspection(page, kiosk.camera)
  await expect(heading(page, fr('person:title'))).toBeVisible()
  await takePicture(page, 'tablet-person')
  await answerSamePerson(page)
  await expect(page.getByText(fr('layout:provisional'), { exact: true })).toBeVisible()
  await chooseOutcome(page, 'approved')
  await expect(page.locator('main')).toContainText(fr('decision:provisional'))
  await expect(page.locator('main')).toContainText(fr('words:deferred.application_state'))
  await expectAccessible(page)
  await takePicture(page, 'tablet-decision')
  await sign(page, 'approved', postman.pin)
  await expect(packetState(page)).toContainText(fr('words:packet.queued'))
  await expect(page.getByRole('article')).toContainText(fr('receipt:section.provisional'))
  await takePicture(page, 'tablet-receipt')
})

test('the visit counts as done, and another is settled without a check', async () => {
  const { page } = kiosk
  await button(page, fr('receipt:nextCitizen')).click()
  // Its person goes with its outcome: what is left is known by its reference.
  await expect(visitOf(specimenReference(visited))).toContainText(fr('words:visit.done'))
  await expect(visit()).toHaveCount(0)
  const other = page
    .getByRole('listitem')
    .filter({ has: button(page, fr('home:startVisit')) })
    .first()
  const name = await other.locator('strong').innerText()
  await other.getByRole('radio', { name: fr('words:visit.no_show') }).click()
  // Asked about first; the visit can still be held today.
  await page
    .getByRole('alertdialog')
    .getByRole('button', { name: fr('home:absentSure', { outcome: fr('words:visit.no_show') }) })
    .click()
  await expect(page.getByRole('listitem').filter({ hasText: name })).toContainText(fr('words:visit.no_show'))
  await expect(page.getByRole('listitem').filter({ hasText: name }).getByRole('button')).toHaveText([
    fr('home:tryAgain'),
  ])
  // The sealed result and this: both are still to be told.
  await expect(page.getByRole('banner')).toContainText(fr('layout:queue', { count: 2 }))
})

test('everything arrives when central is back', async () => {
  const { page } = kiosk
  await choose(page, fr('layout:page.queue'))
  const packet = page.getByRole('row').filter({ hasText: specimenReference(visited) })
  await expect(packet).toContainText(fr('words:packet.queued'))
  await expect(page.getByRole('main')).toContainText(fr('queue:visits', { count: 1 }))
  await takePicture(page, 'tablet-queue')
  await kiosk.central.start()
  await button(page, fr('queue:sendNow')).click()
  await expect(packet).toContainText(
    anyOf(fr('words:packet.received'), fr('words:central.APPROVED'), fr('words:central.MANUAL_REVIEW')),
    { timeout: 90_000 },
  )
  await expect(page.getByRole('banner').getByText(fr('layout:networkState.online'))).toBeVisible()
  await expect(page.getByRole('banner')).toContainText(fr('layout:queue', { count: 0 }))
})
