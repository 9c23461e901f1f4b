import { randomBytes, randomInt, randomUUID } from 'node:crypto'
import type { z } from 'zod'
import { Failure } from '../../../contract/failure.ts'
import { Operator } from '../../../contract/operator.ts'
import { SealedVisitor, VisitorRequest, type Visitor } from '../../../contract/practice.ts'
import { makeReference } from '../../../contract/reference.ts'
import { addDays } from '../../../enrolment/dates.ts'
import { legalDay } from '../../../enrolment/local-day.ts'
import { addApplication } from '../../applications/add-application.ts'
import { sealTo } from '../../applications/seal-to.ts'
import type { Central } from '../../context.ts'
import { defineRoute } from '../../http/route.ts'
import { requireMayAct } from '../../people/person.ts'
import { currentPolicy } from '../../stations/config.ts'
import { makeVisitor, type Plan } from './make-visitor.ts'
import { drawPlan, practiceFaults, type Pick } from './practice-faults.ts'

type Request = z.infer<typeof VisitorRequest>
type Environed = { environment: Central['environment'] }
type Core = Parameters<typeof addApplication>[0] & Environed
type To = { operatorId: string; branch: string }
const dayMs = 24 * 3_600_000

/** POST /v1/training/visitors: a citizen of training comes to the counter; only central knows whether it is a practice case. */
export const visitorRoute = defineRoute<'station', null, null, Request>('station', {
  method: 'POST',
  path: '/v1/training/visitors',
  summary: 'Training: the next made-up citizen, with the document they bring',
  once: true,
  body: VisitorRequest.extend({ operator_id: Operator.shape.operatorId }),
  answers: { 200: { description: 'Reference and document, encrypted to the station', schema: SealedVisitor } },
  failures: ['training_forbidden', 'operator_revoked', 'operator_not_on_roster'],
  async handle({ caller: { station_id, branch_name, encryption_key }, body: { operator_id } }, central) {
    // Before anything else: production has no made-up citizens, whoever asks.
    requireTraining(central)
    await requireMayAct(central, station_id, operator_id)
    const visitor = await sendVisitor(central, { operatorId: operator_id, branch: branch_name })
    return { status: 200, body: { sealed: sealTo(encryption_key, visitor) } }
  },
})

function requireTraining({ environment }: Environed): void {
  if (environment !== 'training') throw new Failure('training_forbidden')
}

/**
 * Makes a citizen's application and document. By the policy's share it is a practice case, of which central alone keeps what is hidden;
 * all others are made in the same way and forgotten. Code: training_forbidden.
 */
export async function sendVisitor(
  core: Core,
  { operatorId, branch }: To,
  pick: Pick = (below) => randomInt(below),
  plan: Plan = drawPlan(pick),
): Promise<Visitor> {
  requireTraining(core)
  const { practiceEvery, applicationDays } = await currentPolicy(core.db)
  const isCase = practiceEvery > 0 && pick(practiceEvery) === 0
  const now = core.now()
  const { document, declared } = makeVisitor(plan, legalDay(now), pick)
  const reference = makeReference(randomBytes(9))
  const applicationId = randomUUID()
  const created = new Date(now.getTime() - dayMs - pick(20 * dayMs))
  const application = {
    ...{ applicationId, reference, status: 'open' as const, channel: 'counter' as const, declared },
    ...{ openedBy: null, applicantOperatorId: null, createdAt: created.toISOString() },
    expiresAt: `${addDays(legalDay(created), applicationDays)}T00:00:00.000Z`,
  }
  await addApplication(core, application, { emailConfirmed: true })
  if (isCase)
    await core.db
      .insertInto('practice_case')
      .values({
        ...{ application_id: applicationId, reference, specimen: plan.kind, fault: plan.fault },
        ...{ expected: JSON.stringify(practiceFaults[plan.fault].right), sent_to: operatorId, sent_at: now },
        branch_name: branch,
      })
      .execute()
  return { reference, document }
}
