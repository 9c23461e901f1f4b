import { consentTextVersions } from '../../contract/consent-texts.ts'
import { Failure } from '../../contract/failure.ts'
import type { ApplicationView } from '../../contract/identity/application.ts'
import type { EndpointName } from '../../contract/identity/endpoints.ts'
import { findBranch, isAvailable } from '../../central/branches/branch.ts'
import { cancelApplication } from '../../central/intake/close-application.ts'
import { loadCommunes } from '../../central/intake/communes.ts'
import { contestDecision } from '../../central/intake/contest.ts'
import { currentPolicy } from '../../central/stations/config.ts'
import type { Identity } from '../context.ts'
import type { Handlers } from '../http/serve-endpoints.ts'
import { requireSession, type Sessions } from '../http/sessions.ts'
import { findAccountOfApplication } from './account.ts'
import { sendActivationLink } from './activation-link.ts'
import { readApplicant, readDeclaration, saveDeclaration, writeDraft, type Applicant } from './applicant.ts'
import { beginApplication, confirmEmail, confirmPhone, giveEmail, givePhone } from './contacts.ts'
import { listCountries } from './countries.ts'
import { answerEligibility } from './eligibility.ts'
import { submitApplication } from './submit.ts'
import { freeSlot, holdSlot, listSlots } from './visit-slots.ts'
import { viewApplication } from './view.ts'

type Names = Extract<
  EndpointName,
  | `application.${string}`
  | `email.${string}`
  | `phone.${string}`
  | 'eligibility.ask'
  | 'communes.search'
  | 'countries.list'
  | 'addresses.search'
  | 'branches.search'
  | 'slots.list'
  | 'consent.give'
  | 'channel.choose'
>

const branchesShown = 20

/** The calls of somebody who applies, and follows their case. */
export function applyHandlers(identity: Identity): Pick<Handlers, Names> {
  const { central, now } = identity
  const mine = async (sessions: Sessions) => (await requireSession(sessions, 'application')).subjectId
  const view = (id: string) => viewApplication(identity, id)
  /** Changes the draft of an application that is not submitted. Code: application_conflict. */
  const change = async (sessions: Sessions, work: (applicant: Applicant) => Promise<unknown>) => {
    const applicant = await readApplicant(identity, await mine(sessions))
    if (applicant.submittedAt !== null) throw new Failure('application_conflict')
    await work(applicant)
    return view(applicant.applicationId)
  }
  return {
    'eligibility.ask': async ({ body }) => answerEligibility(body, now(), await currentPolicy(central.db)),
    'communes.search': async ({ query }) => ({ communes: loadCommunes().search(query.q, query.limit) }),
    'countries.list': async ({ query }) => ({ countries: listCountries(query.language) }),
    'addresses.search': ({ query }) => searchAddresses(identity, query),
    'branches.search': ({ query }) => searchBranches(identity, query.postcode ?? null),
    'slots.list': async ({ sessions }) => {
      const { address } = await readDeclaration(identity, await mine(sessions))
      return { slots: address === undefined ? [] : await listSlots(identity, address) }
    },
    'email.give': ({ body }) => giveEmail(identity, body.email, body.language),
    'email.confirm': ({ body, sessions }) => confirmEmail(identity, sessions, body),
    'phone.give': ({ body, sessions }) => givePhone(identity, sessions, body.phone),
    'phone.confirm': ({ body, sessions }) => confirmPhone(identity, sessions, body.code),
    'application.read': async ({ sessions }) => view(await mine(sessions)),
    'application.save': ({ body, sessions }) =>
      change(sessions, async (applicant) => {
        const { applicationId, draft } = applicant
        const before = await readDeclaration(identity, applicationId)
        await saveDeclaration(identity, applicant, { ...before, ...body.declared })
        const { document_expires_on = draft.document_expires_on, document_issued_on = draft.document_issued_on } = body
        await writeDraft(identity, applicationId, { ...draft, document_expires_on, document_issued_on })
      }),
    'consent.give': ({ body, sessions }) =>
      change(sessions, ({ applicationId, draft }) => {
        if (!consentTextVersions.includes(body.text_version)) throw new Failure('agreement_missing', 'version')
        const consent = { text_version: body.text_version, given_at: now().toISOString() }
        return writeDraft(identity, applicationId, { ...draft, consent })
      }),
    'channel.choose': ({ body, sessions }) =>
      change(sessions, async ({ applicationId, draft }) => {
        if (body.channel === 'home') await holdSlotNear(identity, body.slot_id, applicationId)
        else {
          await refuseClosed(identity, body.branch_id)
          await freeSlot(identity, applicationId)
        }
        await writeDraft(identity, applicationId, { ...draft, choice: body })
      }),
    'application.submit': async ({ sessions }) => submitApplication(identity, await mine(sessions)),
    'application.cancel': async ({ sessions }) => {
      const id = await mine(sessions)
      await cancelApplication(central, id)
      await freeSlot(identity, id)
      return view(id)
    },
    'application.renew': ({ sessions }) => renewApplication(identity, sessions),
    'application.contest': async ({ body, sessions }) => ({
      due_at: (await contestDecision(central, await mine(sessions), body.words)).toISOString(),
    }),
    'application.resend_activation': async ({ sessions }) => {
      const id = await mine(sessions)
      const account = await findAccountOfApplication(identity, id)
      if (account === null) throw new Failure('account_inactive')
      await sendActivationLink(identity, account.account_id)
      return view(id)
    },
  }
}

async function searchAddresses(
  { central }: Identity,
  query: { q: string; postcode?: string | undefined; limit: number },
) {
  const { q, postcode = null, limit } = query
  const found = await central.addressBook.search({ q, postcode, limit })
  const addresses = found.map(({ label, housenumber, street, postcode: code, city, score }) => ({
    label,
    line: [housenumber, street].filter(Boolean).join(' ') || label,
    postcode: code,
    city,
    score,
  }))
  return { addresses, is_complete: central.addressBook.isComplete }
}

/** Branches of the postcode first, then those of its department. */
async function searchBranches({ central, now }: Identity, postcode: string | null) {
  const at = now()
  const rows = await central.db
    .selectFrom('branch')
    .selectAll()
    .$if(postcode !== null, (query) => query.where('postcode', 'like', `${postcode!.slice(0, 2)}%`))
    .orderBy((eb) =>
      eb
        .case()
        .when('postcode', '=', postcode ?? '')
        .then(0)
        .else(1)
        .end(),
    )
    .orderBy('branch_id')
    .limit(branchesShown)
    .execute()
  const branches = rows.map((row) => ({
    branch_id: row.branch_id,
    name: row.name,
    postcode: row.postcode,
    available_now: isAvailable(row, at),
    closed_until: isAvailable(row, at) ? null : (row.closed_until?.toISOString() ?? null),
  }))
  return { branches }
}

/** Code: slot_taken (by another, or of a round that does not pass the address). */
async function holdSlotNear(identity: Identity, slotId: string, applicationId: string): Promise<void> {
  const { address } = await readDeclaration(identity, applicationId)
  if (address === undefined) throw new Failure('slot_taken', 'no address')
  await holdSlot(identity, slotId, { applicationId, address })
}

/** R17: nobody is sent where face to face is not possible. Code: branch_unavailable. */
async function refuseClosed({ central, now }: Identity, branchId: string | null): Promise<void> {
  if (branchId === null) return
  const branch = await findBranch(central.db, branchId)
  if (branch === null || !isAvailable(branch, now())) throw new Failure('branch_unavailable')
}

const over = new Set<ApplicationView['standing']>(['not_accepted', 'cancelled', 'expired'])

/**
 * R22: what was refused or ended is started over, the address alone is known to be theirs. So is one that made an identity: telephone
 * lost, another document, suspended, ended; the identity stays as it is until somebody is verified. Code: application_conflict (under way).
 */
async function renewApplication(identity: Identity, sessions: Sessions): Promise<ApplicationView> {
  const { subjectId } = await requireSession(sessions, 'application')
  const { standing, activation, email, language } = await viewApplication(identity, subjectId)
  if (!over.has(standing) && activation === 'none') throw new Failure('application_conflict')
  const applicationId = await beginApplication(identity, { email, language })
  await sessions.begin('application', applicationId)
  return viewApplication(identity, applicationId)
}
