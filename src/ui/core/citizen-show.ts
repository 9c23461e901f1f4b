import { z } from 'zod'
import { CitizenAnswer } from '../../contract/citizen.ts'
import { MatchField } from '../../contract/match.ts'
import type { Session } from '../../contract/session.ts'

const ReadField = z.object({
  field: z.enum([...MatchField.options, 'expiry']),
  declared: z.string().nullable(),
  read: z.string().nullable(),
  differs: z.boolean(),
})
export type ReadField = z.infer<typeof ReadField>

/** What the citizen's screen shows, and nothing else: it is all that reaches the citizen's own window. */
export const CitizenShow = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('nobody') }),
  z.object({ kind: z.literal('consent') }),
  z.object({
    kind: z.literal('read'),
    /** Whose answer it would be. */
    sessionId: z.uuid(),
    fields: z.array(ReadField),
    /** Whether the question stands: from the comparison on. */
    asks: z.boolean(),
    answer: CitizenAnswer.nullable(),
  }),
  z.object({ kind: z.literal('sealed') }),
])
export type CitizenShow = z.infer<typeof CitizenShow>

const asking: Session['step'][] = ['comparison', 'inspection', 'person', 'decision']

/** What of a visit its citizen sees: consent first, then what was declared beside what was read (R13), at last the end. */
export function citizenShowOf(session: Session | null): CitizenShow {
  if (session === null) return { kind: 'nobody' }
  if (session.sealed !== null) return { kind: 'sealed' }
  if (session.application === null) return { kind: 'nobody' }
  if (session.consent === null) return { kind: 'consent' }
  if (session.comparison === null) return { kind: 'nobody' }
  const { sessionId, comparison, identity, step, citizen } = session
  const compared = comparison.fields
    .filter(({ declared, mrz, chip }) => declared !== null || mrz !== null || chip !== null)
    .filter(({ field, class: verdict }) => field !== 'document_type' || verdict === 'different')
    .map(({ field, declared, mrz, chip, class: verdict, printed }) => ({
      field,
      declared,
      read: chip ?? mrz,
      differs: verdict === 'different' || printed === 'differs',
    }))
  const expiry = { field: 'expiry' as const, declared: null, read: identity?.expiryDate ?? null, differs: false }
  const fields = [...compared.filter(({ differs }) => differs), ...compared.filter(({ differs }) => !differs), expiry]
  return { kind: 'read', sessionId, fields, asks: asking.includes(step), answer: citizen?.answer ?? null }
}
