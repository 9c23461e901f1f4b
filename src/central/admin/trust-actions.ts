import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { Sha256Hex } from '../../contract/protocol/digest.ts'
import { Failure } from '../../contract/failure.ts'
import { toConfirm, type TrustItem } from '../../emrtd/verify.ts'
import type { Central } from '../context.ts'
import { recordDeed } from '../operations/record-deed.ts'
import { trustAdministration } from '../trust/administration.ts'
import { maxTrustBytes, sha256Of, type TrustFile } from '../trust/trust-files.ts'
import { admit, checkForm, goBack, need, refusalOf, sessionOf, viewOf, type AdminParts } from './admin-parts.ts'
import { drawPage, sendHtml } from './page.ts'
import { requireDeed, type DeedName } from './roles.ts'
import type { AdminSession } from './session.ts'
import { drawTrustReview, endingDigits } from './trust-views.ts'

/** A file as base64, and the rest of its form. */
const bodyLimit = Math.ceil((maxTrustBytes * 4) / 3) + 65_536

const Text = z.string().trim().min(1).max(300)
const Ending = z
  .string()
  .max(95)
  .transform((text) => text.toLowerCase().replace(/[^0-9a-f]/g, ''))
const Form = z.object({
  csrf: z.string(),
  name: Text.max(200).optional(),
  source: Text.min(3).optional(),
  base64: z.base64().optional(),
  /** What was typed, in any order: the ends of fingerprints. */
  ending: z.union([Ending, z.array(Ending).max(1000)]).default([]),
})
type Form = z.infer<typeof Form> & { file?: Omit<TrustFile, 'source'> }
const Params = z.object({ proposal_id: z.uuid().optional(), sha256: Sha256Hex.optional() })

type Act = { form: Form; params: z.infer<typeof Params>; session: AdminSession }
type Action = { name: DeedName; subjectOf(act: Act): string; run(central: Central, act: Act): Promise<unknown> }

const proposalOf = ({ params }: Act) => need(params.proposal_id)

const actions: Record<string, Action> = {
  '/admin/trust/proposals': {
    name: 'trust.propose',
    subjectOf: ({ form }) => sha256Of(sentBack(form).bytes),
    async run(central, { form, session }) {
      const trust = trustAdministration(central)
      const file = sentBack(form)
      await trust.propose(file, confirmedOf(await trust.review(file), form), session.name)
    },
  },
  '/admin/trust/proposals/:proposal_id/approve': {
    name: 'trust.approve',
    subjectOf: proposalOf,
    async run(central, act) {
      const trust = trustAdministration(central)
      const items = await trust.items(proposalOf(act))
      await trust.approve(proposalOf(act), confirmedOf(items, act.form), act.session.name)
    },
  },
  '/admin/trust/proposals/:proposal_id/withdraw': {
    name: 'trust.withdraw',
    subjectOf: proposalOf,
    run: (central, act) => trustAdministration(central).withdraw(proposalOf(act), act.session.name),
  },
  '/admin/trust/files/:sha256/remove': {
    name: 'trust.propose_removal',
    subjectOf: ({ params }) => need(params.sha256),
    run: (central, { params, session }) =>
      trustAdministration(central).proposeRemoval(need(params.sha256), session.name),
  },
}

/** Fingerprints whose ends were typed as their publishers give them. */
function confirmedOf(items: readonly TrustItem[], { ending }: Form): string[] {
  const typed = [ending].flat().filter((one) => one.length >= endingDigits)
  return (toConfirm(items) ?? []).filter((fingerprint) => typed.some((one) => fingerprint.endsWith(one)))
}

const sentBack = ({ name, source, base64 }: Form): TrustFile => ({
  name: need(name),
  source: need(source),
  bytes: Buffer.from(need(base64), 'base64'),
})

/** Trust of chips, by two administrators: a file is looked at, proposed with the ends of its fingerprints, approved with the same. */
export function serveTrust(app: FastifyInstance, parts: AdminParts): void {
  const { central } = parts
  app.addContentTypeParser('multipart/form-data', { parseAs: 'buffer' }, readMultipart)
  // Before the body is read: strangers send no megabytes.
  const onRequest = async (request: FastifyRequest, reply: FastifyReply) =>
    (await admit(parts, request, reply)) === null ? reply : undefined
  const actIn = async (request: FastifyRequest, deed: DeedName): Promise<Act> => {
    const session = await sessionOf(parts, request)
    if (session === null) throw new Failure('forbidden', 'session')
    const body = request.body as { file?: Form['file'] }
    const form = Form.parse(body)
    checkForm(session, form.csrf)
    requireDeed(session, deed)
    return { form: { ...form, ...(body.file && { file: body.file }) }, params: Params.parse(request.params), session }
  }
  app.post('/admin/trust/review', { bodyLimit, onRequest }, async (request, reply) => {
    const { form, session } = await actIn(request, 'trust.review')
    const view = viewOf(parts, session)
    const file = { ...need(form.file), source: need(form.source) }
    return trustAdministration(central)
      .review(file)
      .then(
        (items) => sendHtml(reply, drawPage(view, 'trust', drawTrustReview(view, file, items))),
        (error) => goBack(reply, 'trust', refusalOf(error)),
      )
  })
  for (const [path, { name: action, subjectOf, run }] of Object.entries(actions)) {
    app.post(path, { bodyLimit, onRequest }, async (request, reply) => {
      const act = await actIn(request, action)
      const deed = { actor: act.session.name, action, stationId: null, subject: subjectOf(act), detail: null }
      return goBack(
        reply,
        'trust',
        await recordDeed(central, deed, () => run(central, act)).then(() => null, refusalOf),
      )
    })
  }
}

/** RFC 7578, read by Node's own `Response`: fields by name, several of one name as a list, the file with its name. Code: request_invalid. */
async function readMultipart(request: FastifyRequest, body: Buffer): Promise<Record<string, unknown>> {
  const type = request.headers['content-type'] ?? ''
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData().catch(() => {
    throw new Failure('request_invalid', 'multipart')
  })
  const read: Record<string, unknown> = {}
  for (const name of new Set(form.keys())) {
    const [first, ...more] = form.getAll(name)
    if (first instanceof File) read[name] = { name: first.name.slice(0, 200), bytes: await first.bytes() }
    else read[name] = more.length === 0 ? first : [first, ...more]
  }
  return read
}
