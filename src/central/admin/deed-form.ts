import { z } from 'zod'
import { IsoDate } from '../../contract/identity.ts'
import { Operator, Role } from '../../contract/operator.ts'
import { ApprovalGround, RefusalGround, SecondVisitGround } from '../adjudication/review-grounds.ts'
import { keyPurposes } from '../keys/key-port.ts'
import { ClientId, serviceFields } from './services/service-form.ts'
import { timeInZone, zones } from './zoned-time.ts'

/** An identifier as typed: what is not one is refused where it is looked for. */
const Typed = z
  .string()
  .max(64)
  .transform((id) => (id === '' ? undefined : id))
  .optional()
/** Boxes; one that is not ticked is not sent. */
const ticked = Object.fromEntries(
  ApprovalGround.options.map((ground) => [ground, z.literal(ground).optional()]),
) as Record<ApprovalGround, z.ZodOptional<z.ZodLiteral<ApprovalGround>>>
/** The empty choice of a list. */
const unchosen = z.literal('').transform(() => undefined)
export const Form = z
  .object({
    csrf: z.string(),
    branch: z.string().trim().min(1).max(80).optional(),
    manager: Typed,
    person: Typed,
    name: z.string().trim().min(1).max(80).optional(),
    role: Role.optional(),
    trained: IsoDate.optional(),
    ending: z.string().trim().min(1).max(20).optional(),
    since: z
      .string()
      .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/)
      .optional(),
    zone: z.enum(zones).optional(),
    state: z.enum(['APPROVED', 'REJECTED', 'NOT_VERIFIED']).optional(),
    answer: z.enum(['upheld', 'second_visit']).optional(),
    policy: z.string().max(20_000).optional(),
    purpose: z.enum(keyPurposes).optional(),
    reason: z.string().trim().min(3).max(200).optional(),
    ...serviceFields,
    ...ticked,
    again: SecondVisitGround.or(unchosen).optional(),
    refuse: RefusalGround.or(unchosen).optional(),
  })
  // A time without its zone is no time.
  .transform(({ since, zone, ...form }) => ({
    ...form,
    since: since && zone ? timeInZone(since, zone) : undefined,
    zone,
  }))
export const Params = z.object({
  station_id: z.uuid().optional(),
  packet_id: z.uuid().optional(),
  application_id: z.uuid().optional(),
  operator_id: Operator.shape.operatorId.optional(),
  client_id: ClientId.optional(),
})
export type Act = { form: z.infer<typeof Form>; params: z.infer<typeof Params>; by: string }
/** What was asked for: everything the form said but its own protection, no name, and nothing as long as a policy or keys. */
export function detailOf({
  csrf: _,
  name: _name,
  policy: _policy,
  jwks: _jwks,
  since,
  ...form
}: Act['form']): string | null {
  const said = [...Object.values(form), since?.toISOString()].filter((one) => one !== undefined)
  return said.length === 0 ? null : said.join(' ')
}
