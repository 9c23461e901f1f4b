import { z } from 'zod'
import { IsoTime } from '../../contract/identity.ts'
import { parseReference } from '../../contract/reference.ts'
import { Failure } from '../../contract/failure.ts'
import { defineRoute, type Route } from '../http/route.ts'
import { FoundAddress } from './address-book.ts'
import { idOfReference } from './application-store.ts'
import { cancelApplication, recallApplication } from './close-application.ts'
import { confirmContact, Contact } from './confirm-contact.ts'
import { contestDecision } from './contest.ts'
import { ApplicationEntry, saveApplication } from './create-application.ts'
import { readStanding, Standing } from './standing.ts'

const Params = z.object({ application_id: z.uuid() })
type Params = z.infer<typeof Params>
const path = '/api/v1/applications/:application_id'
const standing = { description: 'Where it stands now', schema: Standing }
const states = [
  'application_unknown',
  'application_already_verified',
  'application_refused',
  'application_cancelled',
  'application_expired',
  'application_email_unconfirmed',
  'application_incomplete',
] as const

const saveRoute = defineRoute<'client', Params, null, ApplicationEntry>('client', {
  method: 'PUT',
  path,
  scope: 'applications:write',
  summary: 'Save an application as far as it has come, under an identifier of your own; the same again changes nothing',
  once: true,
  params: Params,
  body: ApplicationEntry,
  answers: { 200: standing, 201: { ...standing, description: 'New' } },
  failures: [...states, 'declaration_invalid', 'branch_unavailable', 'application_conflict'],
  async handle({ caller, params, body }, central) {
    const saved = await saveApplication(central, params.application_id, body, caller.client_id)
    return { status: saved === 'created' ? 201 : 200, body: await readStanding(central.db, params.application_id) }
  },
})

const readRoute = defineRoute<'client', Params, null, null>('client', {
  method: 'GET',
  path,
  scope: 'applications:read',
  summary: 'Where an application stands; nothing of what was declared',
  params: Params,
  answers: { 200: standing },
  failures: ['application_unknown'],
  handle: async ({ params }, { db }) => ({ status: 200, body: await readStanding(db, params.application_id) }),
})

const ByReference = z.object({ reference: z.string().max(64) })
const findRoute = defineRoute<'client', null, z.infer<typeof ByReference>, null>('client', {
  method: 'GET',
  path: '/api/v1/applications',
  scope: 'applications:read',
  summary: "Where the application behind a citizen's reference stands",
  query: ByReference,
  answers: { 200: standing },
  failures: ['application_unknown', 'reference_malformed', 'reference_check_failed'],
  async handle({ query }, { db }) {
    const parsed = parseReference(query.reference)
    if (!parsed.ok) throw new Failure(parsed.code)
    const id = await idOfReference(db, parsed.reference)
    if (id === null) throw new Failure('application_unknown')
    return { status: 200, body: await readStanding(db, id) }
  },
})

const Confirm = z.object({ contact: Contact })
const confirmRoute = defineRoute<'client', Params, null, z.infer<typeof Confirm>>('client', {
  method: 'POST',
  path: `${path}/confirm`,
  scope: 'applications:write',
  summary: 'The citizen has shown the code that you sent to the e-mail or the phone (R11)',
  once: true,
  params: Params,
  body: Confirm,
  answers: { 200: standing },
  failures: [...states, 'contact_missing'],
  async handle({ params, body }, central) {
    await confirmContact(central, params.application_id, body.contact)
    return { status: 200, body: await readStanding(central.db, params.application_id) }
  },
})

const cancelRoute = defineRoute<'client', Params, null, null>('client', {
  method: 'POST',
  path: `${path}/cancel`,
  scope: 'applications:write',
  summary: 'The citizen cancels an application that nobody has decided',
  once: true,
  params: Params,
  answers: { 200: standing },
  failures: states,
  async handle({ params }, central) {
    await cancelApplication(central, params.application_id)
    return { status: 200, body: await readStanding(central.db, params.application_id) }
  },
})

const recallRoute = defineRoute<'client', Params, null, null>('client', {
  method: 'POST',
  path: `${path}/recall`,
  scope: 'applications:write',
  summary: 'Cancel an application whatever it was; kiosks that have it open are told',
  once: true,
  params: Params,
  answers: { 200: standing },
  failures: ['not_found'],
  async handle({ params }, central) {
    await recallApplication(central, params.application_id)
    return { status: 200, body: await readStanding(central.db, params.application_id) }
  },
})

const Contest = z.object({ words: z.string().trim().min(1).max(4000) })
const contestRoute = defineRoute<'client', Params, null, z.infer<typeof Contest>>('client', {
  method: 'POST',
  path: `${path}/contest`,
  scope: 'applications:write',
  summary: 'The citizen contests the decision; a person answers by `due_at`',
  once: true,
  params: Params,
  body: Contest,
  answers: { 201: { description: 'Taken', schema: z.object({ due_at: IsoTime }) } },
  failures: [...states, 'contest_too_late', 'contest_open'],
  async handle({ params, body }, central) {
    const due = await contestDecision(central, params.application_id, body.words)
    return { status: 201, body: { due_at: due.toISOString() } }
  },
})

const AddressQuery = z.object({
  q: z.string().trim().min(3).max(200),
  postcode: z
    .string()
    .regex(/^\d{5}$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(20).default(5),
})
const addressRoute = defineRoute<'client', null, z.infer<typeof AddressQuery>, null>('client', {
  method: 'GET',
  path: '/api/v1/addresses',
  scope: 'applications:write',
  summary: 'Search an address as the national base does (R15)',
  query: AddressQuery,
  answers: { 200: { description: 'Best first', schema: z.object({ addresses: z.array(FoundAddress) }) } },
  async handle({ query: { q, postcode, limit } }, { addressBook }) {
    return { status: 200, body: { addresses: await addressBook.search({ q, postcode: postcode ?? null, limit }) } }
  },
})

export const applicationRoutes: readonly Route[] = [
  saveRoute,
  readRoute,
  findRoute,
  confirmRoute,
  cancelRoute,
  recallRoute,
  contestRoute,
  addressRoute,
] as readonly Route[]
