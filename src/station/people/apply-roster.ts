import type { RosterPerson } from '../../contract/protocol/people.ts'
import { addMonths } from '../../enrolment/dates.ts'
import type { Audit } from '../audit/port.ts'
import type { Clock } from '../clock/port.ts'
import type { OperatorTable } from './operator-table.ts'

export interface RosterParts {
  table: OperatorTable
  audit: Audit
  clock: Clock
  /** Months for which a training counts: the station keeps the day of the training, central the day it ends. */
  trainingValidMonths: number
}

/**
 * Makes the people of this station those of central's roster: who is not in it, or whose right has ended, is out; a key that it
 * does not name is forgotten. Inside the caller's transaction. Returns who lost their right, or their key, by it.
 */
export function applyRoster(parts: RosterParts, people: readonly RosterPerson[]): string[] {
  const listed = new Map(people.map((person) => [person.person_id, person]))
  const gone = parts.table
    .list()
    .filter(({ operator }) => operator.revokedAt === null && !listed.has(operator.operatorId))
    .map(({ operator }) => end(parts, operator.operatorId))
  return [...gone, ...people.flatMap((person) => takeOver(parts, person))]
}

function takeOver(parts: RosterParts, person: RosterPerson): string[] {
  const { table, audit } = parts
  const known = table.find(person.person_id)
  if (person.revoked_at !== null) {
    return known === null || known.operator.revokedAt !== null ? [] : [end(parts, person.person_id)]
  }
  const fields = {
    operatorId: person.person_id,
    displayName: person.display_name,
    role: person.role,
    trainedOn: addMonths(person.trained_until, -parts.trainingValidMonths),
  }
  if (known === null) {
    table.insertListed(fields, parts.clock.now().toISOString())
    audit.append({
      action: 'operator.listed',
      actor: 'central',
      subject: person.person_id,
      facts: { role: person.role },
    })
    return []
  }
  table.follow(fields)
  const isLost = known.key !== null && !person.keys.includes(known.key.kid ?? '')
  if (!isLost) return []
  table.forgetKey(person.person_id)
  audit.append({ action: 'operator.key_ended', actor: 'central', subject: person.person_id, facts: {} })
  return [person.person_id]
}

function end({ table, audit, clock }: RosterParts, operatorId: string): string {
  table.endByCentral(operatorId, clock.now().toISOString())
  audit.append({ action: 'operator.revoked', actor: 'central', subject: operatorId, facts: {} })
  return operatorId
}
