import { randomUUID } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { codeOf, Failure, type FailureCode } from '../../contract/failure.ts'
import { IsoDate } from '../../contract/identity.ts'
import { Operator, Role } from '../../contract/operator.ts'
import { endingOf, foldEnding } from '../../contract/readable-thumbprint.ts'
import { decideManually } from '../adjudication/decide-manually.ts'
import type { Central } from '../context.ts'
import {
  addPerson,
  assignPerson,
  changePerson,
  confirmPerson,
  unassignPerson,
  type NewPerson,
} from '../people/change-people.ts'
import { issuePersonCode } from '../people/person-codes.ts'
import { issueStationCode } from '../stations/codes.ts'
import { revokeOperator } from '../people/revoke-person.ts'
import { activateStation, revokeStation } from '../stations/lifecycle.ts'
import { requireStation } from '../stations/station.ts'
import { isSameSecret } from './administrators.ts'
import { drawPage, pathOf, sendHtml, type Section, type View } from './page.ts'
import { endSession, isServedSecurely, readSession, type AdminSession, type SessionKeys } from './session.ts'
import { drawPersonCode } from './operator-views.ts'
import { drawIssuedCode } from './station-views.ts'
import { timeInZone, zones } from './zoned-time.ts'

const nobody = '00000000-0000-0000-0000-000000000000'

/** An identifier as typed: what is not one is refused where it is looked for. */
const Typed = z
  .string()
  .max(64)
  .transform((id) => (id === '' ? undefined : id))
  .optional()
const Form = z
  .object({
    csrf: z.string(),
    branch: z.string().trim().min(1).max(80).optional(),
    manager: Typed,
    person: Typed,
    name: z.string().trim().min(1).max(80).optional(),
    role: Role.optional(),
    trained: IsoDate.optional(),
    ending: z.string().trim().min(1).max(20).optional(),
    since: z
      .string()
      .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/)
      .optional(),
    zone: z.enum(zones).optional(),
    state: z.enum(['APPROVED', 'REJECTED']).optional(),
    reason: z.string().trim().min(3).max(200).optional(),
  })
  // A time without its zone is no time.
  .transform(({ since, zone, ...form }) => ({
    ...form,
    since: since && zone ? timeInZone(since, zone) : undefined,
    zone,
  }))
const Params = z.object({
  station_id: z.uuid().optional(),
  packet_id: z.uuid().optional(),
  operator_id: Operator.shape.operatorId.optional(),
})
type Act = { form: z.infer<typeof Form>; params: z.infer<typeof Params>; by: string }
type Action = { name: string; backTo: Section; run(central: Central, act: Act): Promise<void> }
type Admitted = { session: AdminSession; form: Act['form'] }

/** What an administrator can do, by path. */
const actions: Record<string, Action> = {
  '/admin/stations/:station_id/activate': {
    name: 'station.activate',
    backTo: 'stations',
    async run(central, { form, params }) {
      const { station_id, thumbprint } = await requireStation(central.db, need(params.station_id))
      const isSame = foldEnding(need(form.ending)) === foldEnding(endingOf(thumbprint))
      if (!isSame) throw new Failure('thumbprint_differs')
      await activateStation(central, station_id, thumbprint)
    },
  },
  '/admin/stations/:station_id/revoke': {
    name: 'station.revoke',
    backTo: 'stations',
    run: (central, { form, params }) => revokeStation(central, need(params.station_id), need(form.since)),
  },
  '/admin/stations/:station_id/people': {
    name: 'station.assign_person',
    backTo: 'stations',
    run: (central, { form, params }) => assignPerson(central, need(params.station_id), need(form.person)),
  },
  '/admin/stations/:station_id/people/remove': {
    name: 'station.unassign_person',
    backTo: 'stations',
    run: (central, { form, params }) => unassignPerson(central, need(params.station_id), need(form.person)),
  },
  '/admin/packets/:station_id/:packet_id/decide': {
    name: 'packet.decide',
    backTo: 'review',
    async run(central, { form, params, by }) {
      const packet = { stationId: need(params.station_id), packetId: need(params.packet_id) }
      await decideManually(central, packet, { state: need(form.state), reason: need(form.reason), decidedBy: by })
    },
  },
  '/admin/operators': {
    name: 'operator.add',
    backTo: 'operators',
    run: (central, { form, by }) => addPerson(central, personOf(form, need(form.person)), by),
  },
  '/admin/operators/:operator_id/change': {
    name: 'operator.change',
    backTo: 'operators',
    run: (central, { form, params, by }) => changePerson(central, personOf(form, need(params.operator_id)), by),
  },
  '/admin/operators/:operator_id/confirm': {
    name: 'operator.confirm',
    backTo: 'operators',
    run: (central, { params, by }) => confirmPerson(central, need(params.operator_id), by),
  },
  '/admin/operators/:operator_id/revoke': {
    name: 'operator.revoke',
    backTo: 'operators',
    run: (central, { form, params }) => revokeOperator(central, need(params.operator_id), need(form.since)),
  },
}

const personOf = ({ name, role, trained }: Act['form'], personId: string): NewPerson => ({
  personId,
  displayName: need(name),
  role: need(role),
  trainedUntil: need(trained),
})

function need<T>(value: T | undefined): T {
  if (value === undefined) throw new Failure('request_invalid')
  return value
}

/** What was asked for: everything the form said but its own protection, and no name. */
function detailOf({ csrf: _, name: _name, since, ...form }: Act['form']): string | null {
  const said = [...Object.values(form), since?.toISOString()].filter((one) => one !== undefined)
  return said.length === 0 ? null : said.join(' ')
}

export function serveActions(app: FastifyInstance, central: Central, keys: () => SessionKeys): void {
  const admit = (request: FastifyRequest, reply: FastifyReply): Admitted | null => {
    const session = readSession(keys(), request.headers.cookie, central.now())
    if (session === null) {
      void reply.redirect('/admin/login', 303)
      return null
    }
    const form = Form.parse(request.body)
    // The cookie alone proves nothing about the page a form came from.
    if (!isSameSecret(form.csrf, session.csrf)) throw new Failure('forbidden', 'form')
    return { session, form }
  }
  for (const [path, action] of Object.entries(actions)) {
    app.post(path, async (request, reply) => {
      const admitted = admit(request, reply)
      if (admitted === null) return reply
      const { form, session } = admitted
      const act = { form, params: Params.parse(request.params), by: session.name }
      const code = await recorded(central, action.name, act, () => action.run(central, act)).then(() => null, refusalOf)
      return reply.redirect(`${pathOf(action.backTo)}?${code === null ? 'done=1' : `failed=${code}`}`, 303)
    })
  }
  app.post('/admin/stations/codes', async (request, reply) => {
    const admitted = admit(request, reply)
    if (admitted === null) return reply
    const { session, form } = admitted
    const view: View = { session, environment: central.environment, notice: null }
    const [branchName, managerId] = [need(form.branch), firstManagerOf(central, form)]
    const issue = () => issueStationCode(central, { branchName, managerId })
    const act = { form, params: {}, by: session.name }
    return recorded(central, 'station.issue_code', act, issue).then(
      (code) => sendHtml(reply, drawPage(view, 'stations', drawIssuedCode(view, branchName, code))),
      (error) => reply.redirect(`${pathOf('stations')}?failed=${refusalOf(error)}`, 303),
    )
  })
  app.post('/admin/operators/:operator_id/code', async (request, reply) => {
    const admitted = admit(request, reply)
    if (admitted === null) return reply
    const { session, form } = admitted
    const view: View = { session, environment: central.environment, notice: null }
    const params = Params.parse(request.params)
    const personId = need(params.operator_id)
    const issue = () => issuePersonCode(central, personId, session.name)
    return recorded(central, 'operator.issue_code', { form, params, by: session.name }, issue).then(
      (code) => sendHtml(reply, drawPage(view, 'operators', drawPersonCode(view, personId, code))),
      (error) => reply.redirect(`${pathOf('operators')}?failed=${refusalOf(error)}`, 303),
    )
  })
  app.post('/admin/logout', async (request, reply) => {
    if (admit(request, reply) === null) return reply
    return reply.header('set-cookie', endSession(isServedSecurely(central))).redirect('/admin/login', 303)
  })
}

/** Without one nobody could ever log in there; in training a kiosk makes its own. */
function firstManagerOf({ environment }: Central, { manager }: Act['form']): string | null {
  return environment === 'training' ? (manager ?? null) : need(manager)
}

/** A refusal is told beside the list; a fault is not one. */
function refusalOf(error: unknown): FailureCode {
  if (error instanceof Failure) return error.code
  throw error
}

/**
 * Does what an administrator asks, with a trace of it first: where nothing can be written nothing is done, and what was broken
 * off in the middle stands there as begun.
 */
async function recorded<T>(
  { db, now }: Central,
  action: string,
  { form, params, by }: Act,
  run: () => Promise<T>,
): Promise<T> {
  const key = { station_id: params.station_id ?? nobody, audit_id: randomUUID() }
  const subject = params.packet_id ?? params.operator_id ?? params.station_id ?? ''
  const row = { ...key, at: now(), actor: by, action, subject, detail: detailOf(form) }
  await db
    .insertInto('audit')
    .values({ ...row, result: 'begun' })
    .execute()
  const end = (result: string) =>
    db
      .updateTable('audit')
      .set({ result })
      .where('station_id', '=', key.station_id)
      .where('audit_id', '=', key.audit_id)
      .execute()
  try {
    const done = await run()
    await end('done')
    return done
  } catch (error) {
    await end(codeOf(error))
    throw error
  }
}
