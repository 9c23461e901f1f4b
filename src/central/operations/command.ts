import { parseArgs } from 'node:util'
import { joinOptionValues } from '../../contract/option-values.ts'
import type { RunningCentral } from '../central.ts'
import { recordDeed } from './record-deed.ts'

/** What a command was given: its operands in order, its options by name. */
export type Given = { operands: string[]; options: Partial<Record<string, string>>; by: string }

/** One thing that somebody does to central from a terminal, beside the instances that run. */
export type Command = {
  operands: readonly string[]
  /** Name and what it takes; all of them may be left out. */
  options?: Readonly<Record<string, string>>
  /** What is done is written to the audit under this name; null: it only reads. */
  deed: string | null
  /** Answers the lines to print. */
  run(central: RunningCentral, given: Given): Promise<readonly string[]>
}
export type Commands = Readonly<Record<string, Command>>

/** Every command on a line of its own. */
export function usageOf(commands: Commands): string {
  const lines = Object.entries(commands).map(([name, { operands, options = {}, deed }]) => {
    const taken = Object.entries(options).map(([option, what]) => `[--${option} ${what}]`)
    return `  ${[name, ...operands, ...taken, ...(deed === null ? [] : ['--by NAME'])].join(' ')}`
  })
  return ['node scripts/central.ts COMMAND', ...lines].join('\n')
}

/** The command of a command line; null where it is not one, or something is missing. */
export function readCommand(commands: Commands, argv: readonly string[]): { command: Command; given: Given } | null {
  const [name = '', ...rest] = argv
  const command = Object.hasOwn(commands, name) ? commands[name]! : null
  if (command === null) return null
  const options = Object.fromEntries(
    ['by', ...Object.keys(command.options ?? {})].map((option) => [option, { type: 'string' } as const]),
  )
  try {
    const { positionals, values } = parseArgs({
      args: joinOptionValues(rest, options),
      options,
      allowPositionals: true,
    })
    const { by, ...others } = values as Partial<Record<string, string>>
    const isWhole = positionals.length === command.operands.length && (command.deed === null || by !== undefined)
    return isWhole ? { command, given: { operands: positionals, options: others, by: by ?? '' } } : null
  } catch {
    return null
  }
}

/** Runs it, with a trace in the audit before where it changes anything. */
export function runCommand(central: RunningCentral, { command, given }: { command: Command; given: Given }) {
  const { deed } = command
  const run = () => command.run(central, given)
  if (deed === null) return run()
  const [subject = ''] = given.operands
  const said = Object.entries(given.options).map(([option, value]) => `${option}=${value ?? ''}`)
  const detail = said.length === 0 ? null : said.join(' ')
  const clock = { db: central.db, now: () => new Date() }
  return recordDeed(clock, { actor: given.by, action: deed, stationId: null, subject, detail }, run)
}
