import * as client from 'openid-client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createBrowser } from '../../../tests/fixtures/identity/browser.ts'
import { answer, becomeActive, type Person, type Phone } from '../../../tests/fixtures/identity/citizen.ts'
import { serveHub } from '../../../tests/fixtures/identity/hub.ts'
import { goBack, openLogin } from '../../../tests/fixtures/identity/log-in.ts'
import { startIdentityOn, type IdentityOn } from '../../../tests/fixtures/identity/start-identity.ts'

const secret = 'a-secret-of-more-than-thirty-two-characters'
const callback = 'http://localhost:1/callback'

describe('a service behind a hub behind us', () => {
  let on: IdentityOn
  let hub: Awaited<ReturnType<typeof serveHub>>
  let person: Person
  let phone: Phone
  beforeAll(async () => {
    on = await startIdentityOn('PGlite')
    ;({ person, phone } = await becomeActive(on))
    hub = await serveHub(on, callback)
  })
  afterAll(async () => {
    await hub?.stop()
    await on?.stop()
  })

  const discover = () =>
    client.discovery(new URL(hub.origin), 'service', secret, client.ClientSecretPost(secret), {
      execute: [client.allowInsecureRequests],
    })

  async function ask() {
    const config = await discover()
    const [state, nonce] = [client.randomState(), client.randomNonce()]
    const asked = { redirect_uri: callback, scope: 'openid profile', state, nonce, acr_values: 'eidas2' }
    const url = client.buildAuthorizationUrl(config, asked).href
    return { config, url, checks: { expectedState: state, expectedNonce: nonce } }
  }

  test('gets the identity, at the level it asked for', async () => {
    const { config, url, checks } = await ask()
    const browser = createBrowser(on.origin)
    const { params } = await openLogin(url, browser)
    const body = { email: person.declared.email, remember: false }
    const { number } = await browser.call('login.name', { params, body })
    expect((await phone.browser.call('pending.read')).pending).toMatchObject({ hub: 'FranceConnect+ (essai)' })
    await answer(phone, number!)
    const { continue_url } = await browser.call('login.read', { params, query: { seen: 'waiting' } })
    const back = await goBack(browser, continue_url!, callback)
    const tokens = await client.authorizationCodeGrant(config, new URL(back), checks)
    expect(tokens.claims()).toMatchObject({ acr: 'eidas2' })
    const sub = tokens.claims()!.sub
    expect(await client.fetchUserInfo(config, tokens.access_token, sub)).toMatchObject({
      family_name: person.declared.birthName,
      given_name: person.declared.givenNames.join(' '),
      birthdate: person.declared.birthDate,
    })
  })

  test('is told that the person refused', async () => {
    const { url } = await ask()
    const browser = createBrowser(on.origin)
    const { params } = await openLogin(url, browser)
    await browser.call('login.name', { params, body: { email: person.declared.email, remember: false } })
    const { pending } = await phone.browser.call('pending.read')
    await phone.browser.call('pending.refuse', { params: { login_id: pending!.login_id } })
    const { cancel_url } = await browser.call('login.read', { params, query: { seen: 'waiting' } })
    const back = await goBack(browser, cancel_url, callback)
    expect(new URL(back).searchParams.get('error')).toBe('access_denied')
  })
})
