import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test, type Browser, type Page } from 'playwright/test'
import { launchChromium } from '../fixtures/chromium.ts'
import { inventPerson, visit, type Person } from '../fixtures/identity/citizen.ts'
import { connectHub, usualHub, type Hub } from '../fixtures/identity/hub.ts'
import { startPushService, type PushService } from '../fixtures/identity/push-service.ts'
import { startIdentityOn, type IdentityOn } from '../fixtures/identity/start-identity.ts'
import { activate, apply, computer, heading, openPage, press, secret, telephone } from './citizen-steps.ts'
import { fr, gap, withAny } from './words.ts'

// The citizen's line in a real browser: a computer that applies and logs in, a telephone that activates and confirms. Mails and text
// messages go through a real mail server and gateway; the counter's packet is sealed by a station without a screen.
let on: IdentityOn
let hub: Hub
let callback: Server
let browser: Browser
let pushService: PushService

test.describe.configure({ mode: 'serial' })
test.beforeAll(async () => {
  pushService = await startPushService()
  on = await startIdentityOn('PGlite', { policy: { pushServices: [pushService.origin] } })
  callback = createServer((_, response) => response.end('the hub')).listen(0, '127.0.0.1')
  await once(callback, 'listening')
  const redirectUri = `http://127.0.0.1:${(callback.address() as AddressInfo).port}/oidc-callback`
  hub = await connectHub(on, usualHub, redirectUri)
  browser = await launchChromium()
})
test.afterAll(async () => {
  await browser?.close()
  callback?.close()
  await on?.stop()
  await pushService?.stop()
})

/** From the service to the number on the login page; what the hub checks when the browser comes back. */
async function beginLogin(page: Page, person: Person) {
  const { url, checks } = hub.ask()
  await page.goto(url)
  await page.locator('#email').fill(person.declared.email)
  await press(page, fr('login:page.action'))
  const digits = page.locator('.digits')
  await expect(digits).toHaveText(/^\d\d$/)
  return { number: (await digits.textContent())!, checks }
}

/** The browser's push service, which cannot be reached from here: the subscription is the local one's, the rest is the browser's own. */
async function lendPushService(page: Page): Promise<void> {
  await page.context().grantPermissions(['notifications'], { origin: on.origin })
  await page.exposeFunction('subscribeLocally', (key: string) => pushService.subscribe(key))
  await page.addInitScript(() => {
    PushManager.prototype.subscribe = async (options) => {
      const { subscribeLocally } = globalThis as unknown as { subscribeLocally(key: unknown): Promise<object> }
      const subscription = await subscribeLocally(options!.applicationServerKey)
      return { toJSON: () => subscription } as PushSubscription
    }
  })
}

/** Hands the worker what its push service delivered, as the browser does (CDP ServiceWorker), and reads what is then shown. */
async function deliver(page: Page, data: string) {
  const client = await page.context().newCDPSession(page)
  const registered = new Promise<string>((resolve) =>
    client.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const [first] = registrations
      if (first) resolve(first.registrationId)
    }),
  )
  await client.send('ServiceWorker.enable')
  await client.send('ServiceWorker.deliverPushMessage', { origin: on.origin, registrationId: await registered, data })
  return page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready
    for (;;) {
      const shown = await registration.getNotifications()
      if (shown.length > 0) return shown.map(({ title, body, tag }) => ({ title, body, tag }))
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  })
}

test('applied, verified, activated, logged in at a service, and refused in one tap', async () => {
  const person = inventPerson()
  const [desk, phone] = [await openPage(browser, computer), await openPage(browser, telephone)]
  await lendPushService(phone)
  const view = await apply(desk, on, person)
  await visit(on, view, person)
  await desk.reload()
  await expect(heading(desk, fr('apply:standing.accepted.title'))).toBeVisible()
  await activate(phone, on, person)
  await press(phone, fr('login:push.enable'))
  await expect(phone.getByText(fr('login:push.on'))).toBeVisible()
  // With the application closed, the notice alone says that something waits.
  await phone.goto(`${on.origin}/citizen/help`)
  const { number, checks } = await beginLogin(desk, person)
  await expect.poll(() => pushService.delivered.length).toBe(1)
  const [notice] = await deliver(phone, pushService.delivered[0]!.text)
  expect(notice).toMatchObject({ title: fr('login:push.title'), tag: 'login' })
  await phone.goto(`${on.origin}/citizen/app`)
  await expect(heading(phone, withAny(fr('login:pending.title', { service: gap })))).toBeVisible()
  await phone.locator('#number').fill(number)
  await phone.locator('#secret').fill(secret)
  await press(phone, fr('login:pending.confirm'))
  await expect(phone.getByText(fr('login:page.stage.approved'))).toBeVisible()
  await desk.waitForURL(`${hub.redirectUri}**`)
  const { tokens, userinfo } = await hub.take(desk.url(), checks)
  expect(tokens.claims().acr).toBe('eidas2')
  expect(userinfo).toMatchObject({ birthdate: person.declared.birthDate, birthplace: '69123' })
  await beginLogin(desk, person)
  await press(phone, fr('login:pending.refuse'))
  await expect(phone.getByText(fr('login:app.ended.refused'))).toBeVisible()
  await expect(heading(desk, fr('login:page.stage.refused'))).toBeVisible()
})

test('refused at the counter: why, what to do, contested', async () => {
  const person = inventPerson()
  const page = await openPage(browser, computer)
  const view = await apply(page, on, person)
  await visit(on, view, person, { outcome: 'refused', reasons: ['document_expired'] })
  await page.reload()
  await expect(heading(page, fr('apply:standing.not_accepted.title'))).toBeVisible()
  await expect(page.getByText(fr('reasons:document_expired.title'))).toBeVisible()
  await page.getByLabel(fr('apply:contest.label')).fill('Mon document est le bon.')
  await press(page, fr('apply:contest.action'))
  await expect(page.getByText(withAny(fr('apply:contest.taken', { day: gap })))).toBeVisible()
})
