import type { CaseRecord } from './read-case.ts'
import type { CasePacket } from './read-packets.ts'

/**
 * One thing that happened. `codes`: states, outcomes and reasons, for words. `zone`: where a clock stood, when that is another place's.
 * `isFailure`: somebody should know of it.
 */
export type Moment = {
  at: Date
  what: MomentKind
  who: string | null
  where: string | null
  codes: string[]
  /** A deed's own words, as its author gave them. */
  words: string | null
  zone: string | null
  isFailure: boolean
}

const kinds = [
  ...(['created', 'email_confirmed', 'phone_confirmed', 'declared', 'visit_planned', 'visit_outcome'] as const),
  ...([
    'looked_up',
    'chip_seen',
    'captured',
    'received',
    'decided',
    'letter',
    'contested',
    'contest_answered',
  ] as const),
  ...(['deed', 'closed', 'packet_erased', 'erased'] as const),
]
export type MomentKind = (typeof kinds)[number]

const moment = (what: MomentKind, at: Date, more: Partial<Moment> = {}): Moment => ({
  ...{ at, what, who: null, where: null, codes: [], words: null, zone: null, isFailure: false },
  ...more,
})
const when = (at: Date | null | undefined, make: (at: Date) => Moment): Moment[] => (at ? [make(at)] : [])

/** Whether an administrator only looked: listed apart, or the story would drown in its readers. */
export const isLook = ({ action }: { action: string }): boolean => /\.(view|open|access)$/.test(action)

function ofApplication({ application }: CaseRecord): Moment[] {
  if (application === undefined) return []
  return [
    moment('created', application.created_at, { who: application.created_by }),
    ...when(application.email_confirmed_at, (at) => moment('email_confirmed', at)),
    ...when(application.phone_confirmed_at, (at) => moment('phone_confirmed', at)),
    ...when(application.declared_at, (at) => moment('declared', at)),
    ...when(application.closed_at, (at) => moment('closed', at, { codes: [application.state] })),
    ...when(application.erased_at, (at) => moment('erased', at)),
  ]
}

function ofPacket(packet: CasePacket): Moment[] {
  const { branch_name: where, operator_id, outcome, time_zone: zone, decided_at, decided_by } = packet
  const last = packet.decisions.at(-1)
  // What was decided before stations were told, or without them: the row alone knows.
  const isTold = last !== undefined && last.at.getTime() === decided_at?.getTime()
  const earlier = (isTold ? packet.decisions.slice(0, -1) : packet.decisions).map(({ at, state, reasons }) =>
    moment('decided', at, { who: 'central', codes: [state, ...reasons] }),
  )
  return [
    moment('captured', packet.captured_at, { who: operator_id, where, codes: [outcome], zone }),
    moment('received', packet.received_at, { where }),
    ...earlier,
    ...when(decided_at, (at) => moment('decided', at, { who: decided_by, codes: [packet.state, ...packet.reasons] })),
    ...when(packet.erased_at, (at) => moment('packet_erased', at)),
  ]
}

const ofVisits = ({ visits }: CaseRecord): Moment[] =>
  visits.flatMap(({ starts_at, operator_id, outcome, outcome_at, outcome_by }) => [
    moment('visit_planned', starts_at, { who: operator_id }),
    ...when(outcome_at, (at) =>
      moment('visit_outcome', at, { who: outcome_by, codes: outcome === null ? [] : [outcome] }),
    ),
  ])

const undelivered: readonly string[] = ['bounced', 'given_up']
const ofLetters = ({ letters }: CaseRecord): Moment[] =>
  letters.map(({ kind, state, created_at, settled_at }) =>
    moment('letter', settled_at ?? created_at, { codes: [kind, state], isFailure: undelivered.includes(state) }),
  )

const ofContests = ({ contests }: CaseRecord): Moment[] =>
  contests.flatMap(({ received_at, answered_at, answered_by, answer }) => [
    moment('contested', received_at),
    ...when(answered_at, (at) => moment('contest_answered', at, { who: answered_by, codes: answer ? [answer] : [] })),
  ])

const ofChips = ({ chips }: CaseRecord): Moment[] =>
  chips.map(({ begun_at, outcome, branch_name: where }) =>
    moment('chip_seen', begun_at, { where, codes: outcome === null ? [] : [outcome], isFailure: outcome === 'failed' }),
  )

/** The answer to a contest stands in its own row. */
const ofDeeds = ({ deeds }: CaseRecord): Moment[] =>
  deeds
    .filter((deed) => !isLook(deed) && deed.action !== 'contest.answer')
    .map(({ at, actor, action, result, detail, branch_name }) => {
      const told = { who: actor, where: branch_name, words: detail }
      return action === 'application.lookup'
        ? moment('looked_up', at, { ...told, codes: [result], isFailure: result !== 'found' })
        : moment('deed', at, { ...told, codes: [action, result] })
    })

/** Where several things have one time, as they follow each other. */
const order = new Map(kinds.map((kind, i) => [kind, i]))

/** All that happened to an application, in order of time. Pure. */
export function timelineOf(record: CaseRecord): Moment[] {
  const all = [
    ...ofApplication(record),
    ...record.packets.flatMap(ofPacket),
    ...[ofVisits, ofLetters, ofContests, ofChips, ofDeeds].flatMap((of) => of(record)),
  ]
  return all.sort((a, b) => a.at.getTime() - b.at.getTime() || order.get(a.what)! - order.get(b.what)!)
}
