import { readFileSync } from 'node:fs'
import { judgeFile, type CaseResult } from './judge-file.ts'

type Reported = { file: string } & (CaseResult | { error: { code: 'file_unreadable' | 'json_invalid'; where: string } })

const usage = `npm run judge -- [--json] CASE.json ...

Judges stored cases with the rulebook that session, seal and central apply. The format is in docs/rules.md, samples are
docs/samples/case-*.json. Exit status: 0 when every case was judged, whatever the verdict; 2 when a file is no case.`

function read(file: string): Reported {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    return { file, error: { code: 'file_unreadable', where: (error as { code?: string }).code ?? 'unknown' } }
  }
  let value: unknown
  try {
    // A mark of the byte order, as some editors write it, is no part of the JSON.
    value = JSON.parse(text.replace(/^\ufeff/, ''))
  } catch {
    return { file, error: { code: 'json_invalid', where: '(file)' } }
  }
  return { file, ...judgeFile(value) }
}

const list = (items: readonly string[]): string => (items.length === 0 ? '-' : items.join(', '))

function* linesOf(result: Reported): Generator<string> {
  if (result.error !== null) {
    yield `${result.file}: ERROR ${result.error.code} (${result.error.where})`
    return
  }
  yield `${result.file}: ${result.verdict}${result.title === null ? '' : ` - ${result.title}`}`
  yield `  reasons: ${list(result.reasons)}`
  yield `  notes: ${list(result.notes)}`
  yield `  application: ${result.application}`
  for (const { code, state, reason } of result.gates)
    yield `  gate ${code}: ${state}${reason === null ? '' : ` (${reason})`}`
  for (const { field, class: matchClass, rules, explanation } of result.fields)
    yield `  field ${field}: ${matchClass} [${list(rules)}]${explanation === null ? '' : ` ${explanation}`}`
  for (const { rule, verdict } of result.eligibility) yield `  rule ${rule}: ${verdict}`
  for (const [i, checks] of result.chip.entries())
    for (const { name, station, central, reason } of checks)
      yield `  read ${i + 1} ${name}: station ${station ?? '-'}, central ${central ?? '-'}${reason === null ? '' : ` (${reason})`}`
}

const args = process.argv.slice(2)
const files = args.filter((arg) => !arg.startsWith('--'))
const unknown = args.find((arg) => arg.startsWith('--') && arg !== '--json')
if (files.length === 0 || unknown !== undefined) {
  process.stderr.write(`${unknown === undefined ? '' : `unknown option ${unknown}\n\n`}${usage}\n`)
  process.exitCode = 2
} else {
  const results = files.map(read)
  const text = args.includes('--json')
    ? JSON.stringify(results, null, 2)
    : results.flatMap((result) => [...linesOf(result)]).join('\n')
  process.stdout.write(`${text}\n`)
  if (results.some(({ error }) => error !== null)) process.exitCode = 2
}
