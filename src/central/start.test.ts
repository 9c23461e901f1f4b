import { testApplication } from '../../tests/fixtures/test-application.ts'
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findPostgres, sharedPostgres, type PostgresCluster } from '../../tests/fixtures/postgres.ts'
import { putPacket, sealNext } from '../../tests/simulate/virtual-packet.ts'
import { callJson, joinStation, openConfig } from '../../tests/simulate/virtual-station.ts'
import { createCentral } from './central.ts'

const root = join(import.meta.dirname, '../..')
const clean = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(GUICHET_|DATABASE_URL|PORT$|HOST$)/.test(name)),
)

/** One of our commands until it ends; a central that does start is stopped. */
async function run(file: string, env: Record<string, string>, ...parameters: string[]) {
  const child = spawn(process.execPath, [join(root, file), ...parameters], { env: { ...clean, ...env } })
  const said = { stdout: '', stderr: '' }
  child.stdout.on('data', (chunk: Buffer) => {
    said.stdout += String(chunk)
    if (said.stdout.startsWith('{')) child.kill('SIGTERM')
  })
  child.stderr.on('data', (chunk: Buffer) => (said.stderr += String(chunk)))
  const status = await new Promise<number | null>((resolve) => child.once('close', resolve))
  return { status, ...said }
}
const startCentral = (env: Record<string, string>) => run('src/central/main.ts', env)

/** One clear line and nothing else: no stack, no password. */
function expectLine(ended: Awaited<ReturnType<typeof run>>, words: RegExp): void {
  expect(ended).toMatchObject({ status: 1, stdout: '' })
  expect(ended.stderr).toMatch(words)
  expect(ended.stderr.trim().split('\n')).toHaveLength(1)
  expect(ended.stderr).not.toMatch(/\n\s+at |secret/)
}

describe('a central that cannot start says why and what to do', () => {
  let folder: string
  beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'guichet-central-'))))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test('port taken', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => other.once('listening', resolve))
    const { port } = other.address() as AddressInfo
    expectLine(await startCentral({ PORT: String(port) }), /^The port is taken .*PORT.*EADDRINUSE/)
    other.close()
  })

  test('database unreachable', async () => {
    const closed = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => closed.once('listening', resolve))
    const { port } = closed.address() as AddressInfo
    await new Promise((resolve) => closed.close(resolve))
    const DATABASE_URL = `postgres://guichet:secret@127.0.0.1:${port}/guichet`
    expectLine(await startCentral({ DATABASE_URL }), /^The database does not answer.*DATABASE_URL.*ECONNREFUSED/)
  })

  test('an argument, of which only the name is repeated', async () => {
    for (const given of ['--help', '--admin-token=secret'])
      expectLine(
        await run('src/central/main.ts', {}, given),
        /^A setting .*\(--(help|admin-token): no argument is taken/,
      )
  })

  test('a variable whose name is misspelt: what was meant for production does not start as training', async () => {
    const env = { GUICHET_ENVIROMENT: 'production', GUICHET_PORT: '1' }
    expectLine(await startCentral(env), /^A setting .*\(GUICHET_ENVIROMENT: no such variable\)/)
  })

  test('wrong key, no key, and a setting that is none', async () => {
    const [key, other] = [randomBytes(32).toString('hex'), randomBytes(32).toString('hex')]
    const [a, b] = [randomBytes(32).toString('hex'), randomBytes(32).toString('hex')]
    const halves = { GUICHET_AUTHORITY_KEY_A: a, GUICHET_AUTHORITY_KEY_B: b }
    const env = { GUICHET_ENVIRONMENT: 'production', GUICHET_CENTRAL_DATA: folder, ...halves }
    expect((await startCentral({ ...env, GUICHET_CENTRAL_KEY: key })).stdout).toContain('"url"')
    expectLine(await startCentral({ ...env, GUICHET_CENTRAL_KEY: other }), /^GUICHET_CENTRAL_KEY is not the key/)
    expectLine(await startCentral(env), /^A setting is missing.*GUICHET_CENTRAL_KEY: required/)
    const alone = { ...env, GUICHET_CENTRAL_KEY: key, GUICHET_AUTHORITY_KEY_B: a }
    expectLine(await startCentral(alone), /^The two halves .* are not those of this database/)
    expectLine(
      await startCentral({ GUICHET_ENVIRONMENT: 'production', GUICHET_CENTRAL_KEY: key }),
      /GUICHET_AUTHORITY_KEY_A: required in production; GUICHET_AUTHORITY_KEY_B: required/,
    )
    expectLine(await startCentral({ ...env, GUICHET_CENTRAL_KEY: 'secret' }), /GUICHET_CENTRAL_KEY: 32 bytes/)
    expectLine(await startCentral({ GUICHET_CENTRAL_DATA: folder, GUICHET_CENTRAL_KEY: key }), /other environment/)
    expect((await startCentral({ ...env, GUICHET_CENTRAL_KEY: key })).stdout, 'unharmed').toContain('"url"')
  })
})

describe.runIf(findPostgres() !== null)('rotating central’s keys beside a running instance', () => {
  let cluster: PostgresCluster
  beforeAll(async () => void (cluster = await sharedPostgres()))
  afterAll(() => cluster.stop())
  const rotate = (env: Record<string, string>, ...parameters: string[]) =>
    run('scripts/rotate-central-key.ts', env, ...parameters)

  test(
    'adds a key; the instance opens packets sealed to either; a wrong key or purpose changes nothing',
    { timeout: 120_000 },
    async () => {
      const databaseUrl = await cluster.createDatabase()
      const key = randomBytes(32)
      const env = {
        DATABASE_URL: databaseUrl,
        GUICHET_ENVIRONMENT: 'training',
        GUICHET_CENTRAL_KEY: key.toString('hex'),
      }
      const start = () => createCentral({ environment: 'training', databaseUrl, wrapKey: key, seed: 'training' })
      const central = await start()
      const station = await joinStation(central.url, 'TRAINING-STATION')
      const subject = await central.db.selectFrom('application').selectAll().executeTakeFirstOrThrow()
      const about = {
        applicationId: subject.application_id,
        reference: subject.reference,
        declared: testApplication().declared,
      }
      const sealedBefore = await sealNext(station, about)

      for (const purpose of ['encryption', 'signing']) {
        const ended = await rotate(env, purpose)
        expect(ended).toMatchObject({ status: 0, stderr: '' })
        expect(ended.stdout).toMatch(new RegExp(`^${purpose} key [\\w-]{43}\\n$`))
      }
      const other = await start()
      const elsewhere = { ...station, url: other.url, token: null }
      const config = await openConfig((await callJson(elsewhere, 'GET', '/v1/config')).body)
      expect([config.encryption_keys.length, config.signing_keys.length]).toEqual([2, 2])
      expect(config.encryption_keys[1]!.kid).toBe(station.config.encryption_keys[0]!.kid)
      expect((await putPacket(station, sealedBefore)).status).toBe(202)
      station.config = config
      expect((await putPacket(station, await sealNext(station, about))).status).toBe(202)

      const count = () => central.db.selectFrom('central_key').select('kid').execute()
      const before = await count()
      const wrong = { ...env, GUICHET_CENTRAL_KEY: randomBytes(32).toString('hex') }
      expectLine(await rotate(wrong, 'encryption'), /^GUICHET_CENTRAL_KEY is not the key/)
      expect(await rotate(env, 'secrets')).toMatchObject({ status: 2, stdout: '' })
      expect(await count()).toEqual(before)
      await Promise.all([central.stop(), other.stop()])

      const next = randomBytes(32)
      const rewrap = (from: string) =>
        run('scripts/rewrap-central-keys.ts', {
          ...env,
          GUICHET_CENTRAL_KEY: from,
          NEW_GUICHET_CENTRAL_KEY: next.toString('hex'),
        })
      expectLine(await rewrap(wrong.GUICHET_CENTRAL_KEY), /^GUICHET_CENTRAL_KEY is not the key/)
      expect((await rewrap(env.GUICHET_CENTRAL_KEY)).stdout).toMatch(/^\d+ keys under the new key/)
      const again = await createCentral({ environment: 'training', databaseUrl, wrapKey: next, authorityKey: key })
      const moved = { ...station, url: again.url, token: null }
      expect((await putPacket(moved, await sealNext(station, about))).status).toBe(202)
      await again.stop()
    },
  )
})
