import { spawn, type ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { findPostgres, sharedPostgres, type PostgresCluster } from '../../tests/fixtures/postgres.ts'

const main = new URL('main.ts', import.meta.url).pathname

/** One of its sockets each: without keep-alive every request may meet another process. */
const ask = (url: string, path: string) => fetch(url + path, { headers: { connection: 'close' }, redirect: 'manual' })

describe.runIf(findPostgres() !== null)('an instance of several processes', () => {
  let cluster: PostgresCluster
  beforeAll(async () => void (cluster = await sharedPostgres()))
  afterAll(() => cluster.stop())

  test('one address; the one-time link opens once; a killed process is replaced; all end together', async () => {
    const databaseUrl = await cluster.createDatabase()
    const { child, url, adminUrl, ended } = await start({ DATABASE_URL: databaseUrl, GUICHET_PROCESSES: '3' })
    const first = childrenOf(child)
    expect(first).toHaveLength(3)

    const logins = await Promise.all(Array.from({ length: 9 }, () => ask('', adminUrl)))
    expect(logins.map(({ status }) => status).sort()).toEqual([...Array<number>(8).fill(200), 303])
    const cookie = logins
      .find(({ status }) => status === 303)!
      .headers.get('set-cookie')!
      .split(';')[0]!
    for (let i = 0; i < 6; i++) {
      const page = await fetch(`${url}/admin`, { headers: { cookie, connection: 'close' }, redirect: 'manual' })
      expect(page.status).toBe(200)
    }

    process.kill(first[0]!, 'SIGKILL')
    await vi.waitFor(() => expect(childrenOf(child).filter((pid) => !first.includes(pid))).toHaveLength(1), 10_000)
    await vi.waitFor(async () => expect((await ask(url, '/readyz')).status).toBe(200), 10_000)

    const left = childrenOf(child)
    child.kill('SIGTERM')
    expect(await ended).toBe(0)
    await expectGone(left)
  }, 60_000)

  test('none is left when the one that started them is killed', async () => {
    const { child, ended } = await start({ DATABASE_URL: await cluster.createDatabase(), GUICHET_PROCESSES: '2' })
    const left = childrenOf(child)
    child.kill('SIGKILL')
    await ended
    await expectGone(left)
  }, 60_000)

  test('what keeps one from starting is said once', async () => {
    const DATABASE_URL = `${await cluster.createDatabase()}_absent`
    const child = spawn(process.execPath, [main], { env: { ...process.env, DATABASE_URL, GUICHET_PROCESSES: '2' } })
    let said = ''
    child.stderr.on('data', (chunk: Buffer) => (said += String(chunk)))
    expect(await endOf(child)).toBe(1)
    expect(said.trim().split('\n')).toEqual([expect.stringMatching(/^There is no such database.*3D000/)])
  }, 60_000)
})

async function start(env: Record<string, string>) {
  const child = spawn(process.execPath, [main], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const ended = endOf(child)
  const line = await new Promise<string>((resolve) => createInterface({ input: child.stdout }).once('line', resolve))
  return { child, ended, ...(JSON.parse(line) as { url: string; adminUrl: string }) }
}

function endOf(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => child.once('close', resolve))
}

function childrenOf({ pid }: ChildProcess): number[] {
  const listed = readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1').trim()
  return listed === '' ? [] : listed.split(' ').map(Number)
}

function expectGone(pids: number[]): Promise<void> {
  const isAlive = (pid: number) => {
    try {
      return process.kill(pid, 0)
    } catch {
      return false
    }
  }
  return vi.waitFor(() => expect(pids.filter(isAlive)).toEqual([]), 10_000)
}
