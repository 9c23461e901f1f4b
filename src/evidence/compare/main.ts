import { legalDay } from '../../enrolment/local-day.ts'
import { readFileSync } from 'node:fs'
import { compareCase, type CompareResult } from './compare-cases.ts'

type Reported = { case: string } & CompareResult

const usage = `npm run compare -- [--json] CASES.json ...

Compares declared with read names, places and numbers by the product's rules: [{declared, mrz?, chip?, printed?}]. The format
is in docs/rules.md, a sample is docs/samples/compare.json. Exit status: 0 when every case was compared, whatever the
result; 2 when one is no case.`

function read(file: string, today: string): Reported[] {
  const failed = (code: string, where: string): Reported[] => [{ case: file, error: { code, where } }]
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    return failed('file_unreadable', (error as { code?: string }).code ?? 'unknown')
  }
  let value: unknown
  try {
    // A mark of the byte order, as some editors write it, is no part of the JSON.
    value = JSON.parse(text.replace(/^\ufeff/, ''))
  } catch {
    return failed('json_invalid', '(file)')
  }
  const cases: unknown[] = Array.isArray(value) ? value : [value]
  return cases.map((one, i) => ({ case: `${file}#${i + 1}`, ...compareCase(one, today) }))
}

function* linesOf(result: Reported): Generator<string> {
  if (result.error !== null) {
    yield `${result.case}: ERROR ${result.error.code} (${result.error.where})`
    return
  }
  yield `${result.case}: ${result.documentType}${result.title === null ? '' : ` - ${result.title}`}`
  for (const { field, class: matchClass, rules, explanation } of result.fields) {
    const by = rules.length === 0 ? '' : ` by ${rules.join(', ')}`
    yield `  ${field}: ${matchClass}${by}${explanation === null ? '' : ` (${explanation})`}`
  }
}

const args = process.argv.slice(2)
const files = args.filter((arg) => !arg.startsWith('--'))
const unknown = args.find((arg) => arg.startsWith('--') && arg !== '--json')
if (files.length === 0 || unknown !== undefined) {
  process.stderr.write(`${unknown === undefined ? '' : `unknown option ${unknown}\n\n`}${usage}\n`)
  process.exitCode = 2
} else {
  const today = legalDay(new Date())
  const results = files.flatMap((file) => read(file, today))
  const text = args.includes('--json')
    ? JSON.stringify(results, null, 2)
    : results.flatMap((result) => [...linesOf(result)]).join('\n')
  process.stdout.write(`${text}\n`)
  if (results.some(({ error }) => error !== null)) process.exitCode = 2
}
