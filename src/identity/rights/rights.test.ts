import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createBrowser } from '../../../tests/fixtures/identity/browser.ts'
import {
  answer,
  becomeActive,
  prove,
  verifyAnew,
  type Person,
  type Phone,
} from '../../../tests/fixtures/identity/citizen.ts'
import { startWithHolder, type HolderScene } from '../../../tests/fixtures/identity/holder-scene.ts'
import { askLogin, logIn } from '../../../tests/fixtures/identity/log-in.ts'
import { databases } from '../../../tests/fixtures/central-on.ts'
import { findPostgres } from '../../../tests/fixtures/postgres.ts'
import { callJson } from '../../../tests/simulate/virtual-station.ts'
import { defaultPolicy } from '../../contract/policy.ts'
import { eraseDue, rewriteTables } from '../../central/retention/erase.ts'
import { emailDigest } from '../keys/digests.ts'
import { subjectHash } from '../provider/subjects.ts'
import type { HolderRecord } from './holder-record.ts'

const run = promisify(execFile)
const dayMs = 24 * 3_600_000

describe.each(databases)('rights of a holder, on %s', (name, installed) => {
  let scene: HolderScene
  let folder: string
  beforeAll(async () => {
    if (!installed) return
    folder = await mkdtemp(join(tmpdir(), 'guichet-rights-'))
    scene = await startWithHolder(name, {}, name === 'PGlite' ? { dataFolder: join(folder, 'data') } : {})
  })
  afterAll(async () => {
    await scene?.on.stop()
    if (installed) await rm(folder, { recursive: true, force: true })
  })

  const db = () => scene.on.service.identity.db
  /** Another person; the station's nonce may have run out since the last. */
  const another = async () => {
    await callJson(scene.on.station, 'GET', '/v1/config')
    return becomeActive(scene.on)
  }
  const login = async (phone: Phone, browser = createBrowser(scene.on.origin)) => {
    const { hub, person } = scene
    const { url, checks } = hub.ask()
    return hub.take(await logIn({ url, callback: hub.redirectUri }, person, phone, browser), checks)
  }
  const recordOf = async (phone: Phone): Promise<{ page: string; record: HolderRecord }> => {
    const { page } = await phone.browser.call('rights.record', { body: await prove(phone, 'record') })
    const [, json] = /data:application\/json;base64,([\w+/=]+)/.exec(page)!
    return { page, record: JSON.parse(Buffer.from(json!, 'base64').toString()) as HolderRecord }
  }
  const accountOf = ({ declared }: Person) =>
    db()
      .selectFrom('identity.account')
      .select('account_id')
      .where('email_digest', '=', emailDigest(scene.on.service.identity.keys(), declared.email))
  const referenceOf = async () => {
    const mine = accountOf(scene.person).clearSelect().select('application_id')
    const row = db().selectFrom('application').select('reference').where('application_id', 'in', mine)
    return (await row.executeTakeFirstOrThrow()).reference
  }

  /** Every row of every table, and the database's own files or a dump: what a thief of either would have. */
  async function everywhere(): Promise<Buffer[]> {
    const { databaseUrl, central } = scene.on.running
    if (databaseUrl !== null) {
      const { stdout } = await run(join(findPostgres()!, 'pg_dump'), [databaseUrl], { maxBuffer: 2 ** 28 })
      expect(stdout).toContain('PostgreSQL database dump complete')
      return [Buffer.from(stdout)]
    }
    await sql`CHECKPOINT`.execute(central.db)
    const base = join(folder, 'data', 'base')
    const files = (await readdir(base, { recursive: true, withFileTypes: true })).filter((one) => one.isFile())
    expect(files.length).toBeGreaterThan(100)
    return Promise.all(files.map((file) => readFile(join(file.parentPath, file.name))))
  }
  /** As text, and an identifier as the sixteen bytes that a row has. */
  const isFound = (text: string, bytes: Buffer[]) => {
    const raw = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(text)
      ? Buffer.from(text.replaceAll('-', ''), 'hex')
      : null
    return bytes.some((one) => one.includes(text) || (raw !== null && one.includes(raw)))
  }

  /** What the databases hold of the holder, column by column: sealed, hashed, or as it is. */
  async function tracesOf(accountId: string): Promise<string[]> {
    const mine = async (table: 'device' | 'subject' | 'login_history' | 'disclosure') =>
      db()
        .selectFrom(`identity.${table}` as 'identity.device')
        .selectAll()
        .where('account_id', '=', accountId)
        .execute()
    const account = await db().selectFrom('identity.account').selectAll().where('account_id', '=', accountId).execute()
    const devices = await mine('device')
    const sessions = await db()
      .selectFrom('identity.session')
      .select('token_hash')
      .where('subject_id', 'in', [accountId, ...devices.map(({ device_id }) => device_id)])
      .execute()
    const rows: object[] = [...account, ...devices, ...sessions]
    for (const table of ['subject', 'login_history', 'disclosure'] as const) rows.push(...(await mine(table)))
    const values = rows.flatMap((row) =>
      Object.entries(row)
        .filter(([column]) => column !== 'sector' && column !== 'application_id')
        .map(([, value]) => value as unknown),
    )
    // Long enough to be nobody else's, and short enough to stand in one piece of a page.
    const texts = values.filter((value): value is string => typeof value === 'string' && value.length >= 22)
    return [...new Set(texts.map((text) => text.slice(0, 120)))]
  }

  test.runIf(installed)('who looked is shown by office, place, time and reason, and nobody by name', async () => {
    const { on, person, phone } = scene
    const lookup = { reference: await referenceOf(), operator_id: 'clerk-1' }
    await callJson(on.station, 'POST', '/v1/applications/lookup', lookup)
    const { looks } = await phone.browser.call('rights.read')
    expect(looks).toContainEqual(expect.objectContaining({ by: 'clerk', purpose: 'visit', seen: true }))
    const [look] = looks.filter(({ purpose }) => purpose === 'lookup')
    expect(look).toMatchObject({ by: 'clerk', office: expect.any(String) as string })
    expect(JSON.stringify(looks)).not.toContain('clerk-1')
    expect(looks.map(({ at }) => at)).toEqual(
      looks
        .map(({ at }) => at)
        .sort()
        .reverse(),
    )
    const other = await another()
    const theirs = await other.phone.browser.call('rights.read')
    expect(theirs.looks.filter(({ purpose }) => purpose === 'lookup')).toEqual([])
    expect(person.declared.birthName).not.toBe('')
  })

  test.runIf(installed)('one file holds all that both services have, to read and for machines', async () => {
    const { person, phone } = scene
    await login(phone)
    const { page, record } = await recordOf(phone)
    const { birthName, givenNames, email, documentNumber } = person.declared
    expect(record.attributes).toMatchObject({ family_name: birthName, given_name: givenNames.join(' ') })
    expect(record.contacts).toMatchObject({ email, phone: person.declared.phone })
    expect(record.devices).toMatchObject([{ name: 'Téléphone', kind: 'passkey' }])
    expect(record.logins).toMatchObject([{ outcome: 'approved', service: 'Service des impôts' }])
    expect(record.services[0]!.claims).toContain('birthdate')
    expect(record.subjects).toMatchObject([{ sector: 'hub.example' }])
    expect(record.notices.length).toBeGreaterThan(0)
    const [application] = record.applications
    expect(application!.application.declared).toMatchObject({ birthName })
    expect(application!.verifications).toMatchObject([{ outcome: 'approved', state: 'APPROVED' }])
    expect(application!.verifications[0]!.said).toHaveProperty('identity')
    expect(application!.web).toMatchObject({ consent: { text_version: '2026-01' } })
    for (const word of [birthName, email, 'Service des impôts', 'Téléphone']) expect(page).toContain(word)
    expect(page).not.toMatch(/<script|clerk-1|src=|https?:/)
    const drawn = (tag: string) =>
      [...page.matchAll(new RegExp(`<${tag}>([^<]*)</${tag}>`, 'g'))].map(([, text]) => text!.trim())
    expect(drawn('dt').filter((name) => /_|[a-z][A-Z]|›/.test(name))).toEqual([])
    expect(
      drawn('dd').filter((value) => /^[a-z]+(_[a-z]+)+$|\d{4}-\d\d-\d\d|^(true|false|[A-Z]+_[A-Z]+)$/.test(value)),
    ).toEqual([])
    // They open a new secret code, and nothing opens anything else.
    for (const text of [page, JSON.stringify(record)]) {
      expect(text).not.toContain(documentNumber)
      expect(text).not.toMatch(/i1\.[\w-]{12}\.|token_hash|public_key/)
    }
    const { looks } = await phone.browser.call('rights.read')
    expect(looks[0]).toMatchObject({ by: 'self', purpose: 'access' })
  })

  test.runIf(installed)(
    'neither right is had by a session alone, another purpose’s proof or a wrong code',
    async () => {
      const { phone } = scene
      for (const right of ['record', 'erase'] as const) {
        const call = `rights.${right}` as const
        const other = await prove(phone, right === 'record' ? 'erase' : 'record')
        expect((await phone.browser.fail(call, { body: other })).code).toBe('device_proof_invalid')
        const wrong = await prove(phone, right, { secret: '111222' })
        expect(await phone.browser.fail(call, { body: wrong })).toMatchObject({
          code: 'secret_wrong',
          attempts_left: 4,
        })
        expect((await createBrowser(scene.on.origin).fail(call, { body: wrong })).code).toBe('device_unknown')
        const right2 = await prove(phone, 'record')
        await phone.browser.call('rights.record', { body: right2 })
        expect((await phone.browser.fail('rights.record', { body: right2 })).code).toBe('device_proof_invalid')
      }
    },
  )

  test.runIf(installed)(
    'an identity that its holder suspended gives nothing away; one that was recalled does',
    async () => {
      const { person, phone } = await another()
      await db()
        .updateTable('identity.account')
        .set({ state: 'SUSPENDED' as never, state_reason: 'decision' })
        .where('account_id', 'in', accountOf(person))
        .execute()
      expect((await phone.browser.call('rights.read')).record).toBe(true)
      expect((await recordOf(phone)).record.account.state).toBe('SUSPENDED')
      expect((await phone.browser.fail('rights.erase', { body: await prove(phone, 'erase') })).code).toBe(
        'account_inactive',
      )
      await db()
        .updateTable('identity.account')
        .set({ state_reason: 'holder' })
        .where('account_id', 'in', accountOf(person))
        .execute()
      expect((await phone.browser.call('rights.read')).record).toBe(false)
      expect((await phone.browser.fail('rights.record', { body: await prove(phone, 'record') })).code).toBe(
        'account_inactive',
      )
    },
  )
  test.runIf(installed)('not while a contest of theirs waits for its answer', async () => {
    const { person, phone } = await another()
    const application_id = await db()
      .selectFrom('identity.account')
      .select('application_id')
      .where('account_id', 'in', accountOf(person))
      .executeTakeFirstOrThrow()
    await db()
      .insertInto('contest')
      .values({
        ...application_id,
        contest_id: crypto.randomUUID(),
        words: null,
        received_at: new Date(),
        due_at: new Date(),
      })
      .execute()
    expect((await phone.browser.fail('rights.erase', { body: await prove(phone, 'erase') })).code).toBe('erasure_waits')
    expect((await phone.browser.call('rights.read')).kept).not.toEqual([])
  })

  test.runIf(installed)('a login that is answered while the identity is erased logs nobody in', async () => {
    const { on, hub } = scene
    const other = await another()
    const { url } = hub.ask()
    const browser = createBrowser(on.origin)
    const { params, number } = await askLogin(url, browser, other.person.declared.email)
    const ends = await Promise.allSettled([
      answer(other.phone, number!),
      other.phone.browser.call('rights.erase', { body: await prove(other.phone, 'erase') }),
    ])
    expect(ends[1]!.status).toBe('fulfilled')
    const left = await db().selectFrom('identity.login_request').selectAll().where('state', '=', 'approved').execute()
    expect(left.filter(({ interaction }) => interaction === params.uid)).toEqual([])
  })

  test.runIf(installed)('who comes back after an erasure is a new person to every service', async () => {
    const { on, hub } = scene
    const first = await another()
    const log = async ({ person, phone }: typeof first) => {
      const { url, checks } = hub.ask()
      const there = { url, callback: hub.redirectUri }
      const { tokens } = await hub.take(await logIn(there, person, phone, createBrowser(on.origin)), checks)
      return tokens.claims().sub
    }
    const before = await log(first)
    await first.phone.browser.call('rights.erase', { body: await prove(first.phone, 'erase') })
    const back = await verifyAnew(on, first.person)
    expect(await log(back)).not.toBe(before)
  })

  test.runIf(installed)(
    'erasure: sessions, tokens and logins under way end, and no byte of the identity is left',
    async () => {
      const { on, hub, person, phone } = scene
      const browser = createBrowser(on.origin)
      const { tokens } = await login(phone, browser)
      const sub = tokens.claims().sub
      const { account_id } = await accountOf(person).executeTakeFirstOrThrow()
      const traces = await tracesOf(account_id)
      const before = await everywhere()
      expect(traces.length).toBeGreaterThan(12)
      for (const trace of traces) expect(isFound(trace, before), trace).toBe(true)
      expect(isFound(sub, before)).toBe(true)
      const { kept, services } = await phone.browser.call('rights.read')
      const reference = await referenceOf()
      expect(kept.map(({ what }) => what)).toEqual(['decision', 'result', 'audit', 'sub'])
      expect(kept[0]!.reference).toBe(reference)
      expect(services).toEqual(['Service des impôts'])
      const { declaration, application_id } = await db()
        .selectFrom('application')
        .select(['declaration', 'application_id'])
        .where('reference', '=', reference)
        .executeTakeFirstOrThrow()
      const { jwe } = await db()
        .selectFrom('packet')
        .select('jwe')
        .where('application_id', '=', application_id)
        .executeTakeFirstOrThrow()

      await phone.browser.call('rights.erase', { body: await prove(phone, 'erase') })

      expect((await phone.browser.fail('rights.read')).code).toBe('device_unknown')
      await expect(hub.client.userinfo(tokens)).rejects.toThrow()
      const again = await browser.follow(hub.ask({ prompt: '' }).url, (url) => url.includes('/citizen/login/'))
      expect(again.url).toContain('/citizen/login/')
      const letter = await on.mailTo(person.declared.email, /effac/)
      expect(letter).toContain('jusqu')
      await rewriteTables(on.running.central)
      const after = await everywhere()
      const clear = [person.declared.email, person.declared.phone, person.declared.birthName, sub, account_id]
      for (const trace of [...traces, ...clear]) expect(isFound(trace, after), trace).toBe(false)

      // Nobody else is given what services knew them by.
      const spent = await db().selectFrom('identity.spent_subject').select('sub_hash').execute()
      expect(spent.map(({ sub_hash }) => sub_hash)).toContain(subjectHash(sub))

      // What a decision rests on is kept sealed until it cannot be contested any more, and then goes by itself.
      for (const sealed of [declaration!, jwe!]) expect(isFound(sealed.slice(0, 200), after)).toBe(true)
      on.ahead((defaultPolicy.retentionDays + 1) * dayMs)
      await eraseDue(on.service.identity.central)
      await rewriteTables(on.running.central)
      const late = await everywhere()
      for (const sealed of [declaration!, jwe!]) expect(isFound(sealed.slice(0, 200), late)).toBe(false)
      const audit = db().selectFrom('audit').select(['actor', 'result']).where('action', '=', 'citizen.erase')
      expect(await audit.where('subject', '=', reference).execute()).toEqual([{ actor: 'holder', result: 'done' }])
    },
  )
})
