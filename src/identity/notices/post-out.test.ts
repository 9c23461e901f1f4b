import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { isInner, postOut } from './post-out.ts'

let calls = 0
const server = createServer((_request, response) => {
  calls += 1
  response.writeHead(200)
  // An answer without an end.
  const pour = () => void (response.write('x'.repeat(65_536)) ? setImmediate(pour) : response.once('drain', pour))
  pour()
})
let port: number
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  port = (server.address() as AddressInfo).port
})
afterAll(() => void server.close().closeAllConnections())

const post = (host: string, innerHosts: string[] = []) =>
  postOut({
    ...{ url: `http://${host}:${port}/`, type: 'text/plain', body: 'x', innerHosts, timeoutMs: 5_000 },
    signal: new AbortController().signal,
  })

test.each([
  ...['127.0.0.1', '[::1]', 'localhost', '0.0.0.0', '10.1.2.3', '192.168.1.1', '172.16.0.9', '169.254.169.254'],
  ...['100.64.0.1', '[fd00::1]', '[fe80::1]', '[::ffff:127.0.0.1]', '[64:ff9b::7f00:1]', '2130706433', '0x7f.1'],
])('%s is inside: nothing is sent there', async (host) => {
  await expect(post(host)).rejects.toThrow('inner_address')
  expect(calls).toBe(0)
})

test('the outside is not inside', () =>
  expect(['1.1.1.1', '172.32.0.1', '2a01:e0a::1', '::ffff:8.8.8.8'].map(isInner)).toEqual([false, false, false, false]))

test('a name that is allowed inside is sent to, and an endless answer is cut', async () => {
  const { status, body } = await post('localhost', ['localhost'])
  expect([status, body.length, calls]).toEqual([200, 4_096, 1])
})
