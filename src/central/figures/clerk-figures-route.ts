import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import { ClerkFiguresRequest, SealedClerkFigures } from '../../contract/clerk-figures.ts'
import { Operator } from '../../contract/operator.ts'
import { sealTo } from '../applications/seal-to.ts'
import { defineRoute } from '../http/route.ts'
import { requireMayAct } from '../people/person.ts'
import { readClerkFigures } from './clerk-figures.ts'

type Request = z.infer<typeof ClerkFiguresRequest>

/** POST /v1/figures: a person's own figures and, to a branch manager, those of the branch's people. Every look is audited. */
export const clerkFiguresRoute = defineRoute<'station', null, null, Request>('station', {
  method: 'POST',
  path: '/v1/figures',
  summary: "Figures of the person who is logged in and, to a manager, of the branch's people",
  once: true,
  body: ClerkFiguresRequest.extend({ operator_id: Operator.shape.operatorId }),
  answers: { 200: { description: 'Figures, encrypted to the station', schema: SealedClerkFigures } },
  failures: ['operator_revoked', 'operator_not_on_roster'],
  async handle({ caller: { station_id, branch_name, encryption_key }, body: { operator_id } }, central) {
    await requireMayAct(central, station_id, operator_id)
    const figures = await readClerkFigures(central, operator_id, branch_name)
    await central.db
      .insertInto('audit')
      .values({
        station_id,
        audit_id: randomUUID(),
        at: central.now(),
        actor: operator_id,
        action: 'figures.looked',
        subject: figures.people.length === 0 ? operator_id : branch_name,
        result: figures.people.length === 0 ? 'own' : 'branch',
      })
      .execute()
    return { status: 200, body: { sealed: sealTo(encryption_key, figures) } }
  },
})
