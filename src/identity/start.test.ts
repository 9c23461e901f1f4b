import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')
const clean = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(GUICHET|DATABASE|PORT|HOST)/.test(name)),
)

type Started = { url: string | null; stderr: string; stop(): Promise<number | null> }

/** The program, until it says that it is ready or ends. */
async function start(env: Record<string, string>): Promise<Started> {
  const child = spawn(process.execPath, [join(root, 'src/identity/main.ts')], { env: { ...clean, ...env } })
  const said = { stdout: '', stderr: '' }
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  child.stderr.on('data', (chunk: Buffer) => (said.stderr += String(chunk)))
  const ready = new Promise<string | null>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      said.stdout += String(chunk)
      if (said.stdout.includes('\n')) resolve((JSON.parse(said.stdout) as { url: string }).url)
    })
    void ended.then(() => resolve(null))
  })
  const url = await ready
  return {
    url,
    stderr: said.stderr,
    stop() {
      child.kill('SIGTERM')
      return ended
    },
  }
}

describe('central with the identity service, as a program', () => {
  let folder: string
  beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'guichet-identity-'))))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test('training brings it up: calls, provider, messages and a service to log in at', async () => {
    const program = await start({ GUICHET_CENTRAL_DATA: join(folder, 'training') })
    const origin = `http://localhost:${new URL(program.url!).port}`
    const read = async (path: string, language = 'en') => {
      const reply = await fetch(origin + path, { redirect: 'manual', headers: { 'accept-language': language } })
      return { status: reply.status, text: await reply.text(), headers: reply.headers }
    }
    expect(JSON.parse((await read('/citizen/api/session')).text)).toEqual({
      ...{ environment: 'training', application: null, device: null },
    })
    expect(JSON.parse((await read('/oidc/.well-known/openid-configuration')).text)).toMatchObject({
      issuer: `${origin}/oidc`,
      acr_values_supported: ['eidas2'],
    })
    expect((await read('/training/messages')).text).toContain('None yet')
    expect((await read('/training/messages', 'fr-FR')).text).toContain('Rien encore')
    const there = (await read('/training/service/login')).headers.get('location')!
    expect(new URL(there).pathname).toBe('/oidc/auth')
    const page = await read(there.slice(origin.length))
    expect([page.status, page.headers.get('location')]).toEqual([303, expect.stringContaining('/citizen/api/login/')])
    expect((await read('/v1/time')).status).toBe(200)
    expect(await program.stop()).toBe(0)
  })

  test('in production its key is asked for, and another one is refused without a word of the first', async () => {
    const GUICHET_CENTRAL_DATA = join(folder, 'production')
    const keys = ['GUICHET_CENTRAL_KEY', 'GUICHET_AUTHORITY_KEY_A', 'GUICHET_AUTHORITY_KEY_B']
    const central = Object.fromEntries(keys.map((key, i) => [key, String(i + 1).repeat(64)]))
    const env = { ...central, GUICHET_CENTRAL_DATA, GUICHET_ENVIRONMENT: 'production' }
    const without = await start(env)
    expect([without.url, without.stderr]).toEqual([null, expect.stringContaining('GUICHET_IDENTITY_KEY: required')])
    const first = await start({ ...env, GUICHET_IDENTITY_KEY: 'a'.repeat(64) })
    expect(first.url).not.toBeNull()
    await first.stop()
    const other = await start({ ...env, GUICHET_IDENTITY_KEY: 'b'.repeat(64) })
    expect([other.url, other.stderr]).toEqual([null, expect.stringMatching(/GUICHET_IDENTITY_KEY is not the key/)])
    expect(other.stderr).not.toMatch(/a{64}|b{64}/)
    // Rotated: both, then the newer alone.
    const both = { GUICHET_IDENTITY_KEY: 'b'.repeat(64), GUICHET_IDENTITY_KEY_BEFORE: 'a'.repeat(64) }
    const rotating = await start({ ...env, ...both })
    expect(rotating.url).not.toBeNull()
    await rotating.stop()
    const rotated = await start({ ...env, GUICHET_IDENTITY_KEY: 'b'.repeat(64) })
    expect(rotated.url).not.toBeNull()
    await rotated.stop()
  }, 300_000)
})
