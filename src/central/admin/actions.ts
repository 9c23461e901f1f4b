import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { Failure } from '../../contract/failure.ts'
import type { Central } from '../context.ts'
import { issuePersonCode } from '../people/person-codes.ts'
import type { Said } from '../proposals/kinds.ts'
import { concludeProposal, propose, refuseProposal, requireProposal, type Proposal } from '../proposals/proposal.ts'
import { proposerOfName } from '../proposals/proposer.ts'
import { recordDeed } from '../operations/record-deed.ts'
import { issueStationCode } from '../stations/codes.ts'
import { detailOf, Form, Params, type Act } from './deed-form.ts'
import { actions as deeds, type Action } from './deeds.ts'
import { codes } from './station-codes.ts'
import { admit, checkForm, goBack, need, refusalOf, viewOf, type AdminParts } from './admin-parts.ts'
import { drawPersonCode } from './operator-views.ts'
import { drawPage, sendHtml } from './page.ts'
import { requireDeed, type DeedName } from './roles.ts'
import { serviceDeeds } from './services/service-deeds.ts'
import type { AdminSession } from './session.ts'
import { drawIssuedCode } from './station-views.ts'

const actions: Record<string, Action> = { ...deeds, ...serviceDeeds }

/** Every form of these pages but those of trust. */
export function serveActions(app: FastifyInstance, parts: AdminParts): void {
  for (const [path, action] of Object.entries(actions)) serveAction(app, parts, path, action)
  for (const [path, { name, compose }] of Object.entries(codes)) {
    app.post(path, async (request, reply) => {
      const session = await admit(parts, request, reply)
      if (session === null) return reply
      const act = actIn(request, session, name)
      const asked = await compose(parts.central, act)
      const view = viewOf(parts, session)
      return recorded(parts, name, act, () => issueStationCode(parts.central, asked)).then(
        (code) => sendHtml(reply, drawPage(view, 'stations', drawIssuedCode(view, asked.branchName, code))),
        (error) => goBack(reply, 'stations', refusalOf(error)),
      )
    })
  }
  app.post('/admin/operators/:operator_id/code', async (request, reply) => {
    const session = await admit(parts, request, reply)
    if (session === null) return reply
    const act = actIn(request, session, 'operator.issue_code')
    const personId = need(act.params.operator_id)
    const issue = () => issuePersonCode(parts.central, personId, session.name)
    const view = viewOf(parts, session)
    return recorded(parts, 'operator.issue_code', act, issue).then(
      (code) => sendHtml(reply, drawPage(view, 'operators', drawPersonCode(view, personId, code))),
      (error) => goBack(reply, 'operators', refusalOf(error)),
    )
  })
  servePairs(app, parts)
}

function serveAction(app: FastifyInstance, parts: AdminParts, path: string, action: Action): void {
  const { central } = parts
  app.post(path, async (request, reply) => {
    const session = await admit(parts, request, reply)
    if (session === null) return reply
    const act = actIn(request, session, action.name)
    const run = async () => {
      if (isAlone(parts, session) || !(await action.needsTwo?.(central, act))) {
        await action.run(central, act)
        return 'done'
      }
      await action.first?.(central, act)
      const asked = { path, deed: action.name, ...saidIn(request) }
      await propose(central, 'deed', asked, proposerOfName(session.name))
      return 'waits'
    }
    return recorded(parts, action.name, act, run, (end) => end).then(
      (end) => goBack(reply, end === 'waits' ? 'pairs' : action.backTo, null),
      (error) => goBack(reply, action.backTo, refusalOf(error)),
    )
  })
}

/** Before there are accounts, and where one token is all there is, nobody else could approve. */
const isAlone = ({ access }: AdminParts, { isBootstrap }: AdminSession): boolean =>
  isBootstrap && access.tokens.length === 1

/** What the form and its path say. Codes: forbidden (form, role), request_invalid. */
function actIn(request: FastifyRequest, session: AdminSession, deed: DeedName): Act {
  const form = Form.parse(request.body)
  checkForm(session, form.csrf)
  requireDeed(session, deed)
  return { form, params: Params.parse(request.params), by: session.name }
}

const Words = z.record(z.string(), z.string())
function saidIn({ body, params }: FastifyRequest): { form: Said; params: Said } {
  const { csrf: _, ...form } = Words.parse(body)
  return { form, params: Words.parse(params) }
}

function servePairs(app: FastifyInstance, parts: AdminParts): void {
  const { central } = parts
  const Proposal = z.object({ proposal_id: z.uuid() })
  const Csrf = z.object({ csrf: z.string() })
  /** Whoever decides on a deed may do it themselves. */
  const proposalIn = async (request: FastifyRequest, session: AdminSession): Promise<Found> => {
    checkForm(session, Csrf.parse(request.body).csrf)
    const proposal = await requireProposal(central.db, 'deed', Proposal.parse(request.params).proposal_id)
    const { path, ...asked } = proposal.body
    const action = actions[path]
    if (action === undefined) throw new Failure('not_found', 'action')
    requireDeed(session, action.name)
    const by = `${proposal.by.person}, ${session.name}`
    const form = Form.parse({ ...asked.form, csrf: '' })
    return { proposal, action, act: { form, params: Params.parse(asked.params), by } }
  }
  for (const [verb, { result, run }] of Object.entries(conclusions)) {
    app.post(`/admin/pairs/:proposal_id/${verb}`, async (request, reply) => {
      const session = await admit(parts, request, reply)
      if (session === null) return reply
      const found = await proposalIn(request, session)
      const act = { ...found.act, by: session.name }
      const conclude = () => run(central, found, session.name)
      const code = await recorded(parts, found.action.name, act, conclude, () => result).then(() => null, refusalOf)
      return goBack(reply, 'pairs', code)
    })
  }
}

type Found = { proposal: Proposal<'deed'>; action: Action; act: Act }
type Conclusion = { result: string; run(central: Central, found: Found, by: string): Promise<void> }

/** What may become of a deed that waits; `result`: how the audit has it. */
const conclusions: Record<'approve' | 'withdraw', Conclusion> = {
  approve: {
    result: 'done',
    async run(central, { proposal, action, act }, by) {
      await concludeProposal(central.db, proposal, 'approved', proposerOfName(by), central.now())
      await action.run(central, act).catch(async (error: unknown) => {
        await refuseProposal(central.db, proposal.proposalId)
        throw error
      })
    },
  },
  withdraw: {
    result: 'withdrawn',
    run: (central, { proposal }, by) =>
      concludeProposal(central.db, proposal, 'withdrawn', proposerOfName(by), central.now()),
  },
}

/** Does what an administrator asks, with a trace of it. */
function recorded<T>(
  { central }: AdminParts,
  action: DeedName,
  { form, params, by }: Act,
  run: () => Promise<T>,
  resultOf?: (done: T) => string,
): Promise<T> {
  const subject =
    params.packet_id ??
    params.application_id ??
    params.operator_id ??
    params.client_id ??
    form.client_id ??
    params.station_id ??
    ''
  const deed = { actor: by, action, stationId: params.station_id ?? null, subject, detail: detailOf(form) }
  return recordDeed(central, deed, run, resultOf)
}
