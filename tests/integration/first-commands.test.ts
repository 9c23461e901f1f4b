import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { endingOf } from '../../src/contract/readable-thumbprint.ts'
import type { Declared } from '../../src/contract/identity.ts'
import { dateSpecimen } from '../../src/virtual-card/printed-document.ts'
import { specimenReference } from '../../src/station/training/specimens/specimen-applications.ts'
import { decide, answerAll, openApplication, pin, soon, specimenOf } from '../fixtures/journey.ts'
import { findSoftHsm } from '../fixtures/softhsm.ts'
import { findPostgres, startPostgres, type PostgresCluster } from '../fixtures/postgres.ts'
import { startTestStation, type TestStation } from '../fixtures/test-station.ts'

// docs/runbook.md, "From nothing to the first case", executed as it stands: every `sh` block, in one shell, in its order.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 60_000 })
/** A block starts a process or several. */
const patienceMs = 110_000
const root = join(import.meta.dirname, '../..')
const runbook = readFileSync(join(root, 'docs/runbook.md'), 'utf8')
const section = runbook.split('\n## ').find((text) => text.startsWith('From nothing to the first case\n'))!
const blocksIn = (text: string) => [...text.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block]) => block!)
const blocks = blocksIn(section)
/** "Into a token": its tokens made and named, then every key anew. */
const tokenBlocks = blocksIn(runbook.split('**Into a token (PKCS#11).**')[1]!.split('\n## ')[0]!)

/** One shell that keeps its variables, as the operator's does. */
function openShell(env: NodeJS.ProcessEnv) {
  const shell = spawn('bash', ['--noprofile', '--norc'], { cwd: root, env })
  let said = ''
  shell.stdout.on('data', (chunk: Buffer) => (said += String(chunk)))
  shell.stderr.on('data', (chunk: Buffer) => (said += String(chunk)))
  let count = 0
  return {
    /** What a block printed; fails with it where a line of it failed. */
    async run(block: string): Promise<string> {
      const mark = `block-${++count}`
      const before = said.length
      shell.stdin.write(
        `set -e; trap 'echo; echo ${mark} failed' EXIT\n${block}\ntrap - EXIT; echo; echo ${mark} done\n`,
      )
      const ended = new RegExp(`^${mark} (done|failed)$`, 'm')
      for (let waitedMs = 0; !ended.test(said.slice(before)) && waitedMs < patienceMs; waitedMs += 50)
        await setTimeout(50)
      const printed = said.slice(before)
      if (!printed.includes(`${mark} done`)) throw new Error(printed)
      return printed
    },
    end: () => void shell.stdin.end(),
  }
}

describe.runIf(findPostgres() !== null)('from an empty PostgreSQL to the first case', () => {
  const home = mkdtempSync(join(tmpdir(), 'guichet-first-'))
  const inHome = (name: string) => readFileSync(join(home, name), 'utf8').trim()
  let cluster: PostgresCluster
  let shell: ReturnType<typeof openShell>
  let kiosk: TestStation
  let port: number
  beforeAll(async () => {
    cluster = await startPostgres()
    const server = new URL(await cluster.createDatabase())
    const probe = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => probe.once('listening', resolve))
    port = (probe.address() as AddressInfo).port
    await new Promise((resolve) => probe.close(resolve))
    const clean = Object.entries(process.env).filter(
      ([name]) => !/^(GUICHET_|DATABASE_URL|PORT$|HOST$|VITEST|NODE_OPTIONS)/.test(name),
    )
    shell = openShell({
      ...Object.fromEntries(clean),
      PATH: `${join(process.execPath, '..')}:${findPostgres()!}:${process.env['PATH'] ?? ''}`,
      PGHOST: '127.0.0.1',
      PGPORT: server.port,
      PGUSER: 'guichet',
    })
    // The first block is the operator's own.
    await shell.run(`export GUICHET_HOME=${home} DATABASE_URL=postgres://guichet@127.0.0.1:${server.port}/guichet_production
export GUICHET_PUBLIC_ORIGIN=http://127.0.0.1:${port} PORT=${port} GUICHET_PROCESSES=1`)
    kiosk = await startTestStation({ environment: 'production', centralUrl: `http://127.0.0.1:${port}` })
  })
  afterAll(async () => {
    await kiosk?.stop()
    await shell?.run('kill "$(cat "$GUICHET_HOME/central.pid")"; wait').catch(() => undefined)
    shell?.end()
    await cluster?.stop()
    rmSync(home, { recursive: true, force: true })
  })
  const [own, ...rest] = blocks as [string, ...string[]]
  const next = () => shell.run(rest.shift()!)

  test('the first block names what is the operator’s own', () => {
    const names = [...own.matchAll(/^export (\w+)=/gm)].map(([, name]) => name)
    expect(names).toEqual(['GUICHET_HOME', 'DATABASE_URL', 'GUICHET_PUBLIC_ORIGIN', 'PORT'])
  })

  test('database, keys, central, people and the kiosk’s code', async () => {
    await next()
    await next()
    expect(inHome('central.out')).toMatch(/^\{"url":/)
    await next()
    await next()
    expect(inHome('kiosk.code')).toMatch(/^[0-9A-Z-]{14,}$/)
  })

  test('the kiosk registers, is compared and activated; people make their keys', async () => {
    const { stationId, thumbprint } = await kiosk.ask('station.register', { code: inHome('kiosk.code') })
    await shell.run(`STATION=${stationId} ENDING=${endingOf(thumbprint)}`)
    expect(await next()).toContain(`${stationId}\tpending`)
    await next()
    const enrol = (operatorId: string) =>
      soon(() => kiosk.ask('operator.enrol', { operatorId, code: inHome(`${operatorId}.code`), pin, language: 'fr' }))
    await enrol('odile')
    await enrol('claude')
    await kiosk.ask('operator.login', { operatorId: 'claude', pin })
  })

  test('the first application is verified at the kiosk, and central approves it', async () => {
    const specimen = specimenOf('old_card')
    const all = JSON.parse(readFileSync(join(root, 'assets/specimens/applications.json'), 'utf8')) as {
      reference: string
      declared: Declared
    }[]
    const { declared } = all.find(({ reference }) => reference === specimenReference(specimen))!
    const file = join(home, 'application.json')
    writeFileSync(file, JSON.stringify({ channel: 'counter', declared }))
    await shell.run(`APPLICATION=${file}`)
    await next()
    const reference = inHome('reference')
    // The kiosk hears of its activation when it next asks.
    await soon(async () => {
      await kiosk.ask('queue.retry', { packetId: null })
      await openApplication(kiosk, reference)
    })
    const { application, failure } = kiosk.session()!
    expect(failure).toBe(null)
    expect(application?.reference).toBe(reference)
    await kiosk.ask('session.consent', { textVersion: '2026-01', language: 'fr' })
    const lines = [...dateSpecimen(specimen, new Date()).mrzLines]
    await kiosk.ask('session.submitMrz', { lines, source: 'typed', corrections: [], certain: true, uncertain: [] })
    await answerAll(kiosk)
    await decide(kiosk, 'approved')
    const show = rest.shift()!
    // One approval in fifty is drawn for a person's look, and for no other reason.
    await soon(async () => expect(await shell.run(show)).toMatch(/APPROVED|MANUAL_REVIEW\trandom_sample$/m))
    expect(rest, 'every block was run').toEqual([])
  })

  test.runIf(findSoftHsm() !== null)(
    'central’s keys move into tokens, and what was sealed before is still opened',
    async () => {
      const [make, rotate, ...others] = tokenBlocks as [string, string, ...string[]]
      expect(others).toEqual([])
      await shell.run(`mkdir -p "$GUICHET_HOME/tokens"
printf 'directories.tokendir = %s/tokens\nobjectstore.backend = file\n' "$GUICHET_HOME" > "$GUICHET_HOME/softhsm2.conf"
export SOFTHSM2_CONF="$GUICHET_HOME/softhsm2.conf" SO_PIN=87654321 PIN=246810 PIN_A=odile-half PIN_B=paul-half`)
      await shell.run(make.replace(/(?<=PKCS11_MODULE=).*/, findSoftHsm()!))
      // Started again beside the variables it had.
      await shell.run('kill "$(cat "$GUICHET_HOME/central.pid")"; wait')
      await shell.run(blocks[2]!)
      expect((await shell.run(rotate)).match(/^(encryption|signing|authority) key /gm)).toHaveLength(3)
      const newest = `psql -At "$DATABASE_URL" -c "SELECT DISTINCT ON (purpose) left(private_key, 3) FROM central_key WHERE purpose IN ('encryption', 'signing', 'authority') ORDER BY purpose, created_at DESC"`
      expect((await shell.run(newest)).match(/^p11$/gm)).toHaveLength(3)
      expect(await shell.run('node scripts/central.ts application:show "$(cat "$GUICHET_HOME/reference")"')).toMatch(
        /APPROVED|MANUAL_REVIEW/,
      )
    },
  )
})

test('the sample of an application is one that the command takes', () => {
  const sample = JSON.parse(readFileSync(join(root, 'docs/samples/application.json'), 'utf8')) as { channel: string }
  expect(sample.channel).toBe('counter')
})
