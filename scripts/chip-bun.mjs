// Runs the chip tests under Bun, whose crypto is BoringSSL like Electron's. Exits 1 when a test fails or none ran.
// Arguments: folders (default src/emrtd and src/virtual-card), --report FILE for the counts as JSON.
import { spawnSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const bun = join(root, 'node_modules', '.bin', process.platform === 'win32' ? 'bun.cmd' : 'bun')
const timeoutMs = 15 * 60_000

if (!existsSync(bun)) {
  console.error('chip:bun: bun is not installed; run npm ci')
  process.exit(1)
}

const { values, positionals } = parseArgs({ options: { report: { type: 'string' } }, allowPositionals: true })
const folders = positionals.length > 0 ? positionals : ['src/emrtd', 'src/virtual-card']
const run = spawnSync(bun, ['test', '--timeout', '60000', ...folders], {
  cwd: root,
  encoding: 'utf8',
  timeout: timeoutMs,
  maxBuffer: 256 * 1024 * 1024,
  shell: process.platform === 'win32',
})
const output = `${run.stdout ?? ''}${run.stderr ?? ''}`
const count = (word) => Number(new RegExp(`^\\s*(\\d+) ${word}$`, 'm').exec(output)?.[1] ?? 0)
const [passed, failed, skipped] = ['pass', 'fail', 'skip'].map(count)

const isGood = run.status === 0 && passed > 0 && failed === 0
if (!isGood) process.stdout.write(output)
if (values.report) writeFileSync(values.report, JSON.stringify({ passed, failed, skipped }))
console.log(`chip under Bun (BoringSSL): ${passed} passed, ${failed} failed, ${skipped} skipped`)
process.exitCode = isGood ? 0 : 1
