import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { Failure, type FailureCode } from '../../contract/failure.ts'
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
import { answerContest } from '../intake/contest.ts'
import { recordDeed } from '../operations/record-deed.ts'
import { issueStationCode, type NewStation } from '../stations/codes.ts'
import { revokeOperator } from '../people/revoke-person.ts'
import { activateStation, renameStation, retireStation, revokeStation } from '../stations/lifecycle.ts'
import { requireStation } from '../stations/station.ts'
import { isSameSecret } from './administrators.ts'
import { drawPage, pathOf, sendHtml, type Section, type View } from './page.ts'
import { endSession, isServedSecurely, readSession, type AdminSession, type SessionKeys } from './session.ts'
import { drawPersonCode } from './operator-views.ts'
import { drawIssuedCode } from './station-views.ts'
import { timeInZone, zones } from './zoned-time.ts'

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
    state: z.enum(['APPROVED', 'REJECTED', 'NOT_VERIFIED']).optional(),
    answer: z.enum(['upheld', 'second_visit']).optional(),
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
  application_id: z.uuid().optional(),
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
  '/admin/stations/:station_id/retire': {
    name: 'station.retire',
    backTo: 'stations',
    run: (central, { params }) => retireStation(central, need(params.station_id)),
  },
  '/admin/stations/:station_id/rename': {
    name: 'station.rename',
    backTo: 'stations',
    run: (central, { form, params }) => renameStation(central, need(params.station_id), need(form.branch)),
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
  '/admin/contests/:application_id/answer': {
    name: 'contest.answer',
    backTo: 'contests',
    run: (central, { form, params, by }) => answerContest(central, need(params.application_id), need(form.answer), by),
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
  for (const [path, { name, compose }] of Object.entries(codes)) {
    app.post(path, async (request, reply) => {
      const admitted = admit(request, reply)
      if (admitted === null) return reply
      const { session, form } = admitted
      const view: View = { session, environment: central.environment, notice: null }
      const act = { form, params: Params.parse(request.params), by: session.name }
      const asked = await compose(central, act)
      return recorded(central, name, act, () => issueStationCode(central, asked)).then(
        (code) => sendHtml(reply, drawPage(view, 'stations', drawIssuedCode(view, asked.branchName, code))),
        (error) => reply.redirect(`${pathOf('stations')}?failed=${refusalOf(error)}`, 303),
      )
    })
  }
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

type Compose = (central: Central, act: Act) => Promise<NewStation>

/** Codes for kiosks, each shown once: a new one, one that is known, one in the place of another. */
const codes: Record<string, { name: string; compose: Compose }> = {
  '/admin/stations/codes': {
    name: 'station.issue_code',
    compose: async (central, { form }) => ({ branchName: need(form.branch), managerId: firstManagerOf(central, form) }),
  },
  '/admin/stations/:station_id/again': {
    name: 'station.issue_code_again',
    async compose({ db }, { params }) {
      const { station_id: again, branch_name: branchName } = await requireStation(db, need(params.station_id))
      return { branchName, managerId: null, again }
    },
  },
  '/admin/stations/:station_id/replace': {
    name: 'station.issue_code_replacing',
    async compose({ db }, { params }) {
      const { station_id: replaces, branch_name: branchName } = await requireStation(db, need(params.station_id))
      return { branchName, managerId: null, replaces }
    },
  },
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

/** Does what an administrator asks, with a trace of it. */
function recorded<T>(central: Central, action: string, { form, params, by }: Act, run: () => Promise<T>): Promise<T> {
  const subject = params.packet_id ?? params.application_id ?? params.operator_id ?? params.station_id ?? ''
  const deed = { actor: by, action, stationId: params.station_id ?? null, subject, detail: detailOf(form) }
  return recordDeed(central, deed, run)
}
