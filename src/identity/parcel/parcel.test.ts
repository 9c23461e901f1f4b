import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { importJWK, SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { databases } from '../../../tests/fixtures/central-on.ts'
import { becomeActive, prove, type Person, type Phone } from '../../../tests/fixtures/identity/citizen.ts'
import { makeParcelKey, prepareParcel, showParcel, type ParcelCard } from '../../../tests/fixtures/identity/parcel.ts'
import { createPasskey } from '../../../tests/fixtures/identity/passkey.ts'
import { startIdentityOn, type IdentityOn } from '../../../tests/fixtures/identity/start-identity.ts'
import { parcelDays, parcelListHours } from '../../contract/identity/parcel.ts'
import { readTrust, type HeldTrust } from '../../parcel/read-trust.ts'
import { verifyParcel } from '../../parcel/verify-parcel.ts'

const dayMs = 24 * 3_600_000
const inSeconds = (at: Date, seconds: number) => new Date(at.getTime() + seconds * 1000)

describe.each(databases)('collecting a parcel, on %s', (name, installed) => {
  let on: IdentityOn
  let person: Person
  let phone: Phone
  let card: ParcelCard
  beforeAll(async () => {
    if (!installed) return
    on = await startIdentityOn(name)
    ;({ person, phone } = await becomeActive(on))
    card = await prepareParcel(phone)
  })
  afterAll(() => on?.stop())

  const take = async (): Promise<HeldTrust> => (await readTrust(await phone.browser.call('parcel.trust')))!
  const judge = async (text: string, at = new Date(), trust?: HeldTrust) => {
    const verdict = await verifyParcel(text, trust ?? (await take()), at)
    return verdict.ok ? verdict.name : verdict.refusal
  }
  const { device, account } = {
    device: () => on.service.identity.db.updateTable('identity.device'),
    account: () => on.service.identity.db.updateTable('identity.account'),
  }

  test.runIf(installed)('the code names its holder for thirty days, offline, and no more of them', async () => {
    const at = new Date()
    const { givenNames, usageName, birthName } = person.declared
    const family = usageName ? `${usageName} (${birthName})` : birthName
    expect(await judge(showParcel(card, at), at)).toBe(`${givenNames.join(' ')} ${family}`)
    const claims = JSON.parse(Buffer.from(card.credential.split('.')[1]!, 'base64url').toString()) as object
    const named = [
      'cnf',
      'exp',
      'family_name',
      'given_name',
      'iat',
      'iss',
      'jti',
      ...(usageName ? ['preferred_username'] : []),
    ]
    expect(Object.keys(claims).sort()).toEqual(named)
    const later = new Date(at.getTime() + (parcelDays + 1) * dayMs)
    expect(await judge(showParcel(card, later), later)).toBe('expired')
    const keys = (await (await fetch(`${on.origin}/oidc/jwks`)).json()) as { keys: { kid: string }[] }
    const { kid } = JSON.parse(Buffer.from(card.credential.split('.')[0]!, 'base64url').toString()) as { kid: string }
    expect(keys.keys.map((key) => key.kid)).toContain(kid)
  })

  test.runIf(installed)('a picture of the code counts no more once its step and the next are over', async () => {
    const at = new Date(Math.floor(Date.now() / 30_000) * 30_000)
    const picture = showParcel(card, at)
    expect(await judge(picture, inSeconds(at, 59))).toContain(person.declared.birthName)
    expect(await judge(picture, inSeconds(at, 60))).toBe('step_over')
    expect(await judge(picture, inSeconds(at, -1)), 'signed in advance').toBe('step_over')
  })

  test.runIf(installed)('another device shows it: its key is not the one that was named', async () => {
    const at = new Date()
    expect(await judge(showParcel({ ...card, key: makeParcelKey().key }, at), at)).toBe('other_device')
    const [credential, step, signature] = showParcel(card, at).split('~')
    expect(await judge([credential, Number(step) - 1, signature].join('~'), at), 'another step’s').toBe('other_device')
  })

  test.runIf(installed)('a changed name, a foreign key and a token made for something else are refused', async () => {
    const at = new Date()
    const [head, body, signature] = card.credential.split('.')
    const claims = JSON.parse(Buffer.from(body!, 'base64url').toString()) as Record<string, unknown>
    const changed = Buffer.from(JSON.stringify({ ...claims, given_name: 'Zoé' })).toString('base64url')
    const tampered = { ...card, credential: [head, changed, signature].join('.') }
    expect(await judge(showParcel(tampered, at), at)).toBe('tampered')
    const sign = async (change: object, signer: object, key: object) => {
      const header = { alg: 'ES256', kid: 'foreign', typ: 'parcel+jwt', ...signer }
      const credential = await new SignJWT({ ...claims, ...change })
        .setProtectedHeader(header)
        .sign(await importJWK({ ...key } as never, 'ES256'))
      return showParcel({ ...card, credential }, at)
    }
    const foreign = makeParcelKey().key.export({ format: 'jwk' })
    const own = on.service.identity.keys().provider.find(({ alg }) => alg === 'ES256')!
    expect(await judge(await sign({}, {}, foreign), at)).toBe('key_unknown')
    expect(await judge(await sign({}, { kid: own.kid }, foreign), at), 'under the service’s name').toBe('tampered')
    expect(await judge(await sign({}, { kid: own.kid, typ: 'JWT' }, own), at), 'an id_token').toBe('tampered')
    expect(await judge(await sign({ iss: 'https://other.example' }, { kid: own.kid }, own), at)).toBe('tampered')
    expect(await judge(await sign({}, { kid: own.kid }, own), at), 'as the service signs it').toContain('Camille')
    for (const text of ['', 'GUICHET', card.credential, `${card.credential}~1~short`, 'a~1~b'])
      expect(await judge(text, at)).toBe('malformed')
    const trust = await phone.browser.call('parcel.trust')
    expect(await readTrust({ ...trust, list: card.credential }), 'a credential for a list').toBeNull()
    expect(await readTrust({ ...trust, keys: [{ ...makeParcelKey().public_key, kid: own.kid }] })).toBeNull()
  })

  test.runIf(installed)('suspended, locked or its device taken away: listed as long as that is so', async () => {
    const at = () => new Date()
    const standing = () => judge(showParcel(card, at()))
    const byHand = (state: string) =>
      account()
        .set({ state: state as never })
        .execute()
    for (const state of ['SUSPENDED', 'LOCKED', 'REVOKED', 'EXPIRED']) {
      await byHand(state)
      expect(await standing(), state).toBe('revoked')
    }
    const before = await take()
    await byHand('ACTIVE')
    expect(await standing()).toContain('Camille')
    expect(await judge(showParcel(card, at()), at(), before), 'by the list that was brought along').toBe('revoked')
    await device().set({ revoked_at: new Date() }).execute()
    expect(await standing()).toBe('revoked')
    await device().set({ revoked_at: null }).execute()
  })

  test.runIf(installed)('a list of yesterday decides nothing, except that what it revokes is revoked', async () => {
    const trust = await take()
    const later = inSeconds(trust.listedAt, parcelListHours * 3600 + 1)
    expect(await judge(showParcel(card, later), later, trust)).toBe('list_old')
    const still = inSeconds(trust.listedAt, parcelListHours * 3600)
    expect(await judge(showParcel(card, still), still, trust)).toContain('Camille')
  })

  test.runIf(installed)('a clock that is behind the list counts no picture of then again', async () => {
    const trust = await take()
    const then = inSeconds(trust.listedAt, -61)
    expect(await judge(showParcel(card, then), then, trust)).toBe('clock_behind')
    const slow = inSeconds(trust.listedAt, -60)
    expect(await judge(showParcel(card, slow), slow, trust)).toContain('Camille')
  })

  test.runIf(installed)('no code is longer than a QR code', async () => {
    const long = showParcel({ ...card, credential: `${card.credential}${'A'.repeat(4300)}` }, new Date())
    expect(await judge(long)).toBe('malformed')
    expect(await judge('~'.repeat(5_000_000))).toBe('malformed')
  })

  test.runIf(installed)('is given for secret code and key alone, and once for each device', async () => {
    const { public_key } = makeParcelKey()
    const wrong = await prove(phone, 'parcel', { secret: '918273' })
    expect((await phone.browser.fail('parcel.issue', { body: { public_key, ...wrong } })).code).toBe('secret_wrong')
    const stranger = await prove(phone, 'parcel', { passkey: createPasskey(on.origin) })
    const refused = await phone.browser.fail('parcel.issue', { body: { public_key, ...stranger } })
    expect(refused.code).toBe('device_proof_invalid')
    const other = await prove(phone, 'contact')
    const elsewhere = await phone.browser.fail('parcel.issue', { body: { public_key, ...other } })
    expect(elsewhere.code, 'a proof for something else').toBe('device_proof_invalid')
    const next = await prepareParcel(phone)
    const at = new Date()
    expect(await judge(showParcel(card, at), at)).toBe('revoked')
    expect(await judge(showParcel(next, at), at)).toContain('Camille')
    card = next
  })

  test.runIf(installed)('the command takes keys and list along, and judges without the service', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'parcel-'))
    const file = join(folder, 'trust.json')
    const run = (args: string[], input = '') =>
      new Promise<{ code: number; said: string }>((resolve) => {
        const env = { ...process.env, LANG: 'en' }
        const child = execFile(process.execPath, ['src/parcel/main.ts', ...args], { env }, (error, said) =>
          resolve({ code: error === null ? 0 : Number(error.code), said }),
        )
        child.stdin!.end(input)
      })
    const earlier = JSON.stringify(await phone.browser.call('parcel.trust'))
    const { listedAt } = (await readTrust(JSON.parse(earlier)))!
    // A list is dated to the second.
    await vi.waitUntil(() => Date.now() > listedAt.getTime() + 2000, { timeout: 10_000 })
    expect((await run(['take', on.origin, file])).code).toBe(0)
    expect(Object.keys(JSON.parse(readFileSync(file, 'utf8')) as object)).toEqual(['issuer', 'keys', 'list'])
    const at = new Date()
    const good = await run(['check', file], `${showParcel(card, at)}\n`)
    expect(good).toMatchObject({ code: 0, said: expect.stringContaining('Hand the parcel to: Camille') as string })
    expect(good.said).toMatch(/List of revoked codes: .*minute/)
    const old = showParcel(card, inSeconds(at, -120))
    expect(await run(['check', file], `${old}\n`)).toMatchObject({
      code: 1,
      said: expect.stringContaining('Do not') as string,
    })
    const newest = readFileSync(file, 'utf8')
    const replay = createServer((_, answer) => answer.setHeader('content-type', 'application/json').end(earlier))
    await new Promise<void>((resolve) => replay.listen(0, '127.0.0.1', resolve))
    const { port } = replay.address() as AddressInfo
    const older = await run(['take', `http://127.0.0.1:${port}`, file])
    expect(older).toMatchObject({ code: 1, said: expect.stringContaining('older list') as string })
    expect(readFileSync(file, 'utf8')).toBe(newest)
    const other = join(folder, 'other.json')
    expect((await run(['take', `http://127.0.0.1:${port}`, other])).code, 'where there is none yet').toBe(0)
    replay.close()
    expect(await run(['check', join(folder, 'nothing.json')])).toMatchObject({
      code: 1,
      said: expect.not.stringContaining('Error') as string,
    })
    expect((await run([])).code).toBe(2)
    rmSync(folder, { recursive: true })
  })
})
