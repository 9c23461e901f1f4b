import { randomUUID } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { codeOf, Failure, type FailureCode } from '../../contract/failure.ts'
import { Operator } from '../../contract/operator.ts'
import { decideManually } from '../adjudication/decide-manually.ts'
import type { Central } from '../context.ts'
import { issueStationCode } from '../stations/codes.ts'
import { activateStation, revokeOperator, revokeStation } from '../stations/lifecycle.ts'
import { requireStation } from '../stations/station.ts'
import { drawPage, pathOf, sendHtml, type Section, type View } from './page.ts'
import {
  endSession,
  isAdminToken,
  isServedSecurely,
  readSession,
  type AdminSession,
  type SessionKeys,
} from './session.ts'
import { drawIssuedCode } from './station-views.ts'

const nobody = '00000000-0000-0000-0000-000000000000'

const Since = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/)
const Form = z.object({
  csrf: z.string(),
  branch: z.string().trim().min(1).max(80).optional(),
  ending: z.string().trim().length(6).optional(),
  since: Since.transform((time) => new Date(`${time}Z`)).optional(),
  reason: z.string().trim().min(3).max(200).optional(),
  state: z.enum(['APPROVED', 'REJECTED']).optional(),
})
const Params = z.object({
  station_id: z.uuid().optional(),
  packet_id: z.uuid().optional(),
  operator_id: Operator.shape.operatorId.optional(),
})
type Act = { form: z.infer<typeof Form>; params: z.infer<typeof Params> }
type Action = { name: string; backTo: Section; run(central: Central, act: Act): Promise<void> }
type Admitted = { session: AdminSession; form: Act['form'] }

/** What an administrator can do, by path. */
const actions: Record<string, Action> = {
  '/admin/stations/:station_id/activate': {
    name: 'station.activate',
    backTo: 'stations',
    async run(central, { form, params }) {
      const { station_id, thumbprint } = await requireStation(central.db, need(params.station_id))
      if (thumbprint.slice(-6) !== need(form.ending)) throw new Failure('forbidden', 'thumbprint')
      await activateStation(central, station_id, thumbprint)
    },
  },
  '/admin/stations/:station_id/revoke': {
    name: 'station.revoke',
    backTo: 'stations',
    run: (central, { form, params }) => revokeStation(central, need(params.station_id), need(form.since)),
  },
  '/admin/packets/:station_id/:packet_id/decide': {
    name: 'packet.decide',
    backTo: 'review',
    async run(central, { form, params }) {
      const packet = { stationId: need(params.station_id), packetId: need(params.packet_id) }
      const decision = { state: need(form.state), reason: need(form.reason), decidedBy: 'administrator' }
      await decideManually(central, packet, decision)
    },
  },
  '/admin/operators/:operator_id/revoke': {
    name: 'operator.revoke',
    backTo: 'operators',
    run: (central, { form, params }) => revokeOperator(central, need(params.operator_id), need(form.since)),
  },
}

function need<T>(value: T | undefined): T {
  if (value === undefined) throw new Failure('request_invalid')
  return value
}

/** What was asked for: everything the form said but its own protection. */
function detailOf({ state, reason, since, ending }: Act['form']): string | null {
  const said = [state, reason, since?.toISOString(), ending].filter((one) => one !== undefined)
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
    if (!isAdminToken(form.csrf, session.csrf)) throw new Failure('forbidden', 'form')
    return { session, form }
  }
  for (const [path, action] of Object.entries(actions)) {
    app.post(path, async (request, reply) => {
      const admitted = admit(request, reply)
      if (admitted === null) return reply
      const act = { form: admitted.form, params: Params.parse(request.params) }
      const code = await recorded(central, action.name, act, () => action.run(central, act)).then(() => null, refusalOf)
      return reply.redirect(`${pathOf(action.backTo)}?${code === null ? 'done=1' : `failed=${code}`}`, 303)
    })
  }
  app.post('/admin/stations/codes', async (request, reply) => {
    const admitted = admit(request, reply)
    if (admitted === null) return reply
    const { session, form } = admitted
    const branch = need(form.branch)
    const issue = () => issueStationCode(central.db, branch, central.now())
    const code = await recorded(central, 'station.issue_code', { form, params: {} }, issue, branch)
    const view: View = { session, environment: central.environment, notice: null }
    return sendHtml(reply, drawPage(view, 'stations', drawIssuedCode(view, branch, code)))
  })
  app.post('/admin/logout', async (request, reply) => {
    if (admit(request, reply) === null) return reply
    return reply.header('set-cookie', endSession(isServedSecurely(central))).redirect('/admin/login', 303)
  })
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
  { form, params }: Act,
  run: () => Promise<T>,
  detail = detailOf(form),
): Promise<T> {
  const key = { station_id: params.station_id ?? nobody, audit_id: randomUUID() }
  const subject = params.packet_id ?? params.operator_id ?? params.station_id ?? ''
  const row = { ...key, at: now(), actor: 'administrator', action, subject, detail }
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
