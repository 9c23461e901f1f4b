import { z } from 'zod'
import { IsoDate } from '../../../contract/identity.ts'
import {
  serviceScopes,
  serviceSigning,
  serviceWrapping,
  type ServiceScope,
} from '../../../contract/identity/service-scopes.ts'

export const ClientId = z.string().regex(/^[\w.-]{3,80}$/)

/** One a line. */
const Addresses = z
  .string()
  .max(4000)
  .transform((text) => text.split(/\s+/).filter((one) => one !== ''))
/** A field that was left empty says nothing. */
const filled = <T extends z.ZodType>(field: T) =>
  z
    .literal('')
    .transform(() => undefined)
    .or(field)
    .optional()
const boxOf = (scope: ServiceScope): `scope_${ServiceScope}` => `scope_${scope}`
/** Boxes; one that is not ticked is not sent. */
const boxes = Object.fromEntries(
  serviceScopes.map((scope) => [boxOf(scope), z.literal(scope).optional()]),
) as unknown as Record<`scope_${ServiceScope}`, z.ZodOptional<z.ZodLiteral<ServiceScope>>>

/** What the forms of a service say. */
export const serviceFields = {
  client_id: filled(z.string().trim().pipe(ClientId)),
  service: z.string().trim().min(2).max(80).optional(),
  hub: filled(z.string().trim().min(2).max(80)),
  sector: z.string().trim().max(120).optional(),
  redirects: Addresses.optional(),
  logouts: Addresses.optional(),
  logout_at: filled(z.string().trim().max(500)),
  events_at: filled(z.string().trim().max(500)),
  keys_at: filled(z.string().trim().max(500)),
  jwks: filled(z.string().trim().max(20_000)),
  signed: z.enum(serviceSigning).optional(),
  wrapped: z.enum(serviceWrapping).optional(),
  /** Of what was looked at. */
  version: z
    .string()
    .regex(/^\d{1,9}$/)
    .optional(),
  /** The last day of old keys. */
  until: filled(IsoDate),
  ...boxes,
}

/** What was ticked. */
export const scopesIn = (form: { [Box in `scope_${ServiceScope}`]?: ServiceScope | undefined }): ServiceScope[] =>
  serviceScopes.filter((scope) => form[boxOf(scope)] !== undefined)
