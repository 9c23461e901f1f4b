import { isKnownCheck } from '../../contract/check.ts'
import type { PacketPayload } from '../../contract/protocol/packet.ts'
import type { CaseEvidence } from './case.ts'
import type { JudgedCase } from './judged-case.ts'

/** One check by its code, as the station concluded and as central does; null where it says nothing of it. */
export type ComparedCheck = { name: string; station: string | null; central: string | null; reason: string | null }

type Said = { name: string; verdict: string; reason?: string | null }

function compare(station: readonly Said[], central: readonly Said[]): ComparedCheck[] {
  const names = [...new Set([...station, ...central].map(({ name }) => name))]
  return names.map((name) => {
    const [said, found] = [station, central].map((all) => all.find((one) => one.name === name))
    return { name, station: said?.verdict ?? null, central: found?.verdict ?? null, reason: found?.reason ?? null }
  })
}

/** Each read of a chip, check by check; those of a later version that are not known here stand last. */
export const compareReads = ({ part, own, claimed }: CaseEvidence): ComparedCheck[][] =>
  claimed.reads.map(({ checks }, i) => {
    const unknown = part?.reads[i]?.checks.filter((check) => !isKnownCheck(check)) ?? []
    return compare([...checks, ...unknown], own.reads[i]!.checks)
  })

/** What was left to central, and answered here, is no difference. */
export const differs = ({ station, central }: ComparedCheck): boolean => station !== central && station !== 'deferred'

/** Every verdict of a station beside central's own on the same evidence, by codes: nothing of the citizen's. */
export type ComparedVerdicts = {
  /** By read, in order. */
  chip: ComparedCheck[][]
  fields: ComparedCheck[]
  eligibility: ComparedCheck[]
  /** By the station's verdicts on the chip, and by central's. */
  gates: ComparedCheck[]
}

const rulesOf = (checks: PacketPayload['eligibility']): Said[] =>
  checks.map(({ rule, verdict, reason }) => ({ name: rule, verdict, reason }))
const fieldsOf = (fields: PacketPayload['match']): Said[] =>
  fields.map((one) => ({ name: one.field, verdict: one.class, reason: null }))
const gatesOf = (judged: JudgedCase['own']): Said[] =>
  judged.gates.map(({ code, state, reason }) => ({ name: code, verdict: state, reason }))

/** Pure. */
export function compareVerdicts({ payload, evidence, own, claimed }: JudgedCase): ComparedVerdicts {
  return {
    chip: compareReads(evidence),
    fields: compare(fieldsOf(payload.match), fieldsOf(own.found.fields)),
    eligibility: compare(rulesOf(payload.eligibility), rulesOf(own.found.eligibility)),
    gates: compare(gatesOf(claimed), gatesOf(own)),
  }
}
