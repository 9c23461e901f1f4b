import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { cache, root } from './places.ts'

const source = join(root, 'node_modules', 'better-sqlite3')
const header = join(import.meta.dirname, 'string-reference.hpp')

/** Each file with what is replaced in it: string references, and an optimisation that doubles the build's time. */
const changes: Record<string, [from: RegExp, to: string][]> = {
  'src/better_sqlite3.cpp': [[/#include <napi.h>/, '#include <napi.h>\n#include "util/string-reference.hpp"']],
  'src/util/constants.cpp': [
    [/Napi::Reference<Napi::String>/g, 'StringReference'],
    [/Napi::Persistent\(/g, 'StringReference('],
  ],
  'src/util/bind-map.cpp': [
    [/Napi::Reference<Napi::String>/g, 'StringReference'],
    [/Napi::Persistent\((?=InternalizedFromUtf8|pair->name)/g, 'StringReference('],
  ],
  'src/util/helpers.cpp': [[/Napi::Reference<Napi::String>/g, 'StringReference']],
  'binding.gyp': [
    [/NAPI_VERSION=10/, 'NAPI_VERSION=8'],
    [/, '-flto'/g, ''],
    [/'-flto', /g, ''],
    [/'ldflags': \['-flto'\],/, ''],
  ],
  'deps/common.gypi': [[/'-O3'/, "'-O1'"]],
}

/** The SQLite module for Node-API 8, built from the sources the package ships; kept in .cache. Throws what the build said. */
export function buildSqlite(): string {
  const { version } = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8')) as { version: string }
  const digest = createHash('sha256')
    .update(JSON.stringify(Object.keys(changes)))
    .update(readFileSync(header))
  digest.update(String(Object.values(changes).flat(2)))
  const built = join(cache, `sqlite-${version}-${digest.digest('hex').slice(0, 12)}.node`)
  if (existsSync(built)) return built
  console.log('Building the SQLite module for Electron 22 (a minute or two) …')
  const work = join(cache, 'sqlite')
  rmSync(work, { recursive: true, force: true })
  cpSync(source, work, { recursive: true, dereference: true })
  copyFileSync(header, join(work, 'src', 'util', 'string-reference.hpp'))
  for (const [file, replacements] of Object.entries(changes)) rewrite(join(work, file), replacements)
  mkdirSync(join(work, 'node_modules'))
  symlinkSync(join(root, 'node_modules', 'node-addon-api'), join(work, 'node_modules', 'node-addon-api'))
  const gyp = join(root, 'node_modules', 'node-gyp', 'bin', 'node-gyp.js')
  const args = [gyp, 'rebuild', '--release', '--force_build=1', '--jobs', 'max']
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: work, encoding: 'utf8', maxBuffer: 2 ** 26 })
  if (status !== 0) throw new Error(`the SQLite module cannot be built\n${stderr.slice(-4000)}`)
  copyFileSync(join(work, 'build', 'Release', 'better_sqlite3.node'), built)
  rmSync(work, { recursive: true, force: true })
  return built
}

function rewrite(file: string, replacements: [RegExp, string][]): void {
  let text = readFileSync(file, 'utf8')
  for (const [from, to] of replacements) {
    if (text.search(from) < 0) throw new Error(`${file} has no ${from}: the package has changed`)
    text = text.replace(from, to)
  }
  writeFileSync(file, text)
}
