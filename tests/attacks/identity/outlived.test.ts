import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createBrowser, refusalOf, type Browser } from '../../fixtures/identity/browser.ts'
import {
  activate,
  activationLink,
  apply,
  askToJoin,
  checkAnew,
  codeIn,
  inventPerson,
  linkIn,
  prove,
  verifyAnew,
  visit,
} from '../../fixtures/identity/citizen.ts'
import { startWithHolder, type HolderScene } from '../../fixtures/identity/holder-scene.ts'
import { askLogin, goBack, logInAt, openLogin } from '../../fixtures/identity/log-in.ts'

// What was given before, each of it in the wrong hands, and what it is worth once the identity has moved on.
let { on, hub, person, phone } = {} as HolderScene
beforeEach(async () => void ({ on, hub, person, phone } = await startWithHolder()))
afterEach(() => on?.stop())

describe('a session in the browser of somebody who relayed a login', () => {
  let stolen: Browser
  beforeEach(async () => {
    stolen = createBrowser(on.origin)
    await logInAt(hub, person, phone, stolen)
    expect(await isLetIn(stolen)).toBe(true)
  })
  /** Whether the session alone opens, for a hub that has nobody asked anything. */
  async function isLetIn(browser: Browser): Promise<boolean> {
    const at = await goBack(browser, hub.ask({ prompt: 'none' }).url, hub.redirectUri)
    return new URL(at).searchParams.has('code')
  }
  async function isRemembered(browser: Browser): Promise<boolean> {
    const { params } = await openLogin(hub.ask().url, browser)
    return (await browser.call('login.read', { params })).remembered !== null
  }

  test('opens nothing after “it was not me” and a new proofing, though it was kept alive all along', async () => {
    await phone.browser.call('holder.suspend')
    expect(await isLetIn(stolen)).toBe(false)
    const anew = await verifyAnew(on, person)
    expect(await isLetIn(stolen)).toBe(false)
    const own = createBrowser(on.origin)
    await logInAt(hub, anew.person, anew.phone, own)
    expect(await isLetIn(own)).toBe(true)
  })

  test('opens nothing after a new proofing of an identity that nobody had suspended', async () => {
    await verifyAnew(on, person)
    expect(await isLetIn(stolen)).toBe(false)
  })

  test('is no browser of the holder’s own any more: it has the allowance of a stranger', async () => {
    expect(await isRemembered(stolen)).toBe(true)
    await phone.browser.call('holder.suspend')
    expect(await isRemembered(stolen)).toBe(false)
  })
})

describe('a link to activate, opened elsewhere and its code given', () => {
  const giveCode = async ({ email, phone: number }: typeof person.declared) => {
    const browser = createBrowser(on.origin)
    await browser.call('activation.open', { body: { token: linkIn(await on.mailTo(email, activationLink)) } })
    await browser.call('activation.code', { body: { code: codeIn(on.messageTo(number)) } })
    return browser
  }
  const goOn = (browser: Browser) => refusalOf(browser.call('activation.secret', { body: { secret: '572916' } }))

  test('goes no further once the person was verified anew: that has a link and a code of its own', async () => {
    const first = await checkAnew(on, person)
    const stranger = await giveCode(first.declared)
    const second = await checkAnew(on, first)
    expect(await goOn(stranger)).toBe('activation_link_invalid')
    await activate(on, second)
  })

  test('nor once another link was sent for', async () => {
    const other = inventPerson()
    const { view, browser } = await apply(on, other)
    await visit(on, view, other)
    const stranger = await giveCode(other.declared)
    await browser.call('application.resend_activation')
    expect(await goOn(stranger)).toBe('activation_link_invalid')
    expect(await refusalOf(stranger.call('activation.read'))).toBe('activation_link_invalid')
  })
})

describe('somebody verified in another’s name', () => {
  test('is told of where the holder was reached until then, with a link that suspends', async () => {
    const before = person.declared
    await checkAnew(on, person)
    expect(on.messageTo(before.phone)).toContain('vérifiée de nouveau')
    const token = linkIn(await on.mailTo(before.email, /vérifiée de nouveau/))
    await createBrowser(on.origin).call('objection.make', { body: { token } })
    const { state } = await on.service.identity.db
      .selectFrom('identity.account')
      .select('state')
      .executeTakeFirstOrThrow()
    expect(state).toBe('SUSPENDED')
  })
})

test('a device that was taken away hears of no login any more by the stream that it had open', async () => {
  const { link: offered } = await phone.browser.call('join.offer')
  const { browser: lost, number } = await askToJoin(on, offered)
  await phone.browser.call('join.answer', { body: { number, ...(await prove(phone, 'join')) } })
  const { device_id } = await lost.call('join.take')
  const leaving = new AbortController()
  const stream = await lost.fetch('/citizen/api/device/events', { signal: leaving.signal })
  const heard: string[] = []
  const decoder = new TextDecoder()
  const listening = (async () => {
    for await (const chunk of stream.body!) heard.push(decoder.decode(chunk as Uint8Array))
  })().catch(() => 'left')
  await phone.browser.call('holder.revoke', { params: { device_id } })
  await askLogin(hub.ask().url, createBrowser(on.origin), person.declared.email)
  await Promise.race([listening, pause(3_000)])
  leaving.abort()
  expect(heard).toHaveLength(1)
  expect(heard[0]).toContain('"pending":null')
})
