import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { chromium, expect, test, type Browser, type Page } from 'playwright/test'
import type { ApplicationView } from '../../src/contract/identity/application.ts'
import { codeIn, inventPerson, linkIn, visit, type Person } from '../fixtures/identity/citizen.ts'
import { connectHub, type Hub } from '../fixtures/identity/hub.ts'
import { startIdentityOn, type IdentityOn } from '../fixtures/identity/start-identity.ts'

// The citizen's line in a real browser: a computer that applies and logs in, a telephone that activates and confirms. Mails and text
// messages go through a real mail server and gateway; the counter's packet is sealed by a station without a screen.
let on: IdentityOn
let hub: Hub
let callback: Server
let browser: Browser
const secret = '830274'

test.describe.configure({ mode: 'serial' })
test.beforeAll(async () => {
  on = await startIdentityOn('PGlite')
  callback = createServer((_, response) => response.end('the hub')).listen(0, '127.0.0.1')
  await once(callback, 'listening')
  const redirectUri = `http://127.0.0.1:${(callback.address() as AddressInfo).port}/oidc-callback`
  hub = await connectHub(on, { signed: 'ES256', wrapped: 'ECDH-ES', auth: 'private_key_jwt' }, redirectUri)
  browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--no-first-run'] })
})
test.afterAll(async () => {
  await browser?.close()
  callback?.close()
  await on?.stop()
})

const computer = { viewport: { width: 1280, height: 800 }, locale: 'fr-FR' }
const telephone = { viewport: { width: 360, height: 740 }, locale: 'fr-FR', hasTouch: true }
const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).click()
const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { name, level: 1 })

async function openPage(size: typeof computer): Promise<Page> {
  const context = await browser.newContext({ ...size, reducedMotion: 'reduce' })
  return context.newPage()
}

/** The telephone's own safe for passkeys, as the browser lends one to tests (CDP WebAuthn). */
async function addPasskeys(page: Page): Promise<void> {
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

/** From "will it work?" to the reference, as a person does it. */
async function apply(page: Page, { declared, expiresOn }: Person): Promise<ApplicationView> {
  await page.goto(`${on.origin}/citizen/`)
  await press(page, 'Vérifier si cela marchera')
  await page.getByText('Passeport français').click()
  await fillDate(page, 'expires', expiresOn)
  await fillDate(page, 'birthDate', declared.birthDate)
  await press(page, 'Voir la réponse')
  await press(page, 'Ouvrir le dossier')
  await page.locator('#email').fill(declared.email)
  await press(page, 'Recevoir le code')
  await expect(heading(page, 'Regardez vos courriels')).toBeVisible()
  await page.locator('#code').fill(codeIn(await on.mailTo(declared.email)))
  await press(page, 'Confirmer l’adresse')
  await page.locator('#documentNumber').fill(declared.documentNumber)
  await press(page, 'Enregistrer et continuer')
  await page.locator('#birthName').fill(declared.birthName)
  await page.locator('#givenNames').fill(declared.givenNames.join(', '))
  await page.getByText('Femme').click()
  await press(page, 'Enregistrer et continuer')
  await expect(heading(page, 'Votre naissance')).toBeVisible()
  await page.getByText('En France').click()
  await page.locator('#place').fill('Lyon')
  await page.getByRole('button', { name: /^Lyon/ }).first().click()
  await press(page, 'Enregistrer et continuer')
  await page.getByText('Passeport ou carte d’identité français').click()
  await press(page, 'Enregistrer et continuer')
  await press(page, 'Écrire l’adresse')
  await page.locator('#line').fill(declared.address.lines[0]!)
  await page.locator('#postcode').fill(declared.address.postcode)
  await page.locator('#city').fill(declared.address.city)
  await press(page, 'C’est mon adresse')
  await page.locator('#phone').fill(declared.phone)
  await press(page, 'Recevoir le code')
  await expect(heading(page, 'Regardez vos messages')).toBeVisible()
  await page.locator('#code').fill(codeIn(on.messageTo(declared.phone)))
  await press(page, 'Confirmer le numéro')
  await page.getByText('J’ai lu, et j’accepte').click()
  await press(page, 'Accepter et continuer')
  await page.getByText('Au bureau de poste', { exact: true }).click()
  await page.getByText('N’importe quel bureau').click()
  await press(page, 'Enregistrer et continuer')
  await press(page, 'Envoyer le dossier')
  await expect(heading(page, 'Dossier envoyé : venez avec votre document')).toBeVisible()
  await expect(page.getByRole('img', { name: 'Code QR de votre référence' })).toBeVisible()
  const answer = await page.request.get(`${on.origin}/citizen/api/application`)
  return (await answer.json()) as ApplicationView
}

async function activate(page: Page, person: Person): Promise<void> {
  await addPasskeys(page)
  const token = linkIn(await on.mailTo(person.declared.email, /#([\w-]{43})/))
  await page.goto(`${on.origin}/citizen/activate#${token}`)
  await expect(heading(page, 'Le code envoyé à votre téléphone')).toBeVisible()
  expect(page.url()).not.toContain(token)
  await page.locator('#code').fill(codeIn(on.messageTo(person.declared.phone)))
  await press(page, 'Continuer')
  for (const [code, refused] of [
    ['123456', true],
    [secret, false],
  ] as const) {
    await page.locator('#secret').fill(code)
    await page.locator('#again').fill(code)
    await press(page, 'Garder ce code')
    if (refused) await expect(page.getByRole('alert')).toContainText('trop facile à deviner')
  }
  await press(page, 'Activer sur cet appareil')
  await press(page, 'Ouvrir mon identité')
  await expect(page.getByText('Aucune connexion ne vous attend')).toBeVisible()
}

/** From the service to the number on the login page; what the hub checks when the browser comes back. */
async function beginLogin(page: Page, person: Person) {
  const { url, checks } = hub.ask()
  await page.goto(url)
  await page.locator('#email').fill(person.declared.email)
  await press(page, 'Continuer')
  const digits = page.locator('.digits')
  await expect(digits).toHaveText(/^\d\d$/)
  return { number: (await digits.textContent())!, checks }
}

test('applied, verified, activated, logged in at a service, and refused in one tap', async () => {
  const person = inventPerson()
  const [desk, phone] = [await openPage(computer), await openPage(telephone)]
  const view = await apply(desk, person)
  await visit(on, view, person)
  await desk.reload()
  await expect(heading(desk, 'Votre identité est vérifiée')).toBeVisible()
  await activate(phone, person)
  const { number, checks } = await beginLogin(desk, person)
  await expect(heading(phone, /Service des impôts demande votre identité/)).toBeVisible()
  await phone.locator('#number').fill(number)
  await phone.locator('#secret').fill(secret)
  await press(phone, 'Me connecter')
  await expect(phone.getByText('C’est confirmé')).toBeVisible()
  await desk.waitForURL(`${hub.redirectUri}**`)
  const { tokens, userinfo } = await hub.take(desk.url(), checks)
  expect(tokens.claims().acr).toBe('eidas2')
  expect(userinfo).toMatchObject({ birthdate: person.declared.birthDate, birthplace: '69123' })
  await beginLogin(desk, person)
  await press(phone, /refuser/)
  await expect(phone.getByText('Personne n’a été connecté')).toBeVisible()
  await expect(heading(desk, 'Connexion refusée')).toBeVisible()
})

test('refused at the counter: why, what to do, contested', async () => {
  const person = inventPerson()
  const page = await openPage(computer)
  const view = await apply(page, person)
  await visit(on, view, person, { outcome: 'refused', reasons: ['document_expired'] })
  await page.reload()
  await expect(heading(page, 'Votre dossier n’a pas été accepté')).toBeVisible()
  await expect(page.getByText('Document périmé')).toBeVisible()
  await page.getByLabel('Pourquoi, avec vos mots').fill('Mon document est le bon.')
  await press(page, 'Contester la décision')
  await expect(page.getByText('Nous avons votre contestation')).toBeVisible()
})
