import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { logFolderOf } from '../start/technical-log.ts'

/** The log's files, the newest first. */
const files = ['station.log', 'station.1.log']

/** What may stand in a line that leaves the machine: said by the program, never by a person, a document or a disk. */
const kept = new Set([
  ...['time', 'level', 'msg', 'version', 'platform', 'runtime', 'reader', 'presence', 'protection', 'request'],
  ...['count', 'reason', 'exitCode', 'errorCode', 'type', 'status', 'requestId'],
])

/** The last lines of the technical log, with what the program itself said in them; the oldest first. */
export function lastLogLines(dataFolder: string, most: number): Record<string, unknown>[] {
  const lines: Record<string, unknown>[] = []
  for (const name of files) {
    const file = join(logFolderOf(dataFolder), name)
    if (lines.length >= most || !existsSync(file)) continue
    const found = readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .slice(lines.length - most)
    lines.unshift(...found.flatMap(redactLine))
  }
  return lines
}

/** A line cut short by a crash is none. */
export function redactLine(text: string): Record<string, unknown>[] {
  try {
    const line = JSON.parse(text) as Record<string, unknown>
    const own = Object.entries(line).filter(([name, value]) => kept.has(name) && typeof value !== 'object')
    return [{ ...Object.fromEntries(own), ...('err' in line && { err: redactError(line.err) }) }]
  } catch {
    return []
  }
}

/** Kind, code and where it happened; what an error says of itself may quote anything, and where the program lies names its account. */
function redactError(error: unknown): Record<string, unknown> {
  if (typeof error !== 'object' || error === null) return {}
  const { type, code, stack } = error as Record<string, unknown>
  const isWord = (value: unknown) => typeof value === 'string' && /^\w{1,60}$/.test(value)
  return { ...(isWord(type) && { type }), ...(isWord(code) && { code }), at: placesIn(stack) }
}

/** `at name (…/src/station/x.ts:3:4)`: the name, and the file from the program's own folders on. */
function placesIn(stack: unknown): string[] {
  if (typeof stack !== 'string') return []
  const places = stack.matchAll(
    /^\s+at (?:(?:async )?([\w.<>$ ]+) )?\(?[^\n]*?\b((?:src|electron|node_modules|\.vite)[\\/][\w\\/.@-]+:\d+:\d+)\)?$/gm,
  )
  return Array.from(places, ([, name, place]) => (name === undefined ? place! : `${name} ${place}`))
}
