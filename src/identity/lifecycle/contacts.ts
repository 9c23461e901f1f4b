import { daysInFrance } from '../../enrolment/local-day.ts'
import { randomUUID } from 'node:crypto'
import type { ApplicationView, CodeSent } from '../../contract/identity/application.ts'
import type { Language } from '../../contract/identity.ts'
import { Failure } from '../../contract/failure.ts'
import { confirmContact } from '../../central/intake/confirm-contact.ts'
import { DeclarationInvalid } from '../../central/intake/create-application.ts'
import { plainPhone, validateDeclaration } from '../../central/intake/validate.ts'
import { currentPolicy } from '../../central/stations/config.ts'
import type { Identity } from '../context.ts'
import { requireSession, type Sessions } from '../http/sessions.ts'
import { emailDigest } from '../keys/digests.ts'
import { addApplicant, findApplicantByEmail, readApplicant, readDeclaration, saveDeclaration } from './applicant.ts'
import { makeCode, takeCode, type MadeCode } from './codes.ts'
import { messageWords, sendLetter } from './letters.ts'
import { viewApplication } from './view.ts'
import { sayDayOf } from '../../texts/say-time.ts'
import { countSentTo } from './sent-to.ts'

/** A code that was sent, as the page is told. */
export const sentAt = ({ expiresAt, resendAt }: MadeCode): CodeSent => ({
  expires_at: expiresAt.toISOString(),
  resend_at: resendAt.toISOString(),
})

/** By the intake's own checks, before anything is sent there. Code: declaration_invalid. */
export async function refuseInvalid(
  { central }: Identity,
  declared: { email: string } | { phone: string },
): Promise<void> {
  const around = {
    policy: await currentPolicy(central.db),
    addressBook: central.addressBook,
    today: daysInFrance(central.now()).latest,
  }
  const problems = await validateDeclaration(declared, around, 'partial')
  if (problems.length > 0) throw new DeclarationInvalid(problems)
}

/**
 * Sends six digits to an address, whether an application is known by it or not: the answer is the same. Codes: declaration_invalid,
 * code_limit.
 */
export async function giveEmail(identity: Identity, email: string, language: Language): Promise<CodeSent> {
  const to = email.trim()
  await refuseInvalid(identity, { email: to })
  const made = await makeCode(
    identity,
    'email',
    emailDigest(identity.keys(), to),
    JSON.stringify({ email: to, language }),
  )
  const gaps = { code: made.digits, until: sayDayOf(made.expiresAt, language) }
  await sendLetter(identity, randomUUID(), { to, language, kind: 'code', gaps })
  return sentAt(made)
}

/**
 * Whoever shows the code holds the newest application of that address from now on, in this browser; or begins one.
 * Codes: code_wrong, code_expired.
 */
export async function confirmEmail(
  identity: Identity,
  sessions: Sessions,
  { email, code }: { email: string; code: string },
): Promise<ApplicationView> {
  const held = await takeCode(identity, 'email', emailDigest(identity.keys(), email), code)
  const sent = JSON.parse(held) as { email: string; language: Language }
  const known = await findApplicantByEmail(identity, sent.email)
  const applicationId = known ?? (await beginApplication(identity, sent))
  await sessions.begin('application', applicationId)
  return viewApplication(identity, applicationId)
}

/** A new application with a confirmed address and nothing else. */
export async function beginApplication(
  identity: Identity,
  { email, language }: { email: string; language: Language },
): Promise<string> {
  const applicationId = randomUUID()
  const draft = { email, language, document_expires_on: null, document_issued_on: null, consent: null, choice: null }
  await saveDeclaration(identity, { applicationId, draft, submittedAt: null }, { email })
  await confirmContact(identity.central, applicationId, 'email')
  await addApplicant(identity, applicationId, draft)
  return applicationId
}

/** Codes: citizen_session_missing, declaration_invalid, code_limit, message_not_sent. */
export async function givePhone(identity: Identity, sessions: Sessions, phone: string): Promise<CodeSent> {
  const { subjectId } = await requireSession(sessions, 'application')
  await refuseInvalid(identity, { phone })
  const { draft } = await readApplicant(identity, subjectId)
  const to = plainPhone(phone)
  const made = await makeCode(identity, 'phone', subjectId, JSON.stringify({ phone: to }))
  await countSentTo(identity, to)
  await identity.messages.send(to, messageWords('phone', draft.language, made.digits))
  return sentAt(made)
}

/** Codes: citizen_session_missing, code_wrong, code_expired, application_conflict. */
export async function confirmPhone(identity: Identity, sessions: Sessions, code: string): Promise<ApplicationView> {
  const { subjectId } = await requireSession(sessions, 'application')
  const { phone } = JSON.parse(await takeCode(identity, 'phone', subjectId, code)) as { phone: string }
  const applicant = await readApplicant(identity, subjectId)
  if (applicant.submittedAt !== null) throw new Failure('application_conflict')
  await saveDeclaration(identity, applicant, { ...(await readDeclaration(identity, subjectId)), phone })
  await confirmContact(identity.central, subjectId, 'phone')
  return viewApplication(identity, subjectId)
}
