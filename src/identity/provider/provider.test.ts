import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { databases } from '../../../tests/fixtures/central-on.ts'
import { becomeActive, type Person, type Phone } from '../../../tests/fixtures/identity/citizen.ts'
import { connectHub } from '../../../tests/fixtures/identity/hub.ts'
import { logIn } from '../../../tests/fixtures/identity/log-in.ts'
import { startIdentityOn, type IdentityOn } from '../../../tests/fixtures/identity/start-identity.ts'

describe.each(databases)('the OpenID provider, as a national hub meets it, on %s', (name, installed) => {
  let on: IdentityOn
  let person: Person
  let phone: Phone
  beforeAll(async () => {
    if (!installed) return
    on = await startIdentityOn(name)
    ;({ person, phone } = await becomeActive(on))
  })
  afterAll(() => on?.stop())

  const combinations = [
    { signed: 'ES256', wrapped: 'RSA-OAEP-256', auth: 'private_key_jwt' },
    { signed: 'RS256', wrapped: 'ECDH-ES', auth: 'client_secret_post' },
  ] as const

  test.runIf(installed).each(combinations)('$signed in $wrapped by $auth', async (settings) => {
    const hub = await connectHub(on, settings)
    const { url, checks } = hub.ask()
    const callback = await logIn({ url, callback: hub.redirectUri }, person, phone)
    const { tokens, userinfo } = await hub.take(callback, checks)
    expect(tokens.claims()).toMatchObject({ acr: 'eidas2', amr: ['pop', 'pin', 'mfa'] })
    const { declared } = person
    expect(userinfo).toEqual({
      sub: tokens.claims().sub,
      given_name: declared.givenNames.join(' '),
      family_name: declared.birthName,
      birthdate: declared.birthDate,
      gender: 'female',
      birthcountry: '99100',
      birthplace: '69123',
      email: declared.email,
      aud: hub.clientId,
      iss: on.service.issuer(),
      exp: expect.anything(),
      iat: expect.anything(),
    })
  })
})
