import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { damages, type Damage } from './damages.ts'

const help = `Damages a copy of the product in one place at a time and looks whether the test that guards it goes red.

npm run sabotage [-- --only TEXT] [-- --part I/N]

  --only TEXT   damages whose name holds TEXT
  --part I/N    of these the I-th of N parts
Exit code: 0 when all were noticed, 1 otherwise, 2 on wrong usage.`

const root = resolve(import.meta.dirname, '..', '..')
const copied = ['src', 'tests', 'migrations', 'assets', 'docs', 'scripts', 'electron']
const single = [
  'package.json',
  'package-lock.json',
  'tsconfig.base.json',
  'tsconfig.json',
  'vitest.config.ts',
  'vite.config.ts',
]

type Outcome = 'noticed' | 'UNNOTICED' | 'DOES NOT FIT' | 'RED BEFORE'

function makeCopy(): string {
  const folder = mkdtempSync(join(tmpdir(), 'guichet-sabotage-'))
  for (const name of [...copied, ...single]) cpSync(join(root, name), join(folder, name), { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'dir')
  return folder
}

/** Whether the test passes in the copy. */
function passes(folder: string, { test, only }: Damage): boolean {
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
  const args = ['run', test, '--maxWorkers', '1', '--bail', '1', ...(only === undefined ? [] : ['-t', only])]
  const { status, stdout } = spawnSync(process.execPath, [vitest, ...args], { cwd: folder, encoding: 'utf8' })
  // Nothing run is nothing guarded.
  return status === 0 && /Tests .*\d+ passed/.test(stdout.replace(/\u001b\[\d+m/g, ''))
}

/** Of each test and pattern once, before anything is damaged: a test that is red anyway notices nothing. */
const green = new Map<string, boolean>()
function isGreenBefore(folder: string, damage: Damage): boolean {
  const name = `${damage.test} ${damage.only ?? ''}`
  const known = green.get(name) ?? passes(folder, damage)
  green.set(name, known)
  return known
}

function tryDamage(folder: string, damage: Damage): Outcome {
  const path = join(folder, damage.file)
  const whole = readFileSync(path, 'utf8')
  if (whole.split(damage.from).length !== 2) return 'DOES NOT FIT'
  if (!isGreenBefore(folder, damage)) return 'RED BEFORE'
  writeFileSync(
    path,
    whole.replace(damage.from, () => damage.to),
  )
  const outcome = passes(folder, damage) ? 'UNNOTICED' : 'noticed'
  writeFileSync(path, whole)
  return outcome
}

function readChoice(): Damage[] {
  try {
    const text = (value: string) => ({ type: 'string', default: value }) as const
    const { values } = parseArgs({ options: { only: text(''), part: text('1/1'), help: { type: 'boolean' } } })
    if (values.help !== true)
      return partOf(
        damages.filter(({ name }) => name.includes(values.only)),
        values.part,
      )
    console.log(help)
    return process.exit(0)
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${help}`)
    return process.exit(2)
  }
}

/** Neighbours stay together: most of them have a test in common. */
function partOf(chosen: Damage[], part: string): Damage[] {
  const [index, parts] = (/^([1-9]\d*)\/([1-9]\d*)$/.exec(part) ?? []).slice(1).map(Number)
  if (index === undefined || parts === undefined || index > parts) throw new Error(`--part: ${part}`)
  const at = (border: number) => Math.round((chosen.length * border) / parts)
  return chosen.slice(at(index - 1), at(index))
}

const chosen = readChoice()
const folder = makeCopy()
const counts = { noticed: 0, unnoticed: 0 }
try {
  for (const damage of chosen) {
    const outcome = tryDamage(folder, damage)
    if (outcome === 'noticed') counts.noticed += 1
    else counts.unnoticed += 1
    console.log(`${outcome.padEnd(12)}  ${damage.name}  (${damage.file})`)
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
console.log(`${counts.noticed} noticed, ${counts.unnoticed} unnoticed`)
process.exitCode = counts.unnoticed === 0 ? 0 : 1
