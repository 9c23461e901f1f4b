import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
// @ts-expect-error plain JavaScript, which runs before anything is installed
import { bringElectron } from '../../scripts/toolchain/electron.mjs'

// The package's own installer against a mirror on this machine: fetched once, compared with its digest, kept.
const root = resolve(import.meta.dirname, '..', '..')
let folder: string
let archive: Buffer
let digest: string
let server: Server
let asked: string[]

beforeEach(async () => {
  mkdirSync(join(root, '.cache'), { recursive: true })
  folder = mkdtempSync(join(root, '.cache', 'fetch-electron-'))
  cpSync(join(root, 'node_modules', 'electron'), join(folder, 'electron'), {
    recursive: true,
    filter: (path) => !path.includes(join('electron', 'dist')),
  })
  rmSync(join(folder, 'electron', 'path.txt'), { force: true })
  archive = makeArchive(folder)
  digest = createHash('sha256').update(archive).digest('hex')
  asked = []
  server = createServer((request, response) => {
    if (request.method === 'GET') asked.push(request.url!.split('/').at(-1)!)
    const isSums = request.url!.endsWith('SHASUMS256.txt')
    response.end(isSums ? `${digest} *${archiveName}\n` : archive)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  vi.stubEnv('ELECTRON_MIRROR', `http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
  vi.stubEnv('electron_config_cache', join(folder, 'cache'))
  vi.stubEnv('electron_use_remote_checksums', '1')
})
afterEach(() => {
  vi.unstubAllEnvs()
  server.close()
  rmSync(folder, { recursive: true, force: true })
})

const { version } = JSON.parse(readFileSync(join(root, 'node_modules', 'electron', 'package.json'), 'utf8')) as {
  version: string
}
const archiveName = `electron-v${version}-${process.platform}-${process.arch}.zip`

/** Not Electron, but laid out like it. */
function makeArchive(where: string): Buffer {
  const content = join(where, 'content')
  mkdirSync(content)
  writeFileSync(join(content, 'electron'), '#!/bin/sh\n', { mode: 0o755 })
  writeFileSync(join(content, 'version'), version)
  const file = join(where, 'archive.zip')
  spawnSync('zip', ['-qr', file, '.'], { cwd: content })
  return readFileSync(file)
}
const bring = (mayFetch = true) =>
  bringElectron({ mayFetch, folder: join(folder, 'electron') }) as Promise<string | null>

it('fetches the archive once, and afterwards has it in the cache', async () => {
  expect(await bring()).toBeNull()
  expect(asked.filter((name) => name === archiveName)).toHaveLength(1)
  expect(await bring()).toBeNull()
  rmSync(join(folder, 'electron', 'dist'), { recursive: true })
  expect(await bring()).toBeNull()
  expect(asked.filter((name) => name === archiveName)).toHaveLength(1)
})

it('takes no archive that is not the one of its digest', async () => {
  digest = '0'.repeat(64)
  expect(await bring()).toMatch(/checksum/i)
})

it('says why there is none: not to be fetched, nobody there', async () => {
  expect(await bring(false)).toContain('not fetched')
  vi.stubEnv('electron_config_cache', undefined)
  vi.stubEnv('ELECTRON_MIRROR', 'http://127.0.0.1:9/')
  expect(await bring()).toContain('http://127.0.0.1:9/ cannot be reached')
})
