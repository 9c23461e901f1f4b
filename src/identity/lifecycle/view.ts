import type {
  ActivationStanding,
  ApplicationStep,
  ApplicationView,
  CaseStanding,
} from '../../contract/identity/application.ts'
import { Declared } from '../../contract/identity.ts'
import { findBranch, isAvailable } from '../../central/branches/branch.ts'
import { readStanding, type Standing } from '../../central/intake/standing.ts'
import type { Declaration } from '../../central/intake/declaration.ts'
import type { Identity } from '../context.ts'
import { findAccountOfApplication } from './account.ts'
import { readApplicant, readDeclaration, type Draft } from './applicant.ts'
import { tellsValidity } from './document-dates.ts'
import { heldSlot } from './visit-slots.ts'

const standings: Record<Standing['state'], CaseStanding> = {
  DRAFT: 'draft',
  EMAIL_PENDING: 'draft',
  PHONE_PENDING: 'draft',
  DECLARED: 'draft',
  AWAITING_PROOFING: 'awaiting_visit',
  RECEIVED: 'received',
  MANUAL_REVIEW: 'being_checked',
  APPROVED: 'accepted',
  REJECTED: 'not_accepted',
  SUSPENDED: 'suspended',
  CANCELLED: 'cancelled',
  EXPIRED: 'expired',
}

/** Everything that the citizen's page shows. Codes: citizen_session_missing, application_unknown. */
export async function viewApplication(identity: Identity, applicationId: string): Promise<ApplicationView> {
  const applicant = await readApplicant(identity, applicationId)
  const standing = await readStanding(identity.central.db, applicationId)
  const said = await readDeclaration(identity, applicationId)
  const account = await findAccountOfApplication(identity, applicationId)
  const { draft } = applicant
  const isDraft = standings[standing.state] === 'draft'
  const slot = await heldSlot(identity, applicationId)
  return {
    standing: standings[standing.state],
    language: draft.language,
    email: draft.email,
    phone: said.phone ?? null,
    declared: isDraft ? Declared.partial().parse(said) : null,
    document_expires_on: draft.document_expires_on,
    document_issued_on: draft.document_issued_on,
    consent: draft.consent,
    channel: draft.choice?.channel ?? null,
    branch: await branchOf(identity, draft),
    visit: slot === null ? null : { starts_at: slot.starts_at.toISOString(), ends_at: slot.ends_at.toISOString() },
    missing: isDraft ? missingSteps(said, draft) : [],
    reference: standing.reference,
    created_at: standing.created_at,
    expires_at: standing.expires_at,
    reasons: standing.reasons,
    contest_until: standing.state === 'REJECTED' || standing.state === 'SUSPENDED' ? standing.appeal_until : null,
    contest_due: standing.contest_due,
    activation: account === null ? 'none' : (account.state.toLowerCase() as ActivationStanding),
  }
}

async function branchOf({ central, now }: Identity, { choice }: Draft): Promise<ApplicationView['branch']> {
  if (choice?.channel !== 'counter' || choice.branch_id === null) return null
  const branch = await findBranch(central.db, choice.branch_id)
  if (branch === null) return null
  return { branch_id: branch.branch_id, name: branch.name, available_now: isAvailable(branch, now()) }
}

type Filled = (said: Declaration, draft: Draft) => boolean

/** When a page is filled. What is wrong with what stands there is told when it is saved; here it is there or not. */
const filled: Record<ApplicationStep, Filled> = {
  email: ({ email }) => email !== undefined,
  document: ({ documentType, documentNumber }, draft) =>
    documentType !== undefined && documentNumber !== undefined && hasDates(documentType, draft),
  names: ({ birthName, givenNames }) => birthName !== undefined && givenNames !== undefined,
  // A hub is told a man or a woman, and the commune's code of a birth in France.
  birth: ({ birthDate, birthPlace, sex }) =>
    birthDate !== undefined && (sex === 'F' || sex === 'M') && birthPlace !== undefined && isPlaced(birthPlace),
  nationality: ({ nationality }) => nationality !== undefined,
  address: ({ address }) => address !== undefined,
  phone: ({ phone }) => phone !== undefined,
  consent: (_said, { consent }) => consent !== null,
  channel: (_said, { choice }) => choice !== null,
}

const hasDates = (type: Declared['documentType'], draft: Draft): boolean =>
  tellsValidity(type, { issuedOn: draft.document_issued_on, expiresOn: draft.document_expires_on })

function isPlaced({ inseeCode, country }: Declared['birthPlace']): boolean {
  return inseeCode !== null || (country !== null && country !== 'FRA')
}

/** Pages still to be filled, in their order. */
export function missingSteps(said: Declaration, draft: Draft): ApplicationStep[] {
  return (Object.keys(filled) as ApplicationStep[]).filter((step) => !filled[step](said, draft))
}
