import type { Browser, Page } from 'playwright/test'
import { expect } from 'playwright/test'
import type { ApplicationView } from '../../src/contract/identity/application.ts'
import { activationLink, codeIn, linkIn, type Person } from '../fixtures/identity/citizen.ts'
import { fr } from './words.ts'

/** Where a citizen's browser goes, and what reaches them beside it. */
export interface Place {
  origin: string
  mailTo(address: string, pattern?: RegExp): Promise<string>
  messageTo(phone: string): Promise<string> | string
}

export const secret = '830274'

export const computer = { viewport: { width: 1280, height: 800 }, locale: 'fr-FR' }
export const telephone = { viewport: { width: 360, height: 740 }, locale: 'fr-FR', hasTouch: true }
export const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).click()
export const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { name, level: 1 })

export async function openPage(browser: Browser, size: typeof computer): Promise<Page> {
  const context = await browser.newContext({ ...size, reducedMotion: 'reduce' })
  return context.newPage()
}

/** The telephone's own safe for passkeys, as the browser lends one to tests (CDP WebAuthn). */
export async function addPasskeys(page: Page): Promise<void> {
  const client = await page.context().newCDPSession(page)
  await client.send('WebAuthn.enable')
  await client.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
}

async function fillDate(page: Page, id: string, date: string): Promise<void> {
  const [year, month, day] = date.split('-')
  await page.locator(`#${id}`).fill(day!)
  await page.locator(`#${id}-month`).fill(month!)
  await page.locator(`#${id}-year`).fill(year!)
}

/** "Will it work?", and the address with its code: the application has begun. */
export async function begin(page: Page, on: Place, { declared, expiresOn }: Person): Promise<void> {
  await page.goto(`${on.origin}/citizen/`)
  await press(page, fr('apply:welcome.start'))
  await page.getByText(fr('documents:passport.apply.name')).click()
  await fillDate(page, 'expires', expiresOn)
  await fillDate(page, 'birthDate', declared.birthDate)
  await press(page, fr('apply:check.action'))
  await press(page, fr('apply:check.goOn'))
  await confirmAddress(page, on, declared.email)
}

/** This browser holds the application of that address from now on. */
export async function confirmAddress(page: Page, on: Place, email: string): Promise<void> {
  await page.locator('#email').fill(email)
  await press(page, fr('apply:email.action'))
  await expect(heading(page, fr('apply:email.codeTitle'))).toBeVisible()
  await page.locator('#code').fill(codeIn(await on.mailTo(email)))
  await press(page, fr('apply:email.confirm'))
}

/** Document and names, each saved when its page is left. */
export async function sayWho(page: Page, { declared }: Person): Promise<void> {
  await page.locator('#documentNumber').fill(declared.documentNumber)
  await press(page, fr('apply:save'))
  await page.locator('#birthName').fill(declared.birthName)
  await page.locator('#givenNames').fill(declared.givenNames.join(', '))
  await page.getByText(declared.sex === 'F' ? fr('words:sex.F') : fr('words:sex.M')).click()
  await press(page, fr('apply:save'))
  await expect(heading(page, fr('apply:birth.title'))).toBeVisible()
}

/** From "will it work?" to the reference, as a person does it. */
export async function apply(page: Page, on: Place, person: Person): Promise<ApplicationView> {
  const { declared } = person
  await begin(page, on, person)
  await sayWho(page, person)
  await page.getByText(fr('apply:birth.france')).click()
  const { name } = declared.birthPlace
  await page.locator('#place').fill(name)
  await page
    .getByRole('button', { name: new RegExp(`^${name}`) })
    .first()
    .click()
  await press(page, fr('apply:save'))
  await page.getByText(fr('apply:nationality.frenchHint')).click()
  await press(page, fr('apply:save'))
  await press(page, fr('apply:address.write'))
  await page.locator('#line').fill(declared.address.lines[0]!)
  await page.locator('#postcode').fill(declared.address.postcode)
  await page.locator('#city').fill(declared.address.city)
  await press(page, fr('apply:address.confirm'))
  await page.locator('#phone').fill(declared.phone)
  await press(page, fr('apply:phone.action'))
  await expect(heading(page, fr('apply:phone.codeTitle'))).toBeVisible()
  await page.locator('#code').fill(codeIn(await on.messageTo(declared.phone)))
  await press(page, fr('apply:phone.confirm'))
  await page.getByText(fr('apply:consent.agree')).click()
  await press(page, fr('apply:consent.action'))
  await page.getByText(fr('apply:channel.counter'), { exact: true }).click()
  await page.getByText(fr('apply:channel.any')).click()
  await press(page, fr('apply:save'))
  await press(page, fr('apply:summary.action'))
  await expect(heading(page, fr('apply:standing.awaiting_visit.title'))).toBeVisible()
  await expect(page.getByRole('img', { name: fr('apply:reference.qr') })).toBeVisible()
  const answer = await page.request.get(`${on.origin}/citizen/api/application`)
  return (await answer.json()) as ApplicationView
}

/** From the mail's link to the application on this telephone, with a passkey unless it has none. */
export async function activate(
  page: Page,
  on: Place,
  person: Person,
  kind: 'passkey' | 'key' = 'passkey',
): Promise<void> {
  if (kind === 'passkey') await addPasskeys(page)
  const token = linkIn(await on.mailTo(person.declared.email, activationLink))
  await page.goto(`${on.origin}/citizen/activate#${token}`)
  await expect(heading(page, fr('login:activate.codeTitle'))).toBeVisible()
  expect(page.url()).not.toContain(token)
  await page.locator('#code').fill(codeIn(await on.messageTo(person.declared.phone)))
  await press(page, fr('login:activate.codeAction'))
  for (const [code, refused] of [
    ['123456', true],
    [secret, false],
  ] as const) {
    await page.locator('#secret').fill(code)
    await page.locator('#again').fill(code)
    await press(page, fr('login:activate.secretAction'))
    if (refused) await expect(page.getByRole('alert')).toContainText(fr('failures:secret_trivial.title'))
  }
  await press(page, fr('login:activate.deviceAction'))
  await press(page, fr('apply:welcome.openApp'))
  await expect(page.getByText(fr('login:app.waiting'))).toBeVisible()
}
