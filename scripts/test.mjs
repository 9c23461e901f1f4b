// Everything CI checks, in one command. Every stage runs even when one before it failed; the last line counts them all.
import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { ensureNode, root } from './toolchain/node.mjs'
import { buildPackages, ensureDebianPackages, ensureNpmPackages, testPackages } from './toolchain/packages.mjs'
import {
  failedInPlaywright,
  failedInVitest,
  slowestInVitest,
  waveredInPlaywright,
  waveredInVitest,
} from './toolchain/test-reports.mjs'

await ensureNode()
if (!ensureDebianPackages([...buildPackages, ...testPackages], 'The test run')) process.exit(1)
ensureNpmPackages()

const reports = join(root, '.cache', 'reports')
rmSync(reports, { recursive: true, force: true })
mkdirSync(reports, { recursive: true })

/** What Node has compiled once: the tests start our programs some hundred times. */
const compiled = join(root, '.cache', 'compiled')

const bin = (name) => join(root, 'node_modules', '.bin', name)
const report = (name) => join(reports, `${name}.json`)
const readReport = (name) => JSON.parse(readFileSync(report(name), 'utf8'))

/** A stage that hangs has failed. */
const stageTimeoutMs = 30 * 60_000

/** A stage that says why it cannot run here. */
const unavailable = 3

/** A tool that passes or fails as one. */
const single = (status) => (status === 0 ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 })

const vitestCount = (name) => () => {
  const results = readReport(name)
  const { numPassedTests, numFailedTests, numPendingTests, numFailedTestSuites, success } = results
  const failed = numFailedTests || (success ? 0 : Math.max(1, numFailedTestSuites))
  const names = failedInVitest(results)
  const slow = slowestInVitest(results)
  return { passed: numPassedTests, failed, skipped: numPendingTests, names, wavered: waveredInVitest(results), slow }
}

const playwrightCount = (name) => () => {
  const results = readReport(name)
  const { stats, errors } = results
  const failed = stats.unexpected + errors.length
  const names = failedInPlaywright(results)
  const passed = stats.expected + stats.flaky
  return { passed, failed, skipped: stats.skipped, names, wavered: waveredInPlaywright(results) }
}

/** Bun prints its own summary: ` 12 pass`, ` 0 fail`. */
const bunCount = () => {
  const { passed, failed, skipped } = readReport('chip-bun')
  return { passed, failed, skipped }
}

const vitest = (name, ...args) => [
  bin('vitest'),
  'run',
  ...args,
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${report(name)}`,
]
const playwright = (config) => [bin('playwright'), 'test', '-c', config, '--reporter=list,json']

/**
 * One after another; of a list two run at once until all have ended. Those that read the sources alone take a core each;
 * those that drive a page wait for it a third of their time.
 */
const steps = [
  [
    { name: 'types', command: [bin('tsc'), '-b'] },
    { name: 'layers', command: [process.execPath, 'scripts/layers.mjs'] },
    { name: 'lint', command: [bin('eslint'), '--max-warnings', '0', '.'] },
    { name: 'format', command: [bin('prettier'), '--check', '--log-level', 'warn', '.'] },
    { name: 'unused', command: [bin('knip'), '--no-progress'] },
    { name: 'electron-security', command: [process.execPath, 'scripts/electron-security.mjs'] },
  ],
  { name: 'build', command: [process.execPath, 'scripts/build.mjs'] },
  { name: 'unit', command: vitest('unit'), count: vitestCount('unit') },
  {
    name: 'chip-bun',
    command: [process.execPath, 'scripts/chip-bun.mjs', '--report', report('chip-bun')],
    count: bunCount,
  },
  { name: 'api', command: [process.execPath, 'tests/schemathesis/main.ts'] },
  [
    { name: 'e2e', command: playwright('tests/e2e/playwright.config.ts'), count: playwrightCount('e2e') },
    { name: 'ui', command: playwright('tests/ui/playwright.config.ts'), count: playwrightCount('ui') },
    {
      name: 'electron',
      command: [process.execPath, 'scripts/electron-stage.mjs', '--reporter=list,json'],
      count: playwrightCount('electron'),
    },
  ],
].map((step) => [step].flat())

const only = process.argv.slice(2)
const names = steps.flat().map(({ name }) => name)
const unknown = only.filter((wanted) => !names.includes(wanted))
if (unknown.length > 0) {
  console.error(`Unknown: ${unknown.join(', ')}. There are: ${names.join(', ')}`)
  process.exit(2)
}
const isChosen = ({ name }) => only.length === 0 || only.includes(name)
const total = { passed: 0, failed: 0, skipped: 0 }
const lines = []
const failures = []
const waverers = []
const slow = []

const headOf = (name) => `\n── ${name} ${'─'.repeat(Math.max(0, 60 - name.length))}`

/** Ends with the exit code; null where it was ended for it, or did not start. */
const ended = (child) =>
  new Promise((resolve) => {
    child.once('error', () => resolve(null))
    child.once('close', resolve)
  })

/** Of stages that run at once each line says whose it is. */
const printFor = (name, stream) =>
  createInterface({ input: stream }).on('line', (line) => console.log(`${name}: ${line}`))

async function runCommand({ name, command }, isAlone) {
  console.log(headOf(name))
  const child = spawn(command[0], command.slice(1), {
    cwd: root,
    stdio: isAlone ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
    timeout: stageTimeoutMs,
    env: { ...process.env, NODE_COMPILE_CACHE: compiled, PLAYWRIGHT_JSON_OUTPUT_FILE: report(name) },
  })
  if (!isAlone) for (const stream of [child.stdout, child.stderr]) printFor(name, stream)
  return ended(child)
}

function readResult(status, count) {
  if (status === unavailable) return { passed: 0, failed: 0, skipped: 1 }
  if (!count) return single(status)
  try {
    const result = count()
    if (status !== 0 && result.failed === 0) result.failed = 1
    if (result.passed === 0 && result.failed === 0) result.failed = 1
    return result
  } catch {
    // No report: the runner itself fell over.
    return single(1)
  }
}

async function runStage(stage, isAlone) {
  const startedAt = Date.now()
  const result = readResult(await runCommand(stage, isAlone), stage.count)
  slow.push(...(result.slow ?? []))
  for (const failure of result.names ?? []) failures.push(`${stage.name}: ${failure}`)
  for (const waverer of result.wavered ?? []) waverers.push(`${stage.name}: ${waverer}`)
  for (const key of Object.keys(total)) total[key] += result[key]
  const seconds = Math.round((Date.now() - startedAt) / 1000)
  lines.push(
    `${stage.name.padEnd(17)} ${result.passed} passed, ${result.failed} failed, ${result.skipped} skipped (${seconds} s)`,
  )
}

async function runStep(waiting) {
  const isAlone = waiting.length === 1
  const runAll = async () => {
    for (let stage = waiting.shift(); stage; stage = waiting.shift()) await runStage(stage, isAlone)
  }
  await Promise.all([runAll(), runAll()])
}
for (const step of steps) await runStep(step.filter(isChosen))
if (slow.length > 0) console.log(`\nSlowest files:\n${slow.join('\n')}`)
if (waverers.length > 0) console.log(`\nPassed at the second try only:\n  ${waverers.join('\n  ')}`)
if (failures.length > 0) console.log(`\nFailed:\n  ${failures.join('\n  ')}`)
console.log(`\n${lines.join('\n')}\n`)
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`)
process.exit(total.failed === 0 ? 0 : 1)
