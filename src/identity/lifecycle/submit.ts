import { daysInFrance } from '../../enrolment/local-day.ts'
import type { ApplicationView } from '../../contract/identity/application.ts'
import { Failure } from '../../contract/failure.ts'
import { ApplicationEntry, DeclarationInvalid, saveApplication } from '../../central/intake/create-application.ts'
import { validateDeclaration } from '../../central/intake/validate.ts'
import { currentPolicy } from '../../central/stations/config.ts'
import type { Identity } from '../context.ts'
import { createdBy, readApplicant, readDeclaration, type Applicant } from './applicant.ts'
import { answerEligibility } from './eligibility.ts'
import { personOf, refuseInUse } from './own-address.ts'
import { pageUrl, sendLetter } from './letters.ts'
import { referencePdf } from './reference-page.ts'
import { holdsSlot, planHeldVisit } from './visit-slots.ts'
import { missingSteps, viewApplication } from './view.ts'
import { sayDayOf } from '../../texts/say-time.ts'

/**
 * Hands an application to central's intake: from then on its visit is awaited, and it cannot be changed (R22). Done again it changes
 * nothing. Codes: application_incomplete, agreement_missing, declaration_invalid, document_unusable, branch_unavailable, slot_taken, address_in_use.
 */
export async function submitApplication(identity: Identity, applicationId: string): Promise<ApplicationView> {
  const applicant = await readApplicant(identity, applicationId)
  if (applicant.submittedAt !== null) return viewApplication(identity, applicationId)
  await refuseUnready(identity, applicant)
  const { choice, language } = applicant.draft
  const isHome = choice!.channel === 'home'
  const entry = ApplicationEntry.parse({
    declared: await readDeclaration(identity, applicationId),
    channel: choice!.channel,
    branch_id: choice!.channel === 'counter' ? choice!.branch_id : null,
    language,
  })
  if (isHome && !(await holdsSlot(identity, applicationId, entry.declared.address!))) throw new Failure('slot_taken')
  await saveApplication(identity.central, applicationId, entry, createdBy)
  if (isHome) await planHeldVisit(identity, applicationId)
  const { numUpdatedRows } = await identity.db
    .updateTable('identity.applicant')
    .set({ submitted_at: identity.now() })
    .where('application_id', '=', applicationId)
    .where('submitted_at', 'is', null)
    .executeTakeFirst()
  const view = await viewApplication(identity, applicationId)
  if (numUpdatedRows > 0n) await sendReference(identity, applicationId, view)
  return view
}

async function refuseUnready(identity: Identity, { applicationId, draft }: Applicant): Promise<void> {
  const said = await readDeclaration(identity, applicationId)
  const missing = missingSteps(said, draft)
  if (missing.includes('consent')) throw new Failure('agreement_missing')
  if (missing.length > 0) throw new Failure('application_incomplete', missing.join(', '))
  const { central, now } = identity
  const policy = await currentPolicy(central.db)
  const today = daysInFrance(now()).latest
  const problems = await validateDeclaration(said, { policy, addressBook: central.addressBook, today })
  if (problems.length > 0) throw new DeclarationInvalid(problems)
  const { verdict } = answerEligibility(
    {
      document_type: said.documentType!,
      expires_on: draft.document_expires_on,
      issued_on: draft.document_issued_on,
      birth_date: said.birthDate!,
    },
    now(),
    policy,
  )
  if (verdict === 'no') throw new Failure('document_unusable')
  await refuseInUse(identity, draft.email, personOf(identity, said))
}

async function sendReference(identity: Identity, applicationId: string, view: ApplicationView): Promise<void> {
  const { reference, language } = view
  if (reference === null) return
  const until = new Date(view.expires_at)
  const pdf = await referencePdf({ reference, until, language })
  await sendLetter(identity, applicationId, {
    to: view.email,
    language,
    kind: 'reference',
    gaps: { reference, until: sayDayOf(until, language) },
    link: pageUrl(identity, 'status'),
    attachments: [
      {
        filename: `${reference}.pdf`,
        contentType: 'application/pdf',
        base64: Buffer.from(pdf).toString('base64'),
      },
    ],
  })
}
