import { request } from 'node:http'
import { existsSync, mkdtempSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { maxMessageBytes } from '../../src/contract/wire-message.ts'
import { listenOnLoopback, type LoopbackPort } from '../../src/station/loopback/listen.ts'
import { serve, type Served } from '../../src/station/loopback/serve.ts'
import { startTestStation, type TestStation } from '../fixtures/test-station.ts'

let kiosk: TestStation
let served: Served
let port: LoopbackPort
const uiFolder = mkdtempSync(join(tmpdir(), 'guichet-ui-'))
beforeAll(async () => {
  writeFileSync(join(uiFolder, 'index.html'), '<!doctype html><title>Guichet</title>')
  kiosk = await startTestStation()
  port = await listenOnLoopback(0, (socket) => served.take(socket))
  served = serve({ station: kiosk.station, uiFolder, host: port.host })
  secret = String(await exchange())
})
afterAll(async () => {
  served.stop()
  port.close()
  await kiosk.stop()
  rmSync(uiFolder, { recursive: true })
})

/** What the page gets for the code of an address. */
async function exchange(code = new URL(served.newAddress()).hash.slice('#code='.length), origin = served.origin) {
  const answer = await fetch(`${served.origin}/enter`, { method: 'POST', body: code, headers: { origin } })
  return answer.status === 200 ? answer.text() : answer.status
}
let secret = ''
const strangerAt = async () => (await kiosk.ask('status.get', {})).strangerAt
const address = () => served.origin.replace('http', 'ws') + '/wire'

/** The socket, or the status with which the upgrade was refused. */
function knock(
  change: { token?: string; origin?: string; host?: string; path?: string } = {},
): Promise<WebSocket | number> {
  const headers = change.host === undefined ? {} : { host: change.host }
  const url = change.path === undefined ? address() : served.origin.replace('http', 'ws') + change.path
  const socket = new WebSocket(url, ['guichet.v1', change.token ?? secret], {
    origin: change.origin ?? served.origin,
    headers,
  })
  return new Promise((resolve, reject) => {
    socket.once('open', () => resolve(socket))
    socket.once('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0))
    socket.once('error', reject)
  })
}

async function enter(): Promise<WebSocket> {
  const socket = await knock()
  if (typeof socket === 'number') throw new Error(`refused with ${socket}`)
  return socket
}

const nextMessage = (socket: WebSocket) =>
  new Promise<unknown>((resolve) => socket.once('message', (data) => resolve(JSON.parse(data.toString()))))

describe('who gets in', () => {
  it('admits the page that brought the code', async () => {
    const socket = await enter()
    socket.send(JSON.stringify({ id: 1, name: 'status.get', input: {} }))
    expect(await nextMessage(socket)).toMatchObject({ id: 1, ok: true, output: { setup: 'first_manager_needed' } })
    socket.close()
  })

  it.each([
    ['a wrong token', { token: 'x'.repeat(43) }],
    ['no token', { token: 'guichet.v1.none' }],
    ['another origin', { origin: 'http://127.0.0.1:1' }],
    ['a rebound host name', { host: 'attacker.example' }],
    ['another path', { path: '/' }],
  ])('refuses %s', async (_what, change) => {
    expect(await knock(change)).toBe(403)
  })

  it('lets nobody else in while the page is there, whatever they know, and says on screen when they tried', async () => {
    const first = await enter()
    const before = await strangerAt()
    expect(await knock()).toBe(403)
    expect(await strangerAt()).not.toBe(before)
    first.send(JSON.stringify({ id: 2, name: 'status.get', input: {} }))
    expect(await nextMessage(first)).toMatchObject({ id: 2, ok: true })
    first.close()
    await new Promise((resolve) => first.once('close', resolve))
    const reloaded = await enter()
    reloaded.close()
  })

  it('lets a page in again whose connection broke without a word', async () => {
    const first = await enter()
    first.pause()
    const second = await enter()
    second.close()
    first.terminate()
  })

  it('whoever opens the kiosk anew puts out who was in; a code is good once, and from our own page only', async () => {
    const first = await enter()
    const closed = new Promise((resolve) => first.once('close', resolve))
    const code = new URL(served.newAddress()).hash.slice('#code='.length)
    expect(await exchange(code, 'http://evil.example')).toBe(403)
    const old = secret
    secret = String(await exchange(code))
    expect(await closed).toBe(4001)
    expect(await knock({ token: old })).toBe(403)
    expect(await exchange(code)).toBe(403)
    const second = await enter()
    second.close()
    expect(await strangerAt()).not.toBeNull()
  })
})

describe('garbage on the wire', () => {
  it.each([
    ['no JSON', '{"id": 3, "name"', { id: 0, ok: false, code: 'wire_malformed' }],
    ['a frame without a name', '{"id": 4}', { id: 4, ok: false, code: 'wire_malformed' }],
    ['a list', '[]', { id: 0, ok: false, code: 'wire_malformed' }],
    ['a negative id', '{"id": -1, "name": "status.get", "input": {}}', { id: 0, ok: false, code: 'wire_malformed' }],
    [
      'an unknown request',
      '{"id": 5, "name": "session.steal", "input": {}}',
      { id: 5, ok: false, code: 'wire_unknown_request' },
    ],
    [
      'a name of Object',
      '{"id": 6, "name": "constructor", "input": {}}',
      { id: 6, ok: false, code: 'wire_unknown_request' },
    ],
    [
      'a wrong input',
      '{"id": 7, "name": "operator.login", "input": {"operatorId": 5}}',
      { id: 7, ok: false, code: 'wire_invalid_input' },
    ],
    [
      'a request before login',
      '{"id": 8, "name": "session.current", "input": {}}',
      { id: 8, ok: false, code: 'operator_not_logged_in' },
    ],
  ])('answers %s with its code and goes on', async (_what, text, reply) => {
    const socket = await enter()
    socket.send(text)
    expect(await nextMessage(socket)).toEqual(reply)
    socket.send(JSON.stringify({ id: 9, name: 'status.get', input: {} }))
    expect(await nextMessage(socket)).toMatchObject({ id: 9, ok: true })
    socket.close()
  })

  it('answers bytes that are no text, and drops a frame over the limit without falling over', async () => {
    const socket = await enter()
    socket.send(Buffer.from([1, 2, 3]))
    expect(await nextMessage(socket)).toEqual({ id: 0, ok: false, code: 'wire_malformed' })
    const closed = new Promise((resolve) => socket.once('close', resolve))
    socket.on('error', () => {})
    socket.send('x'.repeat(50 * 1024 * 1024))
    expect(await closed).toBe(1009)
    expect(maxMessageBytes).toBeLessThan(50 * 1024 * 1024)
    const again = await enter()
    again.send(JSON.stringify({ id: 10, name: 'status.get', input: {} }))
    expect(await nextMessage(again)).toMatchObject({ id: 10, ok: true })
    again.close()
  })
})

describe('pages and downloads', () => {
  it('serves the page with its policy', async () => {
    const response = await fetch(served.origin)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(response.headers.get('cache-control')).toBe('no-store')
  })

  it.each([
    ['/../package.json', 404],
    ['/%2e%2e/%2e%2e/etc/passwd', 404],
    ['/%E0%A4%A', 404],
    ['/index.html%00.js', 404],
    ['/missing.js', 404],
    ['/download/unknown', 404],
  ])('has nothing at %s', async (path, status) => {
    expect(await statusOf(path, {})).toBe(status)
  })

  it('refuses another host name and other methods', async () => {
    expect(await statusOf('/', { host: 'attacker.example' })).toBe(421)
    expect((await fetch(served.origin, { method: 'POST' })).status).toBe(405)
  })

  it('keeps no descriptor of a file whose reader left, and gives none for a question about it', async () => {
    const path = join(uiFolder, 'large.csv')
    const open = () => readdirSync('/proc/self/fd').filter((fd) => linkOf(fd).startsWith(path)).length
    for (let time = 0; time < 5; time += 1) {
      writeFileSync(path, Buffer.alloc(8_000_000, 'a'))
      const offered = kiosk.station.downloads.offer({ fileName: 'a.csv', mediaType: 'text/csv', content: { path } })
      expect((await fetch(served.origin + offered, { method: 'HEAD' })).status).toBe(405)
      const leaving = new AbortController()
      const answer = await fetch(served.origin + offered, { signal: leaving.signal })
      expect(answer.status).toBe(200)
      leaving.abort()
      await expect.poll(() => existsSync(path)).toBe(false)
    }
    await expect.poll(open).toBe(0)
  })

  it('hands out a file once', async () => {
    const path = kiosk.station.downloads.offer({
      fileName: 'é.csv',
      mediaType: 'text/csv',
      content: Buffer.from('a;b'),
    })
    const first = await fetch(served.origin + path)
    expect(await first.text()).toBe('a;b')
    expect(first.headers.get('content-disposition')).toBe("attachment; filename*=UTF-8''%C3%A9.csv")
    expect((await fetch(served.origin + path)).status).toBe(404)
  })
})

const linkOf = (fd: string) => {
  try {
    return readlinkSync(`/proc/self/fd/${fd}`)
  } catch {
    return ''
  }
}

/** fetch normalises paths and forbids Host: ask by hand. */
function statusOf(path: string, headers: Record<string, string>): Promise<number> {
  const { hostname, port } = new URL(served.origin)
  return new Promise((resolve, reject) => {
    request({ hostname, port, path, headers }, (response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
      .once('error', reject)
      .end()
  })
}
