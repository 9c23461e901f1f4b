import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { activeStation, databases, startCentralOn, type CentralOn } from '../../../tests/fixtures/central-on.ts'
import {
  askToken,
  callApi,
  makeAssertion,
  registerClient,
  sendTokenForm,
  tokenForm,
} from '../../../tests/fixtures/virtual-client.ts'
import { callJson, makeKeyPair } from '../../../tests/simulate/virtual-station.ts'
import { defineRoute } from '../http/route.ts'
import { describeApi, intakeApi } from '../http/openapi.ts'
import { apiRoutes } from '../api.ts'
import { scopes } from './scopes.ts'

describe.each(databases)('clients of the intake API on %s', (name, installed) => {
  let running: CentralOn
  beforeAll(async () => {
    if (installed) running = await startCentralOn(name)
  })
  afterAll(() => running?.stop())

  test.runIf(installed)('a token needs the client’s key, its own audience and a short life', async () => {
    const client = await registerClient(running.central, 'citizens-web')
    const good = await askToken(client)
    expect({ status: good.status, type: good.body.token_type }).toEqual({ status: 200, type: 'DPoP' })
    expect(good.body.scope.split(' ').sort()).toEqual(Object.keys(scopes).sort())
    const refused = [
      { key: await makeKeyPair() },
      { audience: 'https://elsewhere.example' },
      { audience: `${client.url}/v1/token` },
      { lifeSeconds: -120 },
      { lifeSeconds: 3600 },
      { issuer: 'somebody-else' },
    ]
    for (const change of refused) {
      const reply = await askToken(client, await makeAssertion(client, change))
      expect([reply.status, reply.body.code], JSON.stringify(Object.keys(change))).toEqual([401, 'token_invalid'])
    }
    const stranger = { ...client, clientId: 'nobody-knows' }
    expect((await askToken(stranger)).body.code).toBe('token_invalid')
    const once = await makeAssertion(client)
    expect([(await askToken(client, once)).status, (await askToken(client, once)).status]).toEqual([200, 401])
  })

  test.runIf(installed)('a scope that a client lacks is refused, at the token and at the call', async () => {
    const reader = await registerClient(running.central, 'reader', ['applications:read'])
    expect((await askToken(reader, undefined, 'policy:approve')).body.code).toBe('scope_missing')
    expect((await askToken(reader, undefined, 'no-such-scope')).body.code).toBe('scope_missing')
    expect((await askToken(reader, undefined, 'applications:read')).body.scope).toBe('applications:read')
  })

  test.runIf(installed)('a parameter given twice is refused, whatever its two values', async () => {
    const client = await registerClient(running.central, 'twice', ['applications:read', 'branches:read'])
    const twice = [
      ['scope', 'branches:read'],
      ['grant_type', 'client_credentials'],
      ['client_assertion', 'x.y.z'],
      ['unheard-of', 'value'],
    ] as const
    for (const [name, value] of twice) {
      const form = await tokenForm(client, undefined, 'applications:read')
      if (!form.has(name)) form.append(name, value)
      form.append(name, value)
      const { status, body } = await sendTokenForm(client, form)
      expect([status, body.code], name).toEqual([400, 'request_invalid'])
    }
  })

  test.runIf(installed)('a station’s token opens nothing here, nor a client’s at the station’s requests', async () => {
    const station = await activeStation(running.central)
    await callJson(station, 'GET', '/v1/config')
    const client = await registerClient(running.central, 'double', ['branches:read'])
    const posing = { ...client, key: station.key, token: station.token }
    expect((await callApi(posing, 'GET', '/api/v1/branches')).body.code).toBe('token_invalid')
    await callApi(client, 'GET', '/api/v1/branches')
    expect((await callApi(client, 'GET', '/v1/config')).body.code).toBe('token_invalid')
  })

  test.runIf(installed)('a revoked client’s token counts for nothing at the next call', async () => {
    const client = await registerClient(running.central, 'ending', ['branches:read'])
    expect((await callApi(client, 'GET', '/api/v1/branches')).status).toBe(200)
    await running.central.revokeClient('ending')
    expect((await callApi(client, 'GET', '/api/v1/branches')).body.code).toBe('token_invalid')
    expect((await askToken(client)).body.code).toBe('token_invalid')
  })

  test.runIf(installed)('an identifier or a key is one client’s, and is refused rather than folded', async () => {
    const client = await registerClient(running.central, 'taken', ['branches:read'])
    const given = { name: 'Another', holder: 'somebody', scopes: ['branches:read' as const] }
    const key = (await makeKeyPair()).publicJwk
    const add = (clientId: string, publicJwk = key) => running.central.addClient({ ...given, clientId, key: publicJwk })
    await expect(add('taken')).rejects.toMatchObject({ code: 'forbidden' })
    await expect(add('other', client.key.publicJwk)).rejects.toMatchObject({ code: 'forbidden' })
    for (const clientId of ['Taken', 'ta ken', 'ｔａｋｅｎ', 'tak\u200ben', 'x', 'é-client']) {
      await expect(add(clientId), clientId).rejects.toMatchObject({ code: 'request_invalid' })
    }
  })
})

describe('the description of the intake API', () => {
  test('names for each call the scope it needs, of those that exist', () => {
    const routes = apiRoutes().filter(({ access }) => access === 'client')
    expect(routes.length).toBeGreaterThan(0)
    for (const { path, scope } of routes) expect(Object.keys(scopes), path).toContain(scope)
  })

  test('shows a route as it is served', () => {
    const route = defineRoute<'client', null, null, null>('client', {
      method: 'GET',
      path: '/api/v1/things/:id',
      scope: 'branches:read',
      summary: 'Things',
      answers: { 200: { description: 'Things', schema: null } },
      handle: async () => ({ status: 200, body: null }),
    })
    const { paths } = describeApi(intakeApi, [route]) as { paths: Record<string, Record<string, unknown>> }
    expect(paths['/api/v1/things/{id}']!['get']).toMatchObject({ security: [{ client: ['branches:read'], dpop: [] }] })
  })
})
