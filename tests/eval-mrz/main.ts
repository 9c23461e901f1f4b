/** Measures recognition on a folder of pictures, or false accepts over drawn lines: npm run eval:mrz -- --help */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { decodePicture } from './decode.ts'
import { degradations } from './degrade.ts'
import type { Degradation } from './degrade.ts'
import { readDrawnLines } from './drawn-lines.ts'
import { isConforming, summariseLive, watchDocument } from './live.ts'
import type { LiveOutcome } from './live.ts'
import { summarise } from './measure.ts'
import type { Outcome, Summary } from './measure.ts'
import { openModels } from './open-readers.ts'
import { readByStock, readSpoilt, readStill } from './stills.ts'
import type { Entry } from './stills.ts'

const usage = `npm run eval:mrz -- DIR        reads the pictures of DIR/manifest.json: [{ "file": "a.jpg", "lines": ["..."] }]
npm run eval:mrz -- --lines N  reads about N drawn lines, each document looked at twice, and counts false accepts
npm run eval:mrz -- DIR --live  shows each picture to the live camera's reader, held by hand: accepted, after how long

  --json         one object of our pipeline alone, rates as fractions
  --wrong        print every document that was read wrong
  --no-baseline  leave out the stock English data
  --model DIR    folder of another ocrb.traineddata and ctc.bin
  --seed S       which lines are drawn, how the hand trembles (1)
  --only TEXT    pictures whose file name holds it
  --most N       so many of them, spread evenly
  --degrade KIND glare, blur, noise, tilt, small, jpeg or all: pictures (conforming ones) spoilt so; with --live every frame anew
  --help         this text
Progress goes to standard error.`

const Manifest = z.array(z.object({ file: z.string(), lines: z.array(z.string()) }))

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    wrong: { type: 'boolean', default: false },
    baseline: { type: 'boolean', default: true },
    model: { type: 'string' },
    lines: { type: 'string' },
    live: { type: 'boolean', default: false },
    only: { type: 'string' },
    degrade: { type: 'string' },
    most: { type: 'string' },
    seed: { type: 'string', default: '1' },
    help: { type: 'boolean', default: false },
  },
  allowNegative: true,
})

const isRight = ({ truth, lines }: Outcome): boolean => lines?.join() === truth.join()

/** How far a long run is, once in so many documents. */
function reportProgress(outcomes: readonly Outcome[], documents: number | null): void {
  if (outcomes.length % 50 !== 0) return
  const certain = outcomes.filter((o) => o.certain)
  const wrong = certain.filter((o) => !isRight(o)).length
  const lines = outcomes.reduce((sum, o) => sum + o.truth.length, 0)
  const of = documents === null ? '' : ` of ${documents}`
  console.error(`${outcomes.length}${of} documents, ${lines} lines, ${certain.length} certain, ${wrong} false accepts`)
}

function reportWrong(file: string, outcome: Outcome): void {
  const { truth, lines, certain } = outcome
  if (isRight(outcome)) return
  console.log(`${file}${certain ? ' CERTAIN' : ''}${lines ? '' : ' not found'}`)
  truth.forEach((line, i) => {
    if (lines && lines[i] !== line) console.log(`  ${line}\n  ${lines[i] ?? ''}`)
  })
}

async function evaluateOurs(folder: string, entries: Entry[]): Promise<Outcome[]> {
  const readers = await openModels(values.model)
  const outcomes: Outcome[] = []
  for (const entry of entries) {
    const outcome = await readStill(readers, folder, entry)
    if (values.wrong) reportWrong(entry.file, outcome)
    outcomes.push(outcome)
    if (!values.json) reportProgress(outcomes, entries.length)
  }
  await readers.close()
  return outcomes
}

const percent = (value: number): string => `${(100 * value).toFixed(1)} %`

function printTable(columns: Record<string, Summary>): void {
  const rows: [string, (s: Summary) => string][] = [
    ['images', (s) => String(s.images)],
    ['document exact match', (s) => percent(s.documentExactMatch)],
    ['line exact match', (s) => percent(s.lineExactMatch)],
    ['character error rate', (s) => percent(s.characterErrorRate)],
    ['false accepts', (s) => String(s.falseAccepts)],
    ['reported certain', (s) => String(s.certain)],
    ['MRZ found', (s) => percent(s.mrzFound)],
    ['ms per image, median', (s) => String(s.medianMs)],
    ['ms per image, p95', (s) => String(s.p95Ms)],
    ['ms of processor', (s) => String(s.medianProcessorMs)],
  ]
  console.log(
    ''.padEnd(24) +
      Object.keys(columns)
        .map((name) => name.padStart(18))
        .join(''),
  )
  for (const [name, format] of rows)
    console.log(
      name.padEnd(24) +
        Object.values(columns)
          .map((summary) => format(summary).padStart(18))
          .join(''),
    )
}

/** The folder's manifest; ends the run where there is none or it is not as `usage` says. */
function readManifest(folder: string): Entry[] {
  const file = join(folder, 'manifest.json')
  try {
    const entries = Manifest.parse(JSON.parse(readFileSync(file, 'utf8')))
    const named = entries.filter((entry) => entry.file.includes(values.only ?? ''))
    const most = Math.min(named.length, Number(values.most ?? named.length))
    return Array.from({ length: most }, (_, i) => named[Math.floor((i * named.length) / most)]!)
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : (error as Error).message
    console.error(`${file}: ${reason}\n${usage}`)
    process.exit(2)
  }
}

const linesOf = ({ lines }: Outcome): string[] | null => lines

async function evaluateFolder(folder: string): Promise<void> {
  const entries = readManifest(folder)
  const ours = await evaluateOurs(folder, entries)
  if (values.json) return console.log(JSON.stringify(summarise(ours, linesOf)))
  const uncertain = ours.map((o) => ({ ...o, certain: false }))
  const conforming = ours.filter(({ truth }) => isConforming(truth))
  printTable({
    conforming: summarise(conforming, linesOf),
    'non-conforming': summarise(
      ours.filter((outcome) => !conforming.includes(outcome)),
      linesOf,
    ),
    'without repair': summarise(uncertain, (o) => o.unrepaired),
    ...(values.baseline ? { 'stock English': summarise(await readByStock(folder, entries), linesOf) } : {}),
  })
}

/** Pictures spoilt in every way asked for, one row each. */
async function evaluateSpoilt(folder: string, kinds: Degradation[], seed: number): Promise<void> {
  const readers = await openModels(values.model)
  const entries = readManifest(folder).filter(({ lines }) => isConforming(lines))
  const rows: Record<string, object> = {}
  for (const kind of kinds) {
    const outcomes: Outcome[] = []
    for (const [i, entry] of entries.entries()) {
      const outcome = await readSpoilt(readers, folder, entry, kind, seed * 1000 + i)
      if (values.wrong) reportWrong(`${kind} ${entry.file}`, outcome)
      outcomes.push(outcome)
    }
    const { images, certain, falseAccepts, medianProcessorMs } = summarise(outcomes, linesOf)
    rows[kind] = { images, exact: outcomes.filter(isRight).length, certain, falseAccepts, medianProcessorMs }
  }
  await readers.close()
  if (values.json) console.log(JSON.stringify(rows))
  else console.table(rows)
}

async function evaluateLines(lines: number, seed: number): Promise<void> {
  const readers = await openModels(values.model)
  const outcomes: Outcome[] = []
  for await (const outcome of readDrawnLines(readers, lines, seed)) {
    if (values.wrong || outcome.certain) reportWrong(`document ${outcomes.length}`, outcome)
    outcomes.push(outcome)
    reportProgress(outcomes, null)
  }
  await readers.close()
  const summary = {
    lines: outcomes.reduce((sum, o) => sum + o.truth.length, 0),
    ...summarise(outcomes, (o) => o.lines),
  }
  if (values.json) console.log(JSON.stringify(summary))
  else {
    console.log(`${summary.lines} lines of ${summary.images} documents, each read twice`)
    printTable({ guichet: summary })
  }
}

/** The live camera over a folder, documents that keep the rules apart from those that do not. */
async function evaluateLive(folder: string, seed: number, spoilt?: Degradation): Promise<void> {
  const readers = await openModels(values.model)
  const outcomes: LiveOutcome[] = []
  for (const [i, { file, lines }] of readManifest(folder).entries()) {
    const outcome = await watchDocument(
      readers,
      await decodePicture(join(folder, file)),
      lines,
      seed * 1000 + i,
      spoilt,
    )
    outcomes.push(outcome)
    const isRight = outcome.lines?.join() === lines.join()
    const how =
      outcome.lines === null
        ? 'NOT ACCEPTED'
        : outcome.certain
          ? 'certain'
          : `for the clerk (${outcome.whys.join(', ')})`
    if (values.wrong)
      console.log(
        `${file}: ${how}${isRight || !outcome.lines ? '' : ' WRONG'}, ${outcome.frames} frames, ` +
          `${Math.round(outcome.acceptedMs ?? 0)} ms, ${Math.round(outcome.processorMs)} ms of processor a frame` +
          (isRight ? '' : `\n  ${(outcome.lines ?? []).join('\n  ')}`),
      )
  }
  await readers.close()
  const summaries = {
    conforming: summariseLive(outcomes.filter(({ truth }) => isConforming(truth))),
    nonConforming: summariseLive(outcomes.filter(({ truth }) => !isConforming(truth))),
  }
  if (values.json) console.log(JSON.stringify(summaries))
  else console.table(summaries)
}

/** The ways asked for, in their usual order. */
const spoilt = degradations.filter((kind) => values.degrade === 'all' || values.degrade?.split(',').includes(kind))
const [folder] = positionals
if (values.help) console.log(usage)
else if (Number(values.lines) > 0) await evaluateLines(Number(values.lines), Number(values.seed))
else if (folder && values.live) await evaluateLive(folder, Number(values.seed), spoilt[0])
else if (folder && spoilt.length > 0) await evaluateSpoilt(folder, spoilt, Number(values.seed))
else if (folder) await evaluateFolder(folder)
else {
  console.error(usage)
  process.exitCode = 2
}
