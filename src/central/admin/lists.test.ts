import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { databases, startCentralOn, type CentralOn } from '../../../tests/fixtures/central-on.ts'
import type { StoredState } from '../database/tables.ts'

const token = 'a-token-of-the-test'
const branches = 250
const waiting = 230
const approved = 12_000
const start = Date.parse('2026-03-01T08:00:00.000Z')
const stations = Array.from({ length: branches }, () => randomUUID())
const uuidOf = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`

describe.each(databases)('lists of the administrator on %s', (name, installed) => {
  let running: CentralOn
  let cookie: string
  let csrf: string
  beforeAll(async () => {
    if (!installed) return
    running = await startCentralOn(name, { adminToken: token, now: () => new Date(start + 10 * 86_400_000) })
    await fill()
    const login = await ask('/admin/login', new URLSearchParams({ token }))
    cookie = login.headers.get('set-cookie')!.split(';')[0]!
    csrf = /name="csrf" value="([^"]+)"/.exec(await textOf('/admin'))![1]!
  })
  afterAll(() => running?.stop())

  const ask = (path: string, body?: URLSearchParams) =>
    fetch(running.central.url + path, {
      redirect: 'manual',
      headers: cookie ? { cookie } : {},
      ...(body ? { method: 'POST', body } : {}),
    })
  const textOf = async (path: string) => (await ask(path)).text()
  const numbersIn = (text: string) => [...text.matchAll(/n° (\d+)/g)].map(([, n]) => Number(n))
  const nextOf = (text: string) => /<a href="([^"]+)" rel="next"/.exec(text)?.[1]?.replaceAll('&amp;', '&') ?? null

  async function fill(): Promise<void> {
    const { db } = running.central
    const key = JSON.stringify({})
    const station = (station_id: string, i: number) => ({
      station_id,
      branch_name: i === 200 ? 'Lyon_100% Terreaux' : `Bureau ${i}`,
      kind: 'counter' as const,
      state: i === 240 ? ('pending' as const) : ('active' as const),
      thumbprint: `thumb${i}x`.padEnd(43, 'y'),
      ...{ public_key: key, encryption_key: key, software_version: '1', registered_at: new Date(start - i) },
    })
    await db.insertInto('station').values(stations.map(station)).execute()
    const people = stations.map((_, i) => `clerk-${String(i).padStart(3, '0')}`)
    const by = { created_at: new Date(start), created_by: 'test', confirmed_at: new Date(start) }
    await db
      .insertInto('person')
      .values(people.map((person_id) => ({ person_id, display_name: person_id, ...by })))
      .execute()
    const term = { valid_from: '2026-01-01', role: 'clerk' as const, trained_until: '2027-01-01' }
    const recorded = { recorded_at: new Date(start), recorded_by: 'test' }
    await db
      .insertInto('person_term')
      .values(people.map((person_id) => ({ person_id, ...term, ...recorded })))
      .execute()
    await db
      .insertInto('assignment')
      .values(stations.map((station_id, i) => ({ station_id, person_id: people[i]!, since: new Date(start) })))
      .execute()
    for (let from = 0; from < approved + waiting; from += 1000) {
      const size = Math.min(1000, approved + waiting - from)
      await db
        .insertInto('packet')
        .values(Array.from({ length: size }, (_, i) => packet(from + i)))
        .execute()
    }
  }

  /** Three arrive in each millisecond. */
  function packet(n: number) {
    const station_id = stations[n % branches]!
    const state: StoredState = n < approved ? 'APPROVED' : n % 2 === 0 ? 'MANUAL_REVIEW' : 'QUARANTINED'
    const at = new Date(start + Math.floor(n / 3))
    return {
      ...{ station_id, packet_id: uuidOf(n), seq: n + 1, prev_hash: '', sha256: '', application_id: randomUUID() },
      ...{ operator_id: 'clerk-000', outcome: 'approved' as const, captured_at: at, received_at: at },
      ...{ delivered_by: station_id, receipt: '', jwe: '', state },
    }
  }

  test.runIf(installed)('what waits for a decision: the oldest first, each once, page after page', async () => {
    const seen: number[] = []
    for (let path: string | null = '/admin/review'; path !== null;) {
      const text = await textOf(path)
      seen.push(...numbersIn(text))
      path = nextOf(text)
    }
    expect(seen).toEqual(Array.from({ length: waiting }, (_, i) => approved + i + 1))
  })

  test.runIf(installed)(
    'all files: the newest first, and the next page the same whatever arrived meanwhile',
    async () => {
      const first = await textOf('/admin/packets')
      const total = approved + waiting
      expect(numbersIn(first)).toEqual(Array.from({ length: 100 }, (_, i) => total - i))
      await running.central.db.insertInto('packet').values(packet(total)).execute()
      const second = await textOf(nextOf(first)!)
      expect(numbersIn(second)).toEqual(Array.from({ length: 100 }, (_, i) => total - 100 - i))
      await running.central.db.deleteFrom('packet').where('packet_id', '=', uuidOf(total)).execute()
    },
  )

  test.runIf(installed)('a file by its number, those of a kiosk, and the counts', async () => {
    expect(numbersIn(await textOf(`/admin/packets?q=${uuidOf(77)}`))).toEqual([78])
    expect(numbersIn(await textOf(`/admin/packets?q=${randomUUID()}`))).toEqual([])
    const own = numbersIn(await textOf(`/admin/packets?station=${stations[7]}`))
    expect(own.every((n) => n % branches === 8)).toBe(true)
    expect(own).toHaveLength(49)
    expect(await textOf('/admin')).toMatch(/<strong>10000\+<\/strong>/)
  })

  test.runIf(installed)('a file that waits for the one before it is listed once it is late', async () => {
    const { db } = running.central
    const gap = (n: number, since: Date | null) =>
      db.updateTable('packet').set({ gap_since: since }).where('packet_id', '=', uuidOf(n)).execute()
    await gap(500, new Date(start))
    await gap(501, new Date(start + 10 * 86_400_000 - 60_000))
    const missing = 'Le dossier précédent manque</div>'
    const listed = await textOf('/admin/packets?gap=1')
    expect([numbersIn(listed), listed.includes(missing)]).toEqual([[501], true])
    await db
      .insertInto('packet')
      .values({ ...packet(500), packet_id: randomUUID(), seq: 500 })
      .execute()
    expect(numbersIn(await textOf('/admin/packets?gap=1')), 'it came').toEqual([])
  })

  test.runIf(installed)('kiosks and operators: found among many, and paged', async () => {
    const first = await textOf('/admin/stations')
    expect(first.indexOf('Bureau 240<'), 'waiting ones first').toBeLessThan(first.indexOf('Bureau 0<'))
    const branchesOn = (text: string) => [...text.matchAll(/Bureau (\d+)</g)].map(([, n]) => Number(n))
    const all: number[] = []
    for (let path: string | null = '/admin/stations'; path !== null;) {
      const text = await textOf(path)
      all.push(...branchesOn(text))
      path = nextOf(text)
    }
    expect(new Set(all).size).toBe(branches - 1)
    expect(await textOf(`/admin/stations?q=${encodeURIComponent('n_100%')}`)).toContain('Lyon_100%')
    expect(branchesOn(await textOf(`/admin/stations?q=${encodeURIComponent('%')}`))).toEqual([])
    expect(branchesOn(await textOf('/admin/stations?q=thumb199x'))).toEqual([199])
    const found = await textOf('/admin/operators?q=CLERK-24')
    expect(new Set(found.match(/clerk-\d+/g))).toEqual(new Set(Array.from({ length: 10 }, (_, i) => `clerk-24${i}`)))
    expect(nextOf(await textOf('/admin/operators'))).toBe('/admin/operators?page=2')
  })

  test.runIf(installed)(
    'a form that is wrong is answered with a page, and whoever has no session with the login',
    async () => {
      const path = `/admin/packets/${stations[0]}/${uuidOf(approved)}/decide`
      const short = await ask(path, new URLSearchParams({ csrf, state: 'APPROVED', reason: '  x  ' }))
      expect([short.status, short.headers.get('content-type')]).toEqual([400, 'text/html; charset=utf-8'])
      expect(await short.text()).toContain('Un champ manque')
      const known = cookie
      cookie = ''
      const out = await ask(path, new URLSearchParams({ csrf, state: 'REJECTED', reason: 'because' }))
      cookie = known
      expect([out.status, out.headers.get('location')]).toEqual([303, '/admin/login'])
    },
  )

  test.runIf(installed)('what is asked is traced with its reason; where it cannot be, nothing is done', async () => {
    const { db } = running.central
    const stateOf = async (n: number) =>
      (await db.selectFrom('packet').select('state').where('packet_id', '=', uuidOf(n)).executeTakeFirstOrThrow()).state
    const decide = (n: number, reason: string) =>
      ask(
        `/admin/packets/${stations[n % branches]}/${uuidOf(n)}/decide`,
        new URLSearchParams({ csrf, state: 'NOT_VERIFIED', again: 'visit_doubted', reason }),
      )
    expect((await decide(approved, 'seen with the branch')).headers.get('location')).toBe('/admin/review?done=1')
    const trace = db.selectFrom('audit').select(['action', 'result', 'detail']).where('subject', '=', uuidOf(approved))
    expect(await trace.execute()).toEqual([
      { action: 'packet.decide', result: 'done', detail: 'NOT_VERIFIED seen with the branch visit_doubted' },
    ])
    await db.schema.alterTable('audit').renameTo('audit_away').execute()
    expect((await decide(approved + 1, 'no trace')).status).toBe(500)
    await db.schema.alterTable('audit_away').renameTo('audit').execute()
    expect(await stateOf(approved + 1)).toBe('QUARANTINED')
  })
})
