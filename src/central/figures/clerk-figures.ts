import { legalTimeZone } from '../../contract/legal-time.ts'
import type { ClerkFigures, PersonFigures } from '../../contract/clerk-figures.ts'
import { addDays, addMonths } from '../../enrolment/dates.ts'
import { legalDay } from '../../enrolment/local-day.ts'
import type { Central } from '../context.ts'
import { personAt } from '../people/person.ts'
import { currentPolicy } from '../stations/config.ts'
import { mondayOf } from './periods.ts'
import { leastShown } from './protect-cells.ts'
import { readFigures, type GroupFigures, type Period } from './read-figures.ts'
import { showCount, showLine } from './show-line.ts'
import { readDebriefs, readPractice } from '../training/visitors/practice-figures.ts'

type Core = Pick<Central, 'db' | 'now' | 'environment'>
type Named = { operatorId: string; displayName: string }
/** Rows of a manager's page: by name. */
const mostPeople = 200

/**
 * What a person is told of their work: their own visits, wherever they were, and a branch manager also what the branch's other people did in
 * the branch. Whole weeks, none of the present one, as far back as figures say whose a visit was. Who asks must have been let in before.
 */
export async function readClerkFigures(core: Core, personId: string, branch: string): Promise<ClerkFigures> {
  const { clerkFigureMonths: months } = await currentPolicy(core.db)
  const today = legalDay(core.now())
  const weeks = { from: mondayOf(addMonths(today, -months)), to: mondayOf(addDays(today, -7)) }
  const person = await personAt(core.db, personId, { at: core.now(), timeZone: legalTimeZone })
  const asker = { operatorId: personId, displayName: person?.displayName ?? personId }
  const others = person?.role === 'manager' ? await othersOf(core, personId, branch) : []
  const [own] = await figuresOf(core, [asker], { ...weeks, branch: null })
  const people = await figuresOf(core, others, { ...weeks, branch })
  const debriefs = await readDebriefs(core, personId)
  return { asOf: core.now().toISOString(), ...weeks, months, own: own!, people, debriefs }
}

/** Who works in a branch now, the asker aside. */
async function othersOf({ db }: Core, personId: string, branch: string): Promise<Named[]> {
  const rows = await db
    .selectFrom('station')
    .innerJoin('assignment', 'assignment.station_id', 'station.station_id')
    .innerJoin('person', 'person.person_id', 'assignment.person_id')
    .select(['person.person_id as operatorId', 'display_name as displayName'])
    .distinct()
    .where('station.branch_name', '=', branch)
    .where('assignment.ended_at', 'is', null)
    .where('person.revoked_at', 'is', null)
    .where('person.person_id', '<>', personId)
    .orderBy('person.person_id')
    .limit(mostPeople)
    .execute()
  return rows.sort((a, b) => a.displayName.localeCompare(b.displayName, 'fr'))
}

async function figuresOf(core: Core, people: readonly Named[], period: Period): Promise<PersonFigures[]> {
  if (people.length === 0) return []
  const operators = people.map(({ operatorId }) => operatorId)
  const groups = await readFigures(core, 'operator', { ...period, operators })
  const practiceOf = await readPractice(core, { operators, branch: period.branch })
  return people.map((one) => ({
    ...one,
    ...shownOf(groups.find(({ name }) => name === one.operatorId)),
    practice: practiceOf?.(one.operatorId) ?? null,
  }))
}

const outcomes = ['approved', 'refused', 'cannotTell', 'abandoned'] as const
/** Of the visits, some. */
const parts = ['firstTimeRight', 'reversed', 'looked', 'contested'] as const
/** Of which a visit may have many. */
const sums = ['releases', 'retries'] as const

function shownOf(group: GroupFigures | undefined): Omit<PersonFigures, keyof Named | 'practice'> {
  const of = (name: 'visits' | (typeof outcomes | typeof parts | typeof sums)[number]) => group?.[name] ?? 0
  const line = showLine(outcomes.map(of))
  const partOf = (count: number) => showLine([count, of('visits') - count])[0]!
  const counts = Object.fromEntries([
    ...outcomes.map((name, i) => [name, line[i]]),
    ...parts.map((name) => [name, partOf(of(name))]),
    ...sums.map((name) => [name, showCount(of(name))]),
  ]) as Omit<PersonFigures, keyof Named | 'visits' | 'meanSeconds' | 'practice'>
  const { timed = 0, meanSeconds = null } = group ?? {}
  const mean = timed < leastShown || meanSeconds === null ? null : Math.round(meanSeconds)
  return { visits: showCount(of('visits')), ...counts, meanSeconds: mean }
}
