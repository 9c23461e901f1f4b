import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { activeStation, databases, startCentralOn, type CentralOn } from '../../../tests/fixtures/central-on.ts'
import { testApplication } from '../../../tests/fixtures/test-application.ts'
import { putPacket, sealNext } from '../../../tests/simulate/virtual-packet.ts'
import { makeKeyPair } from '../../../tests/simulate/virtual-station.ts'
import { defaultPolicy } from '../../contract/policy.ts'
import { startPracticeProvider, type PracticeProvider } from '../training/practice-provider.ts'
import { pagesOf } from './roles.ts'

type Session = { cookies: Map<string, string>; csrf: string }
type Reply = { status: number; text: string; location: string | null }

describe.each(databases)('administrators with accounts, on %s', (name, installed) => {
  let running: CentralOn
  let provider: PracticeProvider
  const adminToken = 'a-token-of-the-first-start'
  beforeAll(async () => {
    if (!installed) return
    provider = await startPracticeProvider()
    running = await startCentralOn(name, { adminToken, adminProvider: provider.settings })
  })
  afterAll(async () => {
    await running?.stop()
    await provider?.stop()
  })

  async function go(url: string, cookies: Map<string, string>, form?: Record<string, string>): Promise<Reply> {
    const cookie = [...cookies].map(([key, value]) => `${key}=${value}`).join('; ')
    const sent = form && { method: 'POST', body: new URLSearchParams(form) }
    const reply = await fetch(url, { redirect: 'manual', headers: { cookie }, ...sent })
    for (const given of reply.headers.getSetCookie()) {
      const [, key, value] = /^([^=]+)=([^;]*)/.exec(given)!
      if (value === '') cookies.delete(key!)
      else cookies.set(key!, value!)
    }
    const location = reply.headers.get('location')
    return { status: reply.status, text: await reply.text(), location: location && new URL(location, url).href }
  }
  const at = (path: string) => running.central.url + path
  const see = ({ cookies }: Session, path: string) => go(at(path), cookies)
  const post = ({ cookies, csrf }: Session, path: string, form: Record<string, string> = {}) =>
    go(at(path), cookies, { csrf, ...form })
  const back = async (...given: Parameters<typeof post>) => {
    const { status, location } = await post(...given)
    return location === null ? status : location.slice(running.central.url.length)
  }

  /** As a browser: to the provider, choosing an account there, and back; where it ends. */
  async function comeAs(account: string, cookies = new Map<string, string>()): Promise<Reply & Session> {
    let reply = await go(at('/admin/login/begin'), cookies)
    while (reply.location !== null) {
      const isChoice = /\/interaction\/[\w-]+$/.test(reply.location)
      reply = await go(isChoice ? `${reply.location}/${account}` : reply.location, cookies)
    }
    const page = await go(at('/admin'), cookies)
    return { ...reply, cookies, csrf: /name="csrf" value="([^"]+)"/.exec(page.text)?.[1] ?? '' }
  }
  const audited = (action: string) =>
    running.central.db
      .selectFrom('audit')
      .select(['actor', 'result', 'detail'])
      .where('action', '=', action)
      .orderBy('at')
      .execute()

  test.runIf(installed)('come in by their provider, and the token of the first start opens nothing more', async () => {
    const odile = await comeAs('odile')
    expect([odile.status, odile.csrf.length]).toEqual([200, 43])
    expect((await see(odile, '/admin')).text).toContain('>odile</span>')
    expect((await go(at('/admin/login'), new Map(), { token: adminToken })).status).toBe(403)
    expect(running.central.adminUrl).toBeNull()
    expect(await audited('administrator.login')).toEqual([
      { actor: 'odile', result: 'done', detail: 'provider' },
      { actor: 'unknown', result: 'forbidden', detail: 'token' },
    ])
  })

  test.runIf(installed)('a login is begun here, comes back once, and is by a name of one’s own', async () => {
    const cookies = new Map<string, string>()
    let reply = await go(at('/admin/login/begin'), cookies)
    while (!reply.location!.includes('/admin/login/callback')) {
      const isChoice = /\/interaction\/[\w-]+$/.test(reply.location!)
      reply = await go(isChoice ? `${reply.location}/paul` : reply.location!, cookies)
    }
    const callback = reply.location!
    expect((await go(callback, new Map())).status, 'another browser').toBe(403)
    const { db } = running.central
    await db
      .insertInto('administrator')
      .values({ name: 'sonia', issuer: 'https://elsewhere.test', subject: 'sonia', first_login_at: new Date() })
      .execute()
    expect((await comeAs('sonia')).status, 'the name is somebody else’s').toBe(403)
    await db.deleteFrom('administrator').where('name', '=', 'sonia').execute()
    expect((await go(callback, cookies)).status).toBe(200)
    expect((await go(callback, cookies)).status, 'a second time').toBe(403)
  })

  test.runIf(installed)('a logout ends the session wherever its cookie is', async () => {
    const ada = await comeAs('ada')
    const copy = { ...ada, cookies: new Map(ada.cookies) }
    expect((await see(copy, '/admin')).status).toBe(200)
    expect(await back(ada, '/admin/logout')).toBe('/admin/login')
    expect((await see(copy, '/admin')).location).toBe(at('/admin/login'))
  })

  test.runIf(installed)('see what their role sees, and do what it does', async () => {
    const pages = Object.keys(pagesOf) as (keyof typeof pagesOf)[]
    const roles = { sonia: 'support', victor: 'supervisor', odile: 'security_officer', ada: 'auditor' } as const
    for (const [account, role] of Object.entries(roles)) {
      const session = await comeAs(account)
      const nav = (await see(session, '/admin')).text
      for (const page of pages) {
        const path = page === 'overview' ? '/admin' : `/admin/${page}`
        const may = (pagesOf[page] as readonly string[]).includes(role)
        expect([account, page, (await see(session, path)).status]).toEqual([account, page, may ? 200 : 403])
        expect([account, page, nav.includes(`href="${path}"`)]).toEqual([account, page, may])
      }
    }
    const ada = await comeAs('ada')
    const person = { person: 'marie', name: 'Marie', role: 'manager', trained: '2036-01-01' }
    expect((await post(ada, '/admin/operators', person)).status, 'an auditor does nothing').toBe(403)
    expect(await back(await comeAs('sonia'), '/admin/operators', person)).toBe('/admin/operators?done=1')
    expect(await audited('review.view')).toContainEqual({ actor: 'victor', result: 'seen', detail: null })
    const trace = (await see(ada, '/admin/audit?q=victor')).text
    expect(trace).toContain('victor')
    expect(trace).toContain('Consulté')
    expect(trace, 'a code where a word belongs').not.toMatch(/<td>(seen|done|begun)<\/td>/)
  })

  test.runIf(installed)(
    'figures of operators are the supervisor’s, and each look at them is in the audit',
    async () => {
      const [victor, ada] = [await comeAs('victor'), await comeAs('ada')]
      const isByOperator = async (one: Session) =>
        (await see(one, '/admin/figures?by=operator')).text.includes('servent à la formation')
      expect([await isByOperator(victor), await isByOperator(ada)]).toEqual([true, false])
      expect((await audited('figures.view')).map(({ actor }) => actor)).toEqual(['victor'])
    },
  )

  const waiting = async (by: Session) =>
    /pairs\/([0-9a-f-]{36})\/withdraw/.exec((await see(by, '/admin/pairs')).text)?.[1]
  /** One asks, may not approve it, and another does. */
  async function byTwo(
    one: Session,
    other: Session,
    path: string,
    form: Record<string, string>,
    undone: () => Promise<void>,
  ) {
    expect(await back(one, path, form)).toBe('/admin/pairs?done=1')
    await undone()
    const approve = `/admin/pairs/${await waiting(one)}/approve`
    expect(await back(one, approve)).toBe('/admin/pairs?failed=second_person_needed')
    await undone()
    expect(await back(other, approve)).toBe('/admin/pairs?done=1')
    expect((await post(other, approve)).status, 'once').toBe(404)
  }

  test.runIf(installed)('two set the policy and make keys; what is withdrawn is not done', async () => {
    const [odile, paul] = [await comeAs('odile'), await comeAs('paul')]
    const versions = async () =>
      (await running.central.db.selectFrom('policy').select('version').execute()).map(({ version }) => version)
    const policy = JSON.stringify({ ...defaultPolicy, version: 2, minimumAgeYears: 19 })
    await byTwo(odile, paul, '/admin/policy', { policy }, async () => expect(await versions()).toEqual([]))
    expect(await versions()).toEqual([2])
    const keys = async () =>
      (await running.central.db.selectFrom('central_key').select('kid').where('purpose', '=', 'signing').execute())
        .length
    const before = await keys()
    const rotation = { purpose: 'signing' }
    await byTwo(paul, odile, '/admin/keys/rotate', rotation, async () => expect(await keys()).toBe(before))
    expect(await keys()).toBe(before + 1)
    expect(await back(paul, '/admin/keys/rotate', rotation)).toBe('/admin/pairs?done=1')
    expect(await back(odile, `/admin/pairs/${await waiting(odile)}/withdraw`)).toBe('/admin/pairs?done=1')
    expect([await waiting(odile), await keys()]).toEqual([undefined, before + 1])
    expect((await audited('key.rotate')).map(({ actor, result }) => `${actor} ${result}`)).toEqual([
      ...['paul waits', 'paul second_person_needed', 'odile done', 'paul waits', 'odile withdrawn'],
    ])
    expect((await post(await comeAs('victor'), '/admin/keys/rotate', rotation)).status).toBe(403)
  })

  test.runIf(installed)(
    'a revocation stops at once, and reaches back when a second agrees; so does a release',
    async () => {
      const [odile, paul, victor] = [await comeAs('odile'), await comeAs('paul'), await comeAs('victor')]
      const station = await activeStation(running.central)
      const row = () =>
        running.central.db
          .selectFrom('station')
          .select(['state', 'compromised_since'])
          .where('station_id', '=', station.stationId)
          .executeTakeFirstOrThrow()
      const application = testApplication()
      await running.central.addApplication(application)
      station.operator = await makeKeyPair()
      const sealed = await sealNext(station, application)
      expect((await putPacket(station, sealed)).status).toBe(202)
      await running.central.settled()
      const state = async () =>
        await running.central.db
          .selectFrom('packet')
          .select(['state', 'decided_by'])
          .where('packet_id', '=', sealed.packetId)
          .executeTakeFirstOrThrow()
      expect((await state()).state, 'a key of nobody').toBe('QUARANTINED')
      const decide = `/admin/packets/${station.stationId}/${sealed.packetId}/decide`
      const release = { state: 'APPROVED', people_confirmed: 'people_confirmed', reason: 'seen by two' }
      await byTwo(victor, odile, decide, release, async () => expect((await state()).state).toBe('QUARANTINED'))
      expect(await state()).toEqual({ state: 'APPROVED', decided_by: 'victor, odile' })

      const since = '2026-01-01T00:00'
      await byTwo(odile, paul, `/admin/stations/${station.stationId}/revoke`, { since, zone: 'UTC' }, async () => {
        const { state: standing, compromised_since } = await row()
        expect([standing, compromised_since!.getTime() > Date.parse(`${since}Z`)]).toEqual(['revoked', true])
      })
      expect((await row()).compromised_since?.toISOString()).toBe('2026-01-01T00:00:00.000Z')
      expect((await state()).state).toBe('QUARANTINED')
    },
  )
})
