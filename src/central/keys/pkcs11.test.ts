import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { compactVerify, importJWK } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { activeStation } from '../../../tests/fixtures/central-on.ts'
import { testApplication } from '../../../tests/fixtures/test-application.ts'
import { findSoftHsm, softHsmSettings, startSoftHsm } from '../../../tests/fixtures/softhsm.ts'
import { trustTestIssuer } from '../../../tests/fixtures/trust.ts'
import { putPacket, sealNext } from '../../../tests/simulate/virtual-packet.ts'
import { callJson, openConfig, type VirtualStation } from '../../../tests/simulate/virtual-station.ts'
import type { PacketPayload } from '../../contract/protocol/packet.ts'
import { createCentral, type RunningCentral } from '../central.ts'
import { explainStart } from '../explain-start.ts'
import { loadKeys } from './central-keys.ts'
import { keyOptionsOf, missingKeySettings } from './key-settings.ts'

const module = findSoftHsm()

/** Central's keys in two real tokens of SoftHSM: one for receipts and packets, one that two people open. */
describe.runIf(module !== null)('central’s keys in a PKCS#11 token', () => {
  const settings = softHsmSettings(module!)
  const inToken = () => keyOptionsOf({ ...settings, GUICHET_CENTRAL_KEY: 'ab'.repeat(32) })
  const dataFolder = mkdtempSync(join(tmpdir(), 'guichet-central-'))
  const wrapped = { wrapKey: Buffer.from('ab'.repeat(32), 'hex'), authorityKey: randomBytes(32) }
  const start = (more: object) => createCentral({ environment: 'production', dataFolder, ...more })
  let hsm: ReturnType<typeof startSoftHsm>
  let central: RunningCentral
  let station: VirtualStation

  beforeAll(async () => {
    hsm = startSoftHsm()
    // As it was before there was a token: everything wrapped in the table.
    central = await start(wrapped)
    await trustTestIssuer(central)
    station = await activeStation(central)
  })
  afterAll(async () => {
    await central?.stop()
    hsm?.stop()
    rmSync(dataFolder, { recursive: true, force: true })
  })

  const rows = () => central.db.selectFrom('central_key').selectAll().orderBy('created_at').execute()
  const marks = async () => (await rows()).map(({ purpose, private_key }) => `${purpose} ${private_key.slice(0, 3)}`)
  const listed = (label: string, pin: string) =>
    String(execFileSync('pkcs11-tool', ['--module', module!, '--token-label', label, '--login', '--pin', pin, '-O']))

  async function deliver(more: Partial<PacketPayload> = {}) {
    const application = testApplication()
    await central.addApplication(application)
    const sealed = await sealNext(station, application, more)
    const reply = await putPacket(station, sealed)
    return { sealed, reply }
  }
  async function stateOf({ packetId }: { packetId: string }): Promise<string> {
    const reply = await callJson(station, 'POST', '/v1/packets/status', { packet_ids: [packetId] })
    return reply.body.packets[0].state
  }

  test('one rotation each moves a central that had its keys wrapped; stations follow, and what was sealed before is still opened', async () => {
    await central.stop()
    central = await start({ ...wrapped, token: inToken().token })
    station.url = central.url
    const early = await deliver()
    expect(early.reply.status).toBe(202)
    for (const purpose of ['encryption', 'signing', 'authority'] as const) await central.rotateKey(purpose)
    expect((await marks()).filter((one) => one.endsWith('p11'))).toEqual([
      'encryption p11',
      'signing p11',
      'authority p11',
    ])
    const old = station.config!.encryption_keys[0]!.kid
    // Verified as a station does: by a signing key that it knew before.
    station.config = await openConfig((await callJson(station, 'GET', '/v1/config')).body)
    expect(station.config.encryption_keys[0]!.kid).not.toBe(old)
    const { sealed, reply } = await deliver()
    expect(reply.status).toBe(202)
    const signer = (await rows()).find((row) => row.purpose === 'signing' && row.private_key.startsWith('p11'))!
    const jwk = station.config.signing_keys.find(({ kid }) => kid === signer.kid)!
    const verified = await compactVerify(reply.body.receipt, await importJWK(jwk as never, 'ES256'))
    expect(verified.protectedHeader.kid).toBe(signer.kid)
    await central.settled()
    expect([await stateOf(early.sealed), await stateOf(sealed)]).toEqual(['APPROVED', 'APPROVED'])
  })

  test('the private halves never leave the token: not in a row, not by asking it', async () => {
    const inDatabase = await rows()
    for (const { private_key } of inDatabase.filter(({ private_key }) => private_key.startsWith('p11')))
      expect(Buffer.from(private_key.slice(4), 'base64url')).toHaveLength(16)
    const [online, authority] = [
      listed('guichet-receipts', '246810'),
      listed('guichet-authority', 'odile-halfpaul-half'),
    ]
    expect([online.match(/guichet encryption/g)?.length, online.match(/guichet signing/g)?.length]).toEqual([2, 2])
    expect(authority).toContain('guichet authority')
    expect(online, 'two people’s key is in their own token').not.toContain('guichet authority')
    expect(online).toMatch(/Private Key Object[\s\S]*?Access:\s+sensitive, always sensitive, never extractable/)
  })

  test('a token that is away costs answers, no packet and no verdict; when it is back everything goes on', async () => {
    const { sealed } = await deliver({ time_proof: 'unconfirmed' })
    await central.settled()
    expect(await stateOf(sealed)).toBe('MANUAL_REVIEW')
    renameSync(hsm.folder, `${hsm.folder}-away`)
    const whileAway = await deliver()
    expect([whileAway.reply.status, whileAway.reply.body.code]).toEqual([503, 'unavailable'])
    // Nor does a reviewer hear that the record does not bear them out, when it could not be read.
    const refusal = { state: 'REJECTED', grounds: ['document_expired'], decidedBy: 'admin' } as const
    const refused = central.decide({ stationId: station.stationId, packetId: sealed.packetId }, refusal)
    await expect(refused).rejects.toMatchObject({ code: 'unavailable' })
    renameSync(`${hsm.folder}-away`, hsm.folder)
    // It is left alone for a second: Retry-After says so.
    await expect.poll(async () => (await putPacket(station, whileAway.sealed)).status, { timeout: 10_000 }).toBe(202)
    await central.settled()
    expect(await stateOf(whileAway.sealed)).toBe('APPROVED')
  })

  test('a wrong PIN, half, label or path says what to do and nothing secret', () => {
    const wrong = [
      ['GUICHET_PKCS11_AUTHORITY_PIN_B', 'other-half', 'refuses its PIN'],
      ['GUICHET_PKCS11_PIN', '000000', 'refuses its PIN'],
      ['GUICHET_PKCS11_TOKEN', 'no-such-token', 'no token is labelled'],
      ['GUICHET_PKCS11_MODULE', '/nowhere/pkcs11.so', 'does not load'],
    ] as const
    // In a process of its own, as this one is logged in; the authority first, as the second opens its token.
    const script = `
      import { explainStart } from './src/central/explain-start.ts'
      import { keyOptionsOf } from './src/central/keys/key-settings.ts'
      for (const settings of ${JSON.stringify(wrong.map(([name, value]) => ({ ...settings, [name]: value })))}) {
        const { token } = keyOptionsOf(settings)
        try { token.make('authority'); token.make('signing') } catch (error) { console.log(explainStart(error, 'en')) }
      }`
    const options = { encoding: 'utf8', timeout: 60_000 } as const
    const said = execFileSync(process.execPath, ['--input-type=module', '-e', script], options).trim().split('\n')
    expect(said).toHaveLength(wrong.length)
    for (const [index, [, , found]] of wrong.entries()) {
      expect(said[index]).toContain('GUICHET_PKCS11_MODULE, the token’s label and its PIN')
      expect(said[index]).toContain(found)
      expect(said[index]).not.toMatch(/000000|half|246810/)
    }
  })

  test('a database whose keys lie in a token does not start without it, and says so', async () => {
    const { db } = central
    const error = await loadKeys(db, { online: wrapped.wrapKey, authority: 'none' }, new Date()).catch(
      (e: unknown) => e,
    )
    expect(explainStart(error, 'en')).toContain('GUICHET_PKCS11_MODULE')
  })

  test('an empty database starts in the token, agrees with a second instance, and needs no more than the online PIN for commands', async () => {
    const { db } = central
    await db.deleteFrom('central_key').execute()
    // Kiosks are on record here: without them a start would make keys unasked.
    const fresh = {
      online: inToken().wrapKey,
      authority: 'none',
      token: inToken().token,
      keysOfHistory: 'new',
    } as const
    await loadKeys(db, fresh, new Date())
    expect((await marks()).filter((one) => one.endsWith('p11'))).toHaveLength(3)
    const keeping = { online: inToken().wrapKey, authority: 'none', token: inToken().token } as const
    const again = await loadKeys(db, keeping, new Date())
    const kids = await db.selectFrom('central_key').select(['purpose', 'kid']).execute()
    for (const purpose of ['encryption', 'signing', 'authority'] as const)
      expect(again[purpose].map(({ kid }) => kid)).toEqual(
        kids.filter((row) => row.purpose === purpose).map(({ kid }) => kid),
      )
    const { GUICHET_PKCS11_MODULE, GUICHET_PKCS11_TOKEN, GUICHET_PKCS11_PIN } = settings
    const online = keyOptionsOf({ GUICHET_PKCS11_MODULE, GUICHET_PKCS11_TOKEN, GUICHET_PKCS11_PIN })
    const locked = await loadKeys(db, { ...keeping, token: online.token }, new Date())
    expect([locked.signing.length, locked.authority.length]).toEqual([1, 0])
    // Whoever comes second forgets what it made.
    const before = listed('guichet-receipts', '246810').match(/guichet signing/g)!.length
    await db.deleteFrom('central_key').where('purpose', '=', 'signing').execute()
    await Promise.all([1, 2, 3].map(() => loadKeys(db, keeping, new Date())))
    expect(listed('guichet-receipts', '246810').match(/guichet signing/g)!.length).toBe(before + 2)
  })
})

test('what a start names of a token it names whole; production needs the authority’s two people either way', () => {
  const two = { GUICHET_AUTHORITY_KEY_A: 'a', GUICHET_AUTHORITY_KEY_B: 'b' }
  expect(missingKeySettings({}, false)).toEqual([])
  expect(missingKeySettings({ GUICHET_CENTRAL_KEY: 'k', ...two }, true)).toEqual([])
  expect(missingKeySettings({}, true)).toEqual(['GUICHET_CENTRAL_KEY', ...Object.keys(two)])
  expect(missingKeySettings({ GUICHET_PKCS11_MODULE: 'm', GUICHET_PKCS11_TOKEN: 't' }, false)).toEqual([
    'GUICHET_PKCS11_PIN',
  ])
  const whole = softHsmSettings('m')
  expect(missingKeySettings({ ...whole, GUICHET_CENTRAL_KEY: 'k' }, true)).toEqual([])
  const { GUICHET_PKCS11_AUTHORITY_PIN_B: _half, ...half } = whole
  expect(missingKeySettings(half, false)).toEqual(['GUICHET_PKCS11_AUTHORITY_PIN_B'])
  const { GUICHET_PKCS11_MODULE: _module, ...nowhere } = whole
  expect(missingKeySettings(nowhere, false)).toEqual(['GUICHET_PKCS11_MODULE'])
})

test('the tokens are installed wherever CI runs', () => {
  const packages = readFileSync(new URL('../../../scripts/toolchain/packages.mjs', import.meta.url), 'utf8')
  expect(packages).toContain("'softhsm2'")
  if (process.env['CI'] === 'true' && process.platform === 'linux') expect(module).not.toBe(null)
})
