import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import fc from 'fast-check'
import { descendantsOf as childrenOf } from '../fixtures/processes.ts'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'

// The station in a process of its own, spoken to at the raw socket: what ends that process would end the kiosk.
const root = resolve(import.meta.dirname, '..', '..')
const folder = mkdtempSync(join(tmpdir(), 'guichet-loopback-'))
let station: ChildProcess
let host: string
let launcher: string
/** The process that answers, and the one that would come after it: one that ended would be replaced unseen. */
let answering: number[]

beforeAll(async () => {
  station = spawn(process.execPath, [join(root, 'src', 'station', 'main.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, GUICHET_DATA: folder, GUICHET_MODE: 'training', GUICHET_CENTRAL_URL: 'http://127.0.0.1:9' },
  })
  const lines = createInterface({ input: station.stdout! })
  const told = await new Promise<{ url: string; launcher: string }>((found, failed) => {
    lines.once('line', (line) => found(JSON.parse(line) as { url: string; launcher: string }))
    station.once('exit', (code) => failed(new Error(`ended with ${code}`)))
  })
  host = new URL(told.url).host
  launcher = told.launcher
  await vi.waitFor(() => expect(childrenOf(station.pid!)).toHaveLength(2), { timeout: 30_000 })
  answering = childrenOf(station.pid!)
})
afterAll(async () => {
  if (station.exitCode === null) {
    station.kill('SIGTERM')
    await once(station, 'exit')
  }
  rmSync(folder, { recursive: true, force: true })
})

type Ending = 'wait' | 'half_close' | 'reset' | 'reset_at_answer'

/** Writes these bytes on a connection of its own and ends it so. Answers the status line, '' where there was none. */
function say(bytes: string | Buffer, ending: Ending = 'wait'): Promise<string> {
  return new Promise((done) => {
    const socket: Socket = connect({ host: '127.0.0.1', port: Number(host.split(':')[1]) })
    let answer = ''
    socket.setTimeout(1_000, () => socket.destroy())
    socket.on('error', () => {})
    socket.on('close', () => done(answer.split('\r\n')[0]!))
    socket.on('data', (data) => {
      answer += data.toString('latin1')
      if (ending === 'reset_at_answer') socket.resetAndDestroy()
      else if (ending === 'wait') socket.end()
    })
    socket.on('connect', () => {
      socket.write(bytes, () => {
        if (ending === 'reset') socket.resetAndDestroy()
        if (ending === 'half_close') socket.end()
      })
    })
  })
}

const get = (target: string) => `GET ${target} HTTP/1.1\r\nHost: ${host}\r\n\r\n`
const upgrade = (headers = '') =>
  `GET /wire HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n${headers}\r\n`
const stillAnswers = async () => {
  expect(station.exitCode).toBeNull()
  expect(childrenOf(station.pid!)).toEqual(answering)
  expect(await say(get('/download/unknown'))).toBe('HTTP/1.1 404 Not Found')
}

describe('what a stranger on this machine may send', () => {
  it.each([
    ['//', 404],
    ['///', 404],
    ['//[', 404],
    ['//[::1/x', 404],
    ['//evil.example/index.html', 404],
    ['/%', 404],
    ['/\\..\\..\\package.json', 404],
    ['http://[', 400],
    ['http://127.0.0.1:x/', 400],
    ['*', 400],
    ['index.html', 400],
    ['?', 400],
  ])('answers GET %s with %i', async (target, status) => {
    expect(await say(get(target))).toMatch(new RegExp(`^HTTP/1.1 (${status}|400) `))
    await stillAnswers()
  })

  it.each<[string, string, Ending]>([
    ['a refused upgrade, reset at once', 'Origin: http://evil.example\r\n', 'reset'],
    ['a refused upgrade, reset as it is answered', '', 'reset_at_answer'],
    ['an upgrade half sent', 'Sec-WebSocket-Key: ', 'reset'],
  ])('outlives %s', async (_what, headers, ending) => {
    for (let time = 0; time < 20; time++) await say(upgrade(headers) + 'x'.repeat(70_000), ending)
    await stillAnswers()
  })

  it('outlives whatever a generator makes of requests, upgrades and endings', async () => {
    const target = fc.oneof(
      fc.constantFrom('/', '//', '/wire', '*', '/download/', 'http://[', '/index.html', '///\\', ''),
      fc.string({ maxLength: 40 }),
    )
    const header = fc.oneof(
      fc.constantFrom(
        'Upgrade: websocket',
        'Connection: Upgrade',
        'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
        'Sec-WebSocket-Version: 13',
        'Sec-WebSocket-Protocol: guichet.v1,,',
        'Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits=x',
        'Content-Length: 5',
        'Transfer-Encoding: chunked',
        'Expect: 100-continue',
      ),
      fc.constant('Host: ').map((name) => name + host),
      fc.constant('Origin: http://').map((name) => name + host),
      fc.string({ maxLength: 30 }),
    )
    const request = fc
      .record({
        method: fc.constantFrom('GET', 'HEAD', 'POST', 'CONNECT', 'OPTIONS', 'PRI', ''),
        target,
        headers: fc.array(header, { maxLength: 9 }),
        end: fc.constantFrom('\r\n\r\n', '\r\n', '\n\n', ''),
        rest: fc.oneof(fc.constant(''), fc.string({ unit: 'binary', maxLength: 60 })),
      })
      .map(
        ({ method, target, headers, end, rest }) =>
          `${[`${method} ${target} HTTP/1.1`, ...headers].join('\r\n')}${end}${rest}`,
      )
    const ending = fc.constantFrom<Ending>('half_close', 'reset', 'reset_at_answer')
    const stays = fc.asyncProperty(request, ending, async (bytes, how) => {
      await say(Buffer.from(bytes), how)
      expect(station.exitCode).toBeNull()
    })
    await fc.assert(stays, { numRuns: 300, seed: 20_231_107 })
    await stillAnswers()
  })

  it.skipIf(process.getuid?.() !== 0)(
    'does not speak with another account of this machine, and says when it tried',
    async () => {
      // Also with the right code: the launcher file is what that account cannot read.
      expect(statSync(launcher).mode & 0o777).toBe(0o600)
      const request = `GET /download/unknown HTTP/1.1\\r\\nHost: ${host}\\r\\nConnection: close\\r\\n\\r\\n`
      const script = `exec 3<>/dev/tcp/${host.replace(':', '/')} && printf '${request}' >&3 && echo sent && head -1 <&3`
      const ask = (uid: number) =>
        spawnSync('/bin/bash', ['-c', script], { uid, gid: uid, encoding: 'utf8' }).stdout.trim()
      expect(ask(65534)).toBe('sent')
      expect(ask(0)).toBe('sent\nHTTP/1.1 404 Not Found')
      await stillAnswers()
    },
  )
})
