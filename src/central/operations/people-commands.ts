import { z } from 'zod'
import { Failure } from '../../contract/failure.ts'
import { fourDigitYear } from '../../contract/identity.ts'
import { Role } from '../../contract/operator.ts'
import type { Commands } from './command.ts'

const Moment = z.iso.datetime({ offset: true }).regex(fourDigitYear)

/** A moment with its zone, `2026-11-28T10:00:00+01:00`. Code: request_invalid. */
export function readMoment(text: string | undefined): Date {
  const parsed = Moment.safeParse(text)
  if (!parsed.success) throw new Failure('request_invalid', 'a time with its zone, 2026-11-28T10:00:00+01:00')
  return new Date(parsed.data)
}

function readRole(text: string): Role {
  const role = Role.safeParse(text)
  if (!role.success) throw new Failure('operator_invalid', `role: ${Role.options.join(', ')}`)
  return role.data
}

/** People of central's and where they work. */
export const peopleCommands: Commands = {
  'person:add': {
    operands: ['PERSON', 'ROLE', 'TRAINED-UNTIL', 'NAME'],
    deed: 'operator.add',
    async run(central, { operands: [personId, role, trainedUntil, displayName] }) {
      const person = { personId: personId!, displayName: displayName!, trainedUntil: trainedUntil! }
      await central.addPerson({ ...person, role: readRole(role!) })
      return [`${personId!}: added`]
    },
  },
  'person:training': {
    operands: ['PERSON', 'TRAINED-UNTIL'],
    deed: 'operator.change',
    async run(central, { operands: [personId, trainedUntil] }) {
      await central.changePerson({ personId: personId!, trainedUntil: trainedUntil! })
      return [`${personId!}: trained until ${trainedUntil!}`]
    },
  },
  'person:assign': {
    operands: ['PERSON', 'STATION'],
    deed: 'station.assign_person',
    async run(central, { operands: [personId, stationId] }) {
      await central.assignPerson(stationId!, personId!)
      return [`${personId!}: works at ${stationId!}`]
    },
  },
  'person:unassign': {
    operands: ['PERSON', 'STATION'],
    deed: 'station.unassign_person',
    async run(central, { operands: [personId, stationId] }) {
      await central.unassignPerson(stationId!, personId!)
      return [`${personId!}: no longer at ${stationId!}`]
    },
  },
  'person:code': {
    operands: ['PERSON'],
    deed: 'operator.issue_code',
    run: async (central, { operands: [personId] }) => [await central.issuePersonCode(personId!)],
  },
  'person:revoke': {
    operands: ['PERSON', 'SINCE'],
    deed: 'operator.revoke',
    async run(central, { operands: [personId, since] }) {
      await central.revokeOperator(personId!, readMoment(since))
      return [`${personId!}: revoked`]
    },
  },
}
