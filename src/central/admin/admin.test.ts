import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { registerStation } from '../../../tests/simulate/virtual-station.ts'
import { endingOf } from '../../contract/readable-thumbprint.ts'
import { createCentral, type RunningCentral } from '../central.ts'
import { html } from './html.ts'
import { sayReason } from './texts.ts'

const token = 'a-token-of-the-test'
let central: RunningCentral

beforeAll(async () => {
  central = await createCentral({ environment: 'production', adminToken: token })
})
afterAll(() => central.stop())

type Page = { status: number; text: string; location: string | null; cookie: string | null; csp: string | null }

async function ask(path: string, options: { cookie?: string; form?: Record<string, string> } = {}): Promise<Page> {
  const { cookie, form } = options
  const response = await fetch(central.url + path, {
    redirect: 'manual',
    method: form ? 'POST' : 'GET',
    headers: cookie ? { cookie } : {},
    ...(form ? { body: new URLSearchParams(form) } : {}),
  })
  const { headers } = response
  const given = headers.get('set-cookie')?.split(';')[0] ?? null
  const text = await response.text()
  const csp = headers.get('content-security-policy')
  return { status: response.status, text, location: headers.get('location'), cookie: given, csp }
}

async function login(): Promise<{ cookie: string; csrf: string }> {
  const { cookie } = await ask('/admin/login', { form: { token } })
  const { text } = await ask('/admin', { cookie: cookie! })
  return { cookie: cookie!, csrf: /name="csrf" value="([^"]+)"/.exec(text)![1]! }
}

describe('login', () => {
  test('the right token opens, a wrong one does not, nor does a forged or missing cookie', async () => {
    expect((await ask('/admin/login', { form: { token: 'wrong' } })).status).toBe(403)
    const { cookie } = await login()
    expect((await ask('/admin', { cookie })).status).toBe(200)
    for (const other of [undefined, `${cookie}x`, 'guichet_admin=9999999999999.x.y']) {
      const reply = await ask('/admin/stations', other === undefined ? {} : { cookie: other })
      expect([reply.status, reply.location]).toEqual([303, '/admin/login'])
    }
  })

  test('the printed link logs in once', async () => {
    const path = central.adminUrl!.slice(central.url.length)
    expect((await ask(path)).location).toBe('/admin')
    expect((await ask(path)).status).toBe(200)
    expect((await ask(path)).cookie).toBeNull()
  })

  test('a form without the session’s own token is refused', async () => {
    const { cookie } = await login()
    const form = { branch: 'Brest', csrf: 'guessed' }
    expect((await ask('/admin/stations/codes', { cookie, form })).status).toBe(403)
    const { csrf } = await login()
    expect((await ask('/admin/stations/codes', { cookie, form: { branch: 'Brest', csrf } })).status).toBe(403)
  })

  test('pages allow no script and nothing from elsewhere', async () => {
    const { cookie } = await login()
    const { text, csp } = await ask('/admin/stations', { cookie })
    expect(csp).toContain("default-src 'none'")
    expect(text).not.toMatch(/<script|style=|https?:/)
  })
})

test('where there is nothing yet the overview says so under each heading', async () => {
  const { cookie } = await login()
  const { text } = await ask('/admin', { cookie })
  const sections = [...text.matchAll(/<h2>[^<]*<\/h2>\s*<p class="soft">Rien ici pour le moment\.<\/p>/g)]
  expect(sections).toHaveLength(3)
})

test('a branch registers, is activated by what it reads out, and revoked', async () => {
  const { cookie, csrf } = await login()
  const person = { person: 'marie', name: 'Marie Dupont', role: 'manager', trained: '2036-01-01' }
  expect((await ask('/admin/operators', { cookie, form: { csrf, ...person } })).location).toBe(
    '/admin/operators?done=1',
  )
  const branch = { csrf, branch: '<b>Brest</b>' }
  const unmanned = await ask('/admin/stations/codes', { cookie, form: branch })
  expect(unmanned.status, 'nobody could log in there').toBe(400)
  const issued = await ask('/admin/stations/codes', { cookie, form: { ...branch, manager: 'marie' } })
  const code = /class="code">([^<]+)</.exec(issued.text)![1]!
  const station = await registerStation(central.url, code)
  expect((await ask('/admin/stations', { cookie })).text).toContain('&lt;b&gt;Brest')
  const path = `/admin/stations/${station.stationId}`
  const wrong = await ask(`${path}/activate`, { cookie, form: { csrf, ending: 'AAAA-AAAA' } })
  expect(wrong.location).toBe('/admin/stations?failed=thumbprint_differs')
  expect((await ask(wrong.location!, { cookie })).text).toContain(sayReason('thumbprint_differs', 'fr'))
  const right = await ask(`${path}/activate`, {
    cookie,
    form: { csrf, ending: endingOf(station.key.kid).toLowerCase() },
  })
  expect(right.location).toBe('/admin/stations?done=1')
  const warned = (await ask('/admin/stations', { cookie })).text
  expect(warned.indexOf('Irréversible, guichet ou tablette'), 'beside the button, before it').toBeGreaterThan(0)
  expect(warned.indexOf('Irréversible')).toBeLessThan(warned.indexOf('class="danger"'))
  const nowhere = await ask(`${path}/revoke`, { cookie, form: { csrf, since: '2026-01-01T00:00' } })
  expect(nowhere.location, 'a time without its zone').toBe('/admin/stations?failed=request_invalid')
  const future = { since: '2099-01-01T00:00', zone: 'UTC' }
  expect((await ask(`${path}/revoke`, { cookie, form: { csrf, ...future } })).location).toBe(
    '/admin/stations?failed=time_in_future',
  )
  const revoked = await ask(`${path}/revoke`, {
    cookie,
    form: { csrf, since: '2026-01-01T00:00', zone: 'Europe/Paris' },
  })
  expect(revoked.location).toBe('/admin/stations?done=1')
  const row = await central.db.selectFrom('station').selectAll().executeTakeFirstOrThrow()
  expect([row.state, row.compromised_since?.toISOString()]).toEqual(['revoked', '2025-12-31T23:00:00.000Z'])
  const audited = await central.db.selectFrom('audit').select(['action', 'result']).execute()
  expect(audited).toContainEqual({ action: 'station.activate', result: 'thumbprint_differs' })
  expect(audited).toContainEqual({ action: 'station.revoke', result: 'done' })
})

test('every page in both languages; fonts and style are served here', async () => {
  const { cookie } = await login()
  const language = await ask('/admin/language?to=en', { cookie })
  for (const path of [
    '/admin',
    '/admin/stations',
    '/admin/packets?state=REJECTED',
    '/admin/review',
    '/admin/contests',
    '/admin/operators',
    '/admin/trust',
    '/admin/services',
    '/admin/pairs',
    '/admin/fleet',
    '/admin/audit',
  ]) {
    expect((await ask(path, { cookie })).text).toContain('<html lang="fr">')
    expect((await ask(path, { cookie: `${cookie}; ${language.cookie}` })).text).toContain('<html lang="en">')
  }
  for (const path of [
    '/admin/style.css',
    '/admin/fonts/regular.woff2',
    '/admin/fonts/bold.woff2',
    '/admin/fonts/mono.woff2',
  ]) {
    expect((await ask(path)).status).toBe(200)
  }
  expect((await ask('/admin/packets?state=NOTHING', { cookie })).status).toBe(400)
})

test('an operator’s training is a day, whatever the time zone', async () => {
  await central.addPerson({ personId: 'rene', displayName: 'René', role: 'clerk', trainedUntil: '2036-03-01' })
  const { cookie } = await login()
  expect((await ask('/admin/operators', { cookie })).text).toContain('<time datetime="2036-03-01">01/03/2036</time>')
})

test('whatever form takes a time asks where its clock stood, the kiosk’s own place first; nowhere, never and the future are refused', async () => {
  const { cookie, csrf } = await login()
  await central.addPerson({ personId: 'lea', displayName: 'Léa', role: 'manager', trainedUntil: '2036-03-01' })
  const code = await central.issueStationCode('Nouméa', 'lea')
  const { stationId } = await registerStation(central.url, code)
  await central.db
    .updateTable('station')
    .set({ time_zone: 'Pacific/Noumea' })
    .where('station_id', '=', stationId)
    .execute()
  const pages = await Promise.all(
    ['/admin', '/admin/stations', '/admin/review', '/admin/contests', '/admin/operators', '/admin/trust'].map((path) =>
      ask(path, { cookie }),
    ),
  )
  const forms = pages.flatMap(({ text }) => text.match(/<form[\s\S]*?<\/form>/g) ?? [])
  const timed = forms.filter((form) => /type="(datetime-local|time|datetime)"/.test(form))
  expect(timed.length).toBeGreaterThanOrEqual(2)
  for (const form of timed) {
    expect(form).toContain('<select name="zone">')
    const path = /action="([^"]+)"/.exec(form)![1]!
    for (const [fields, failed] of [
      [{ since: '2026-01-01T08:00' }, 'request_invalid'],
      [{ zone: 'Europe/Paris' }, 'request_invalid'],
      [{ since: '2026-03-29T02:30', zone: 'Europe/Paris' }, 'request_invalid'],
      [{ since: new Date(Date.now() + 3_600_000).toISOString().slice(0, 16), zone: 'UTC' }, 'time_in_future'],
    ] as const) {
      const reply = await ask(path, { cookie, form: { csrf, ...fields } })
      expect(reply.location ?? reply.text).toContain(
        reply.status === 303 ? `failed=${failed}` : sayReason(failed, 'fr'),
      )
    }
  }
  const noumea = timed.find((form) => form.includes(stationId))!
  expect(noumea).toContain('<option value="Pacific/Noumea" selected>')
  // An hour ago by the clock there, typed as it was read: not an hour of another place.
  const hourAgo = new Date(Math.floor(Date.now() / 60_000) * 60_000 - 3_600_000)
  const wall = new Date(hourAgo.getTime() + 11 * 3_600_000).toISOString().slice(0, 16)
  const form = { csrf, since: wall, zone: 'Pacific/Noumea' }
  expect((await ask(`/admin/stations/${stationId}/revoke`, { cookie, form })).location).toContain('done=1')
  const row = central.db.selectFrom('station').select('compromised_since').where('station_id', '=', stationId)
  expect(await row.executeTakeFirst()).toEqual({ compromised_since: hourAgo })
})

test('no words come from a link, and a reason may be called like anything', async () => {
  const { cookie } = await login()
  for (const failed of ['constructor', '__proto__', 'toString', 'Votre%20jeton%20a%20expir%C3%A9']) {
    const page = await ask(`/admin/packets?failed=${failed}`, { cookie })
    expect([page.status, page.text.includes(decodeURIComponent(failed))]).toEqual([200, false])
  }
  expect((await ask('/admin/packets?failed=forbidden', { cookie })).text).toContain(sayReason('forbidden', 'fr'))
  for (const reason of ['constructor', '__proto__', 'hasOwnProperty', 'faux nom'])
    expect(sayReason(reason, 'fr')).toBe(reason)
})

test('markup escapes what is put into it', () => {
  expect(html`<p title="${'"\'>'}">${'<script>'}${[html`<b>${1}</b>`]}${null}</p>`.markup).toBe(
    '<p title="&quot;&#39;&gt;">&lt;script&gt;<b>1</b></p>',
  )
})
