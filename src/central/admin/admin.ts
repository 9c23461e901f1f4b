import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { codeOf, Failure } from '../../contract/failure.ts'
import { Operator } from '../../contract/operator.ts'
import { decideManually } from '../adjudication/decide-manually.ts'
import { hashOf, takeOnce } from '../auth/proof.ts'
import type { Central } from '../context.ts'
import { createRateLimit, nameOfAddress } from '../http/rate-limit.ts'
import { issueStationCode } from '../stations/codes.ts'
import { activateStation, revokeOperator, revokeStation } from '../stations/lifecycle.ts'
import { requireStation } from '../stations/station.ts'
import { html, type Html } from './html.ts'
import { drawOperators } from './operator-views.ts'
import { drawOverview, drawPackets, drawReview, packetStates } from './packet-views.ts'
import { drawDocument, drawNotice, drawPage, pathOf, type Section, type View } from './page.ts'
import {
  endSession,
  isAdminToken,
  languageCookie,
  makeLink,
  readLanguage,
  readLink,
  readSession,
  startSession,
  type SessionKeys,
} from './session.ts'
import { drawIssuedCode, drawStations } from './station-views.ts'
import { say, sayReason } from './texts.ts'

const csp =
  "default-src 'none'; style-src 'self'; font-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
const nobody = '00000000-0000-0000-0000-000000000000'

/** Serves the administrator's page. Returns a link that logs in once, for whoever starts central by hand. */
export function serveAdmin(app: FastifyInstance, central: Central, adminToken: string): string {
  const keys = (): SessionKeys => ({ secret: central.keys().nonceSecret, adminToken })
  const secure = central.publicOrigin?.startsWith('https:') ?? false
  const limit = createRateLimit({ requestsPerSecond: 0.1, requestsBurst: 10 }, central.now)
  const allow = (ip: string): boolean => {
    const name = nameOfAddress(ip)
    const allowed = limit.allows(name)
    if (allowed) limit.spend(name)
    return allowed
  }
  const enter = (reply: FastifyReply) =>
    reply.header('set-cookie', startSession(keys(), central.now(), secure)).redirect('/admin', 303)
  serveFiles(app)
  app.get('/admin/login', async (request, reply) => {
    const { once } = z.object({ once: z.string().optional() }).parse(request.query)
    const isValid = once !== undefined && (await takeLink(central, keys(), once))
    return isValid ? enter(reply) : sendHtml(reply, drawLogin(request, false))
  })
  app.post('/admin/login', async (request, reply) => {
    if (!allow(request.ip)) throw new Failure('rate_limited')
    const { token } = z.object({ token: z.string().max(512) }).parse(request.body)
    return isAdminToken(token, adminToken) ? enter(reply) : sendHtml(reply.code(403), drawLogin(request, true))
  })
  app.get('/admin/language', async (request, reply) => {
    const { to } = z.object({ to: z.enum(['fr', 'en']) }).parse(request.query)
    return reply.header('set-cookie', languageCookie(to)).redirect('/admin', 303)
  })
  servePages(app, central, keys)
  serveActions(app, central, keys, secure)
  return `/admin/login?once=${makeLink(keys(), central.now())}`
}

async function takeLink(central: Central, keys: SessionKeys, link: string): Promise<boolean> {
  const expiresAt = readLink(keys, link, central.now())
  return expiresAt !== null && takeOnce(central.db, hashOf(`link ${link}`, 'hex'), expiresAt)
}

function sendHtml(reply: FastifyReply, page: Html): FastifyReply {
  return reply.header('content-security-policy', csp).type('text/html; charset=utf-8').send(page.markup)
}

function drawLogin(request: FastifyRequest, wrong: boolean): Html {
  const language = readLanguage(request.headers.cookie)
  return drawDocument(
    language,
    say('title', language),
    html`<main class="card narrow">
      <h1>${say('title', language)}</h1>
      ${drawNotice(wrong ? { bad: true, text: say('tokenWrong', language) } : null)}
      <form class="row" method="post" action="/admin/login">
        <label>
          ${say('token', language)}<span class="soft" id="hint">${say('tokenHint', language)}</span>
          <input type="password" name="token" required autocomplete="current-password" aria-describedby="hint" />
        </label>
        <button class="primary">${say('login', language)}</button>
      </form>
    </main>`,
  )
}

/** Fonts and style, from this machine only. */
function serveFiles(app: FastifyInstance): void {
  const find = createRequire(import.meta.url).resolve
  const font = (family: string, weight: number) =>
    find(`@fontsource/${family}/files/${family}-latin-${weight}-normal.woff2`)
  const files: Record<string, [string | URL, string]> = {
    '/admin/style.css': [new URL('style.css', import.meta.url), 'text/css; charset=utf-8'],
    '/admin/fonts/regular.woff2': [font('atkinson-hyperlegible-next', 400), 'font/woff2'],
    '/admin/fonts/bold.woff2': [font('atkinson-hyperlegible-next', 700), 'font/woff2'],
    '/admin/fonts/mono.woff2': [font('atkinson-hyperlegible-mono', 400), 'font/woff2'],
  }
  for (const [path, [file, type]] of Object.entries(files)) {
    app.get(path, async (_request, reply) =>
      reply
        .type(type)
        .header('cache-control', 'max-age=3600')
        .send(await readFile(file)),
    )
  }
}

const Query = z.object({
  state: z.enum(packetStates).nullable().default(null),
  done: z.literal('1').optional(),
  failed: z.string().max(64).optional(),
})

type Draw = (central: Central, view: View, query: z.infer<typeof Query>) => Promise<Html>
const pages: Record<Section, Draw> = {
  overview: drawOverview,
  stations: drawStations,
  packets: (central, view, { state }) => drawPackets(central, view, state),
  review: drawReview,
  operators: drawOperators,
}

function servePages(app: FastifyInstance, central: Central, keys: () => SessionKeys): void {
  for (const [section, draw] of Object.entries(pages) as [Section, Draw][]) {
    app.get(pathOf(section), async (request, reply) => {
      const session = readSession(keys(), request.headers.cookie, central.now())
      if (session === null) return reply.redirect('/admin/login', 303)
      const query = Query.parse(request.query)
      const { language } = session
      const done = query.done ? { bad: false, text: say('done', language) } : null
      const notice = query.failed ? { bad: true, text: sayReason(query.failed, language) } : done
      const view: View = { session, environment: central.environment, notice }
      return sendHtml(reply, drawPage(view, section, await draw(central, view, query)))
    })
  }
}

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
type Action = { name: string; backTo: Section; run(central: Central, act: Act): Promise<Html | void> }

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

function serveActions(app: FastifyInstance, central: Central, keys: () => SessionKeys, secure: boolean): void {
  const admit = (request: FastifyRequest) => {
    const session = readSession(keys(), request.headers.cookie, central.now())
    const form = Form.parse(request.body)
    // The cookie alone proves nothing about the page a form came from.
    if (session === null || !isAdminToken(form.csrf, session.csrf)) throw new Failure('forbidden', 'session or form')
    return { session, form }
  }
  for (const [path, action] of Object.entries(actions)) {
    app.post(path, async (request, reply) => {
      const { form } = admit(request)
      const params = Params.parse(request.params)
      const code = await action.run(central, { form, params }).then(() => null, codeOf)
      await record(central, action.name, params, code ?? 'done')
      return reply.redirect(`${pathOf(action.backTo)}?${code === null ? 'done=1' : `failed=${code}`}`, 303)
    })
  }
  app.post('/admin/stations/codes', async (request, reply) => {
    const { session, form } = admit(request)
    const branch = need(form.branch)
    const code = await issueStationCode(central.db, branch, central.now())
    await record(central, 'station.issue_code', {}, 'done')
    const view: View = { session, environment: central.environment, notice: null }
    return sendHtml(reply, drawPage(view, 'stations', drawIssuedCode(view, branch, code)))
  })
  app.post('/admin/logout', async (request, reply) => {
    admit(request)
    return reply.header('set-cookie', endSession(secure)).redirect('/admin/login', 303)
  })
}

async function record({ db, now }: Central, action: string, params: Act['params'], result: string): Promise<void> {
  await db
    .insertInto('audit')
    .values({
      station_id: params.station_id ?? nobody,
      audit_id: randomUUID(),
      at: now(),
      actor: 'administrator',
      action,
      subject: params.packet_id ?? params.operator_id ?? params.station_id ?? '',
      result,
    })
    .execute()
}
