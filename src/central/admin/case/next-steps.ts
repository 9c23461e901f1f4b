import { isStage } from '../../intake/state.ts'
import type { CaseRecord } from './read-case.ts'

/** Who must act for a case to go on. */
export type Actor = 'central' | 'reviewer' | 'two' | 'supervisor' | 'citizen' | 'counter' | 'nobody'
export type NextStep = { what: NextCode; who: Actor; by: Date | null }

type Application = NonNullable<CaseRecord['application']>
type Rule = { who: Actor; applies(found: CaseRecord): boolean; by?(found: CaseRecord): Date | null | undefined }

const has = ({ packets }: CaseRecord, ...states: string[]): boolean =>
  packets.some(({ state }) => states.includes(state))
const is = ({ application }: CaseRecord, ...states: Application['state'][]): boolean =>
  application !== undefined && states.includes(application.state)
const openContest = ({ contests }: CaseRecord) => contests.find(({ answered_at }) => answered_at === null)
const isUndecided = (found: CaseRecord): boolean => has(found, 'RECEIVED', 'VERIFYING', 'MANUAL_REVIEW', 'QUARANTINED')
const wasSeen = ({ packets }: CaseRecord): boolean => packets.some(({ state }) => state === 'NOT_VERIFIED')
const expiry = ({ application }: CaseRecord) => application?.expires_at
const appealEnd = ({ application }: CaseRecord) => application?.appeal_until

/** What happens next, each with who must act; more than one may be so at once. The table's order is the page's. */
const rules = {
  contest: {
    who: 'supervisor',
    applies: (found) => openContest(found) !== undefined,
    by: (found) => openContest(found)?.due_at,
  },
  approve_proposed: {
    who: 'two',
    applies: ({ packets, proposed }) => packets.some(({ packet_id }) => proposed.has(packet_id)),
  },
  review: { who: 'reviewer', applies: (found) => has(found, 'MANUAL_REVIEW') },
  quarantine: { who: 'reviewer', applies: (found) => has(found, 'QUARANTINED') },
  untold: {
    who: 'supervisor',
    applies: ({ letters }) => ['bounced', 'given_up'].includes(letters.at(-1)?.state ?? ''),
  },
  judge: { who: 'central', applies: (found) => has(found, 'RECEIVED', 'VERIFYING') },
  complete: {
    who: 'citizen',
    applies: ({ application }) =>
      application !== undefined && isStage(application.state) && application.state !== 'AWAITING_PROOFING',
    by: expiry,
  },
  visit: {
    who: 'counter',
    applies: (found) => is(found, 'AWAITING_PROOFING') && !isUndecided(found) && !wasSeen(found),
    by: expiry,
  },
  second_visit: {
    who: 'counter',
    applies: (found) => is(found, 'AWAITING_PROOFING') && !isUndecided(found) && wasSeen(found),
    by: expiry,
  },
  new_visit: { who: 'counter', applies: (found) => is(found, 'SUSPENDED') && !isUndecided(found), by: expiry },
  activate: { who: 'citizen', applies: (found) => is(found, 'APPROVED') },
  may_contest: {
    who: 'citizen',
    applies: (found) => is(found, 'REJECTED') && openContest(found) === undefined && !found.application!.erased_at,
    by: appealEnd,
  },
  start_over: { who: 'citizen', applies: (found) => is(found, 'CANCELLED', 'EXPIRED', 'REJECTED') },
  erase: {
    who: 'central',
    applies: ({ application }) => !!application?.appeal_until && application.erased_at === null,
    by: appealEnd,
  },
  unknown: { who: 'nobody', applies: (found) => found.application === undefined && !isUndecided(found) },
} as const satisfies Record<string, Rule>
export type NextCode = keyof typeof rules

/** Pure. */
export function nextSteps(found: CaseRecord): NextStep[] {
  return (Object.entries(rules) as [NextCode, Rule][])
    .filter(([, { applies }]) => applies(found))
    .map(([what, { who, by }]) => ({ what, who, by: by?.(found) ?? null }))
}
