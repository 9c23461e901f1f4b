import type { ChipCheck, Verdict } from '../../contract/check.ts'
import type { Session } from '../../contract/session.ts'
import type { french } from '../../texts/french.ts'
import type { TextKey } from '../../texts/text-key.ts'
import type { Tone } from '../../design/components/mark.tsx'

/** How a row's value is to be said: as written, as the name of a type of document, or as a day. */
type ValueKind = 'text' | 'documentType' | 'date'
type RowKey = keyof typeof french.words.file

/** One row of the file. */
export interface FileRow {
  key: RowKey
  label: TextKey
  value: string | null
  kind: ValueKind
  mark: { tone: Tone; word: TextKey } | null
}

const verdictTones: Record<Verdict, Tone> = { passed: 'good', failed: 'bad', not_possible: 'attention' }
const row = (key: RowKey, value: string | null, kind: ValueKind = 'text'): FileRow => ({
  key,
  label: `words:file.${key}`,
  value,
  kind,
  mark: null,
})
const open = { tone: 'open', word: 'words:mark.open' } as const

/** Who applied: as declared, with the consent. */
export function applicationRows({ application, consent }: Session): FileRow[] {
  const declared = application?.declared
  return [
    row('reference', application?.reference ?? null),
    row('name', declared?.birthName ?? null),
    row('givenNames', declared?.givenNames.join(' ') ?? null),
    row('birthDate', declared?.birthDate ?? null, 'date'),
    { ...row('consent', null), mark: consent ? { tone: 'good', word: 'words:mark.given' } : open },
  ]
}

/** What the document says so far. */
export function documentRows({ document, identity }: Session): FileRow[] {
  const { mrz, type } = document
  const right = mrz !== null && mrz.checks.every(({ ok }) => ok)
  const mrzMark = mrz === null ? open : right ? passedMark : failedMark
  return [
    row('documentType', type, 'documentType'),
    row('documentNumber', identity?.documentNumber ?? mrz?.documentNumber ?? null),
    row('expiryDate', identity?.expiryDate ?? mrz?.expiryDate ?? null, 'date'),
    { ...row('checkDigits', null), mark: mrzMark },
  ]
}

const passedMark = { tone: 'good', word: 'words:mark.passed' } as const
const failedMark = { tone: 'bad', word: 'words:mark.failed' } as const

/** The three answers a clerk wants of the chip; the nine checks behind them stand on the chip's own screen. */
const chipQuestions: { key: RowKey; checks: ChipCheck['name'][]; proof: 'all' | 'any' }[] = [
  { key: 'chipOpened', checks: ['access', 'mrz_agrees'], proof: 'all' },
  { key: 'chipGenuine', checks: ['signature', 'hashes', 'chain'], proof: 'all' },
  { key: 'chipOriginal', checks: ['chip_authentication', 'active_authentication'], proof: 'any' },
]
/** Checks that can only speak against a chip: that they could not be made proves nothing either way. */
const onlyAgainst: Partial<Record<ChipCheck['name'], RowKey>> = {
  revocation: 'chipGenuine',
  no_downgrade: 'chipOpened',
}

/** One word for several verdicts: a failure wins; `any` proof suffices, or `all` are needed. Null before any is known. */
export function summariseChecks(checks: ChipCheck[], proof: 'all' | 'any', against: ChipCheck[] = []): Verdict | null {
  if (checks.length === 0) return null
  if ([...checks, ...against].some(({ verdict }) => verdict === 'failed')) return 'failed'
  const passes = ({ verdict }: ChipCheck) => verdict === 'passed'
  return (proof === 'any' ? checks.some(passes) : checks.every(passes)) ? 'passed' : 'not_possible'
}

/** Nothing is left to do about a chip that is not there or was declared dead. */
const chipless = {
  no_chip: { tone: 'open', word: 'words:mark.noChip' },
  unavailable: { tone: 'attention', word: 'words:mark.chipNotRead' },
} as const

export function chipRows({ chip }: Session): FileRow[] {
  const said = chip.phase === 'no_chip' || chip.phase === 'unavailable' ? chipless[chip.phase] : null
  if (said) return [{ ...row('chip', null), mark: said }]
  return chipQuestions.map(({ key, checks, proof }) => {
    const known = chip.checks.filter(({ name }) => checks.includes(name))
    const against = chip.checks.filter(({ name }) => onlyAgainst[name] === key)
    const verdict = summariseChecks(known, proof, against)
    const mark: FileRow['mark'] = verdict ? { tone: verdictTones[verdict], word: `words:verdict.${verdict}` } : open
    return { ...row(key, null), mark }
  })
}

/** What people judged: comparison, inspection, person. */
export function clerkRows({ comparison, inspection, person }: Session): FileRow[] {
  const answered = inspection.filter(({ answer }) => answer !== null)
  const bad = answered.some(({ answer }) => answer === 'absent')
  const done = inspection.length > 0 && answered.length === inspection.length
  return [
    { ...row('comparison', null), mark: comparisonMark(comparison) },
    { ...row('eligibility', null), mark: eligibilityMark(comparison) },
    { ...row('inspection', null), mark: bad ? failedMark : done ? passedMark : open },
    { ...row('person', null), mark: personMarks[person.judgement ?? 'open'] },
  ]
}

type Comparison = Session['comparison']
/** What speaks against it shows at once; nothing is green before the clerk has confirmed what was compared. */
function comparisonMark(comparison: Comparison): FileRow['mark'] {
  if (comparison?.fields.some((field) => field.class === 'different')) return failedMark
  return comparison?.confirmed ? passedMark : open
}

function eligibilityMark(comparison: Comparison): FileRow['mark'] {
  const verdicts = comparison?.eligibility.map(({ verdict }) => verdict) ?? []
  if (verdicts.includes('failed')) return failedMark
  if (!comparison?.confirmed) return open
  return verdicts.includes('deferred') ? { tone: 'attention', word: 'words:verdict.deferred' } : passedMark
}

const personMarks = {
  same: passedMark,
  different: failedMark,
  undetermined: { tone: 'attention', word: 'words:mark.unsure' },
  open,
} as const
