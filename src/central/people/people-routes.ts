import { z } from 'zod'
import { IsoDate, IsoTime } from '../../contract/identity.ts'
import { PersonId, Role } from '../../contract/operator.ts'
import type { Client } from '../clients/client.ts'
import type { Central } from '../context.ts'
import { transact } from '../database/transact.ts'
import { defineRoute, type Route } from '../http/route.ts'
import { recordDeed } from '../operations/record-deed.ts'
import { addPerson, assignPerson, changePerson, DisplayName, unassignPerson } from './change-people.ts'
import { legalTimeZone } from '../../contract/legal-time.ts'
import { endKeys } from './keys.ts'
import { requirePerson, personAt } from './person.ts'
import { issuePersonCode } from './person-codes.ts'
import { revokeOperator } from './revoke-person.ts'

const Params = z.object({ person_id: PersonId })
type Params = z.infer<typeof Params>
const done = { description: 'Done', schema: null }
const nothing = { status: 204, body: null }

/** Every change leaves a trace before it is made, under the client's name. */
const deedBy = <T>(central: Central, caller: Client, action: string, subject: string, run: () => Promise<T>) =>
  recordDeed(central, { actor: caller.client_id, action, stationId: null, subject, detail: null }, run)

const NewPersonBody = z.object({
  person_id: PersonId,
  display_name: DisplayName,
  role: Role,
  trained_until: IsoDate,
})
type NewPersonBody = z.infer<typeof NewPersonBody>

const addRoute = defineRoute<'client', null, null, NewPersonBody>('client', {
  method: 'POST',
  path: '/api/v1/people',
  scope: 'people:write',
  summary: 'A new person; the identifier is never given again, whatever becomes of them',
  once: true,
  body: NewPersonBody,
  answers: { 204: { description: 'Known, without a key yet', schema: null } },
  failures: ['operator_invalid', 'operator_exists'],
  async handle({ caller, body }, central) {
    const { person_id: personId, display_name: displayName, role, trained_until: trainedUntil } = body
    const person = { personId, displayName, role, trainedUntil }
    await deedBy(central, caller, 'operator.add', personId, () => addPerson(central, person, caller.client_id))
    return nothing
  },
})

const PersonAnswer = z.object({
  person_id: PersonId,
  display_name: z.string(),
  role: Role,
  trained_until: IsoDate,
  revoked_at: IsoTime.nullable(),
  /** Stations to which the person is assigned. */
  stations: z.array(z.uuid()),
})

const readRoute = defineRoute<'client', Params, null, null>('client', {
  method: 'GET',
  path: '/api/v1/people/:person_id',
  scope: 'people:read',
  summary: 'A person as they are today',
  params: Params,
  answers: { 200: { description: 'The person', schema: PersonAnswer } },
  failures: ['not_found'],
  async handle({ params: { person_id } }, { db, now }) {
    const { display_name, revoked_at } = await requirePerson(db, person_id)
    const person = await personAt(db, person_id, { at: now(), timeZone: legalTimeZone })
    const places = await db
      .selectFrom('assignment')
      .select('station_id')
      .where('person_id', '=', person_id)
      .where('ended_at', 'is', null)
      .orderBy('station_id')
      .execute()
    return {
      status: 200,
      body: {
        person_id,
        display_name,
        role: person!.role,
        trained_until: person!.trainedUntil,
        revoked_at: revoked_at?.toISOString() ?? null,
        stations: places.map(({ station_id }) => station_id),
      },
    }
  },
})

const Change = z
  .object({
    display_name: DisplayName.optional(),
    role: Role.optional(),
    trained_until: IsoDate.optional(),
    /** First day of the change; today unless given. */
    from: IsoDate.optional(),
  })
  .refine(({ from: _, ...change }) => Object.values(change).some((value) => value !== undefined), 'nothing to change')
type Change = z.infer<typeof Change>

const changeRoute = defineRoute<'client', Params, null, Change>('client', {
  method: 'POST',
  path: '/api/v1/people/:person_id/changes',
  scope: 'people:write',
  summary: 'A new role, name, or day until which they are trained, from a day on',
  once: true,
  params: Params,
  body: Change,
  answers: { 204: done },
  failures: ['not_found', 'operator_revoked', 'operator_invalid'],
  async handle({ caller, params: { person_id: personId }, body }, central) {
    const change = {
      personId,
      ...(body.display_name !== undefined && { displayName: body.display_name }),
      ...(body.role !== undefined && { role: body.role }),
      ...(body.trained_until !== undefined && { trainedUntil: body.trained_until }),
      ...(body.from !== undefined && { from: body.from }),
    }
    await deedBy(central, caller, 'operator.change', personId, () => changePerson(central, change, caller.client_id))
    return nothing
  },
})

const Code = z.object({ code: z.string() })

const codeRoute = defineRoute<'client', Params, null, null>('client', {
  method: 'POST',
  path: '/api/v1/people/:person_id/code',
  scope: 'people:codes',
  summary: 'A one-time code for the person alone, with which they make a key of their own at a kiosk; codes before end',
  once: true,
  params: Params,
  answers: { 201: { description: 'Shown once; valid for fourteen days', schema: Code } },
  failures: ['not_found', 'operator_revoked'],
  async handle({ caller, params: { person_id } }, central) {
    const issue = () => issuePersonCode(central, person_id, caller.client_id)
    return { status: 201, body: { code: await deedBy(central, caller, 'operator.issue_code', person_id, issue) } }
  },
})

const resetRoute = defineRoute<'client', Params, null, null>('client', {
  method: 'POST',
  path: '/api/v1/people/:person_id/reset',
  scope: 'people:codes',
  summary: 'End every key of a person now (a PIN that is forgotten or known), and a code for a new one',
  once: true,
  params: Params,
  answers: { 201: { description: 'Shown once; valid for fourteen days', schema: Code } },
  failures: ['not_found', 'operator_revoked'],
  async handle({ caller, params: { person_id: personId } }, central) {
    const code = await deedBy(central, caller, 'operator.reset', personId, async () => {
      const issued = await issuePersonCode(central, personId, caller.client_id)
      const at = central.now()
      await transact(central.db, (trx) => endKeys(trx, { personId, stationId: null, but: null, at }))
      return issued
    })
    return { status: 201, body: { code } }
  },
})

const Revocation = z.object({ since: IsoTime })
type Revocation = z.infer<typeof Revocation>

const revokeRoute = defineRoute<'client', Params, null, Revocation>('client', {
  method: 'POST',
  path: '/api/v1/people/:person_id/revoke',
  scope: 'people:write',
  summary: 'End a person’s right everywhere; what they captured since is set aside',
  once: true,
  params: Params,
  body: Revocation,
  answers: { 204: done },
  failures: ['not_found', 'time_in_future'],
  async handle({ caller, params: { person_id }, body }, central) {
    const revoke = () => revokeOperator(central, person_id, new Date(body.since))
    await deedBy(central, caller, 'operator.revoke', person_id, revoke)
    return nothing
  },
})

const Place = z.object({ person_id: PersonId, station_id: z.uuid() })
type Place = z.infer<typeof Place>

const assignRoute = defineRoute<'client', Place, null, null>('client', {
  method: 'PUT',
  path: '/api/v1/people/:person_id/stations/:station_id',
  scope: 'people:write',
  summary: 'Have a person work at a kiosk',
  once: true,
  params: Place,
  answers: { 204: done },
  failures: ['not_found', 'operator_revoked'],
  async handle({ caller, params: { person_id, station_id } }, central) {
    const assign = () => assignPerson(central, station_id, person_id)
    await deedBy(central, caller, 'station.assign_person', person_id, assign)
    return nothing
  },
})

const unassignRoute = defineRoute<'client', Place, null, null>('client', {
  method: 'DELETE',
  path: '/api/v1/people/:person_id/stations/:station_id',
  scope: 'people:write',
  summary: 'End a person’s work at a kiosk',
  once: true,
  params: Place,
  answers: { 204: done },
  failures: ['not_found'],
  async handle({ caller, params: { person_id, station_id } }, central) {
    const end = () => unassignPerson(central, station_id, person_id)
    await deedBy(central, caller, 'station.unassign_person', person_id, end)
    return nothing
  },
})

/** People as a neighbouring system (the employer's) keeps them. A code goes to the person, never through a manager. */
export const peopleRoutes: readonly Route[] = [
  addRoute,
  readRoute,
  changeRoute,
  codeRoute,
  resetRoute,
  revokeRoute,
  assignRoute,
  unassignRoute,
] as readonly Route[]
