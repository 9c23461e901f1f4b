import { z } from 'zod'
import { Failure } from '../../contract/failure.ts'
import { DocumentType, IsoTime } from '../../contract/identity.ts'
import { Operator } from '../../contract/operator.ts'
import { reportLost, withdrawLost } from '../applications/lost-stolen.ts'
import { defineRoute, type Route } from '../http/route.ts'
import { recordBounce } from '../mail/post-office.ts'
import { cancelVisit, planVisit } from './visits.ts'

const none = { description: 'Done', schema: null }

const LostDocument = z.object({ document_type: DocumentType, document_number: z.string().min(4).max(24) })
type LostDocument = z.infer<typeof LostDocument>
const documentOf = ({ document_type, document_number }: LostDocument) => ({
  documentType: document_type,
  documentNumber: document_number,
})

const lostRoute = defineRoute<'client', null, null, LostDocument>('client', {
  method: 'POST',
  path: '/api/v1/documents/lost',
  scope: 'documents:write',
  summary: 'Report a document lost or stolen; only a keyed digest of it is kept',
  once: true,
  body: LostDocument,
  answers: { 204: none },
  async handle({ body }, central) {
    await reportLost(central, documentOf(body))
    return { status: 204, body: null }
  },
})

const foundRoute = defineRoute<'client', null, null, LostDocument>('client', {
  method: 'POST',
  path: '/api/v1/documents/found',
  scope: 'documents:write',
  summary: 'Take a document off the list that was reported by mistake',
  once: true,
  body: LostDocument,
  answers: { 204: none },
  failures: ['not_found'],
  async handle({ body }, central) {
    if (!(await withdrawLost(central, documentOf(body)))) throw new Failure('not_found', 'document')
    return { status: 204, body: null }
  },
})

const Visit = z
  .object({
    application_id: z.uuid(),
    person_id: Operator.shape.operatorId,
    starts_at: IsoTime,
    ends_at: IsoTime,
    note: z.string().max(300).nullable(),
  })
  .refine(({ starts_at, ends_at }) => Date.parse(starts_at) < Date.parse(ends_at), {
    path: ['ends_at'],
    message: 'later',
  })
const VisitParams = z.object({ visit_id: z.uuid() })
type VisitParams = z.infer<typeof VisitParams>

const planRoute = defineRoute<'client', VisitParams, null, z.infer<typeof Visit>>('client', {
  method: 'PUT',
  path: '/api/v1/visits/:visit_id',
  scope: 'visits:write',
  summary: 'Plan a home visit, or move it, as long as it has not taken place',
  once: true,
  params: VisitParams,
  body: Visit,
  answers: { 204: none },
  failures: ['application_unknown', 'application_incomplete', 'appointment_unknown'],
  async handle({ params, body }, central) {
    await planVisit(central, params.visit_id, {
      applicationId: body.application_id,
      operatorId: body.person_id,
      startsAt: body.starts_at,
      endsAt: body.ends_at,
      note: body.note,
    })
    return { status: 204, body: null }
  },
})

const withdrawRoute = defineRoute<'client', VisitParams, null, null>('client', {
  method: 'DELETE',
  path: '/api/v1/visits/:visit_id',
  scope: 'visits:write',
  summary: 'Withdraw a home visit that has not taken place',
  once: true,
  params: VisitParams,
  answers: { 204: none },
  failures: ['appointment_unknown'],
  async handle({ params }, central) {
    await cancelVisit(central.db, params.visit_id)
    return { status: 204, body: null }
  },
})

const Bounce = z.object({ mail_id: z.uuid(), status: z.string().regex(/^[245]\.\d{1,3}\.\d{1,3}$/) })
const bounceRoute = defineRoute<'client', null, null, z.infer<typeof Bounce>>('client', {
  method: 'POST',
  path: '/api/v1/mail/bounces',
  scope: 'mail:write',
  summary: 'A letter came back: the identifier in its return address, and the status of RFC 3463',
  once: true,
  body: Bounce,
  answers: { 204: none },
  failures: ['not_found'],
  async handle({ body }, central) {
    if (!(await recordBounce(central, body.mail_id, body.status))) throw new Failure('not_found', 'mail')
    return { status: 204, body: null }
  },
})

export const neighbourRoutes: readonly Route[] = [
  lostRoute,
  foundRoute,
  planRoute,
  withdrawRoute,
  bounceRoute,
] as readonly Route[]
