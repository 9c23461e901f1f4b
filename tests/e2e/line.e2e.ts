import { randomUUID } from 'node:crypto'
import { expect, test, type Browser, type Page } from 'playwright/test'
import { specimenApplications } from '../../src/station/training/specimens/specimen-applications.ts'
import type { Declared } from '../../src/contract/identity.ts'
import { launchChromium } from '../fixtures/chromium.ts'
import type { Person } from '../fixtures/identity/citizen.ts'
import { activate, apply, computer, openPage, press, secret, telephone, type Place } from './citizen-steps.ts'
import {
  answerInspection,
  answerSamePerson,
  arrived,
  button,
  confirmComparison,
  createManager,
  heading,
  packetState,
  sign,
  specimen,
  typeZone,
} from './clerk.ts'
import { startKiosk, type Kiosk } from './kiosk.ts'
import { beginsWith, fr } from './words.ts'

// Everything as training starts it: one central with the identity beside it, a kiosk as the counter, a computer and a telephone. Mails
// and text messages stand on the page of messages; the service to log in at is training's.
let kiosk: Kiosk
let browser: Browser
let place: Place

test.describe.configure({ mode: 'serial' })
test.beforeAll(async () => {
  kiosk = await startKiosk({ reader: 'simulated', central: 'identity' })
  const origin = `http://localhost:${new URL(kiosk.central.url).port}`
  place = {
    origin,
    mailTo: (address, pattern) => readMessage(origin, address, pattern),
    messageTo: (to) => readMessage(origin, to),
  }
  browser = await launchChromium()
  await createManager(kiosk.page)
})
test.afterAll(async () => {
  await browser?.close()
  await kiosk?.stop()
})
test.afterEach(async ({}, info) => {
  if (info.status !== info.expectedStatus) await kiosk.page.screenshot({ path: info.outputPath('counter.png') })
})

/** The newest message to somebody on training's page. */
async function readMessage(origin: string, to: string, pattern = /^/): Promise<string> {
  let found: string | undefined
  await expect
    .poll(async () => {
      const page = await (await fetch(`${origin}/training/messages`)).text()
      const articles = [...page.matchAll(/<article data-to="([^"]*)">([\s\S]*?)<\/article>/g)]
      // Without the head, whose time has digits too.
      found = articles
        .filter(([, whom]) => whom === to)
        .map(([, , body]) => body!.replace(/^[\s\S]*?<pre>/, ''))
        .find((body) => pattern.test(body))
      return found !== undefined
    })
    .toBe(true)
  return found!
}

/** Somebody who has a practice document, as they declare themselves. */
function personOf(key: string, change: Partial<Declared> = {}): Person {
  const { declared } = specimenApplications().find((one) => one.key === key)!
  const n = Math.floor(Math.random() * 10_000)
  const own = { email: `${randomUUID().slice(0, 8)}@example.org`, phone: `+3363998${String(n).padStart(4, '0')}` }
  return { declared: { ...declared, ...own, ...change }, expiresOn: specimen(key).expiryDate }
}

/** The clerk opens the application by the reference on the citizen's page and reads the document. */
async function comeToCounter(page: Page, reference: string, key: string): Promise<void> {
  await page.getByRole('textbox', { name: fr('home:reference') }).fill(reference)
  await page.keyboard.press('Enter')
  await button(page, fr('application:consents')).click()
  await typeZone(page, specimen(key).mrzLines)
  await button(page, fr('chip:laySpecimen')).click()
}

async function nextCitizen(page: Page): Promise<void> {
  await expect(packetState(page)).toContainText(arrived)
  await button(page, fr('receipt:nextCitizen')).click()
}

async function nameSelf(desk: Page, person: Person): Promise<string> {
  await desk.goto(`${place.origin}/training/service/login`)
  await desk.locator('#email').fill(person.declared.email)
  await press(desk, fr('login:page.action'))
  await expect(desk.locator('.digits')).toHaveText(/^\d\d$/)
  return (await desk.locator('.digits').textContent())!
}

test('applied at home, verified at the kiosk, activated on the telephone, logged in at a service', async () => {
  const person = personOf('passport')
  const [desk, phone] = [await openPage(browser, computer), await openPage(browser, telephone)]
  const { reference } = await apply(desk, place, person)
  const counter = kiosk.page
  await comeToCounter(counter, reference!, 'passport')
  await expect(heading(counter, fr('comparison:allAgree'))).toBeVisible()
  await confirmComparison(counter)
  await answerInspection(counter, kiosk.camera)
  await answerSamePerson(counter)
  await sign(counter, 'approved')
  await nextCitizen(counter)
  await activate(phone, place, person)
  await expect(async () => {
    await desk.reload()
    await expect(heading(desk, fr('apply:standing.accepted.title'))).toBeVisible({ timeout: 1_000 })
  }).toPass()
  const number = await nameSelf(desk, person)
  await phone.locator('#number').fill(number)
  await phone.locator('#secret').fill(secret)
  await press(phone, fr('login:pending.confirm'))
  await desk.waitForURL('**/training/service/callback**')
  await expect(desk.locator('dl')).toContainText('eidas2')
  await expect(desk.locator('dl')).toContainText('Camille Anne-Sophie')
  await expect(desk.locator('dl')).toContainText('Lefèvre')
})

test('one given name of two: refused at the kiosk, told why, and nobody at the service knows', async () => {
  const person = personOf('first_passport', { givenNames: ['Noëlle'] })
  const desk = await openPage(browser, computer)
  const { reference } = await apply(desk, place, person)
  const counter = kiosk.page
  await comeToCounter(counter, reference!, 'first_passport')
  await expect(heading(counter, fr('comparison:problems', { count: 1 }))).toBeVisible()
  await confirmComparison(counter)
  await expect(counter.getByRole('radio', { name: beginsWith(fr('words:outcome.approved')) })).toBeDisabled()
  await sign(counter, 'refused')
  await nextCitizen(counter)
  await expect(async () => {
    await desk.reload()
    await expect(heading(desk, fr('apply:standing.not_accepted.title'))).toBeVisible({ timeout: 1_000 })
  }).toPass()
  await expect(desk.getByText(fr('reasons:declared_differs.next')).first()).toBeVisible()
  // Nobody is told at the service: there is no identity, and the page looks as for everybody.
  expect(await nameSelf(desk, person)).toMatch(/^\d\d$/)
})
