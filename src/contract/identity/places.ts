import { z } from 'zod'
import { IsoTime, Language } from '../identity.ts'

const limit = z.coerce.number().int().min(1).max(20).default(8)

export const CommuneQuery = z.object({ q: z.string().trim().min(1).max(80), limit })
/** A commune of the official list (COG): the code is what counts, the name is shown. */
export const CommuneFound = z.object({ code: z.string(), name: z.string(), postcodes: z.array(z.string()) })
export const CommunesFound = z.object({ communes: z.array(CommuneFound) })

export const CountryQuery = z.object({ language: Language.default('fr') })
/** `code`: three letters of Doc 9303-3 §5, as `Declared` takes them. */
export const Countries = z.object({ countries: z.array(z.object({ code: z.string(), name: z.string() })) })

export const AddressQuery = z.object({
  q: z.string().trim().min(3).max(200),
  postcode: z
    .string()
    .regex(/^\d{5}$/)
    .optional(),
  limit,
})
/** Best first; `line`, `postcode` and `city` fill `Declared.address`. */
export const AddressesFound = z.object({
  addresses: z.array(
    z.object({
      label: z.string(),
      line: z.string(),
      postcode: z.string(),
      city: z.string(),
      /** 0 to 1: how well it answers the question. */
      score: z.number(),
    }),
  ),
  /** False: the address base here knows a sample, and what it does not know may exist all the same. */
  is_complete: z.boolean(),
})

export const BranchQuery = z.object({
  postcode: z
    .string()
    .regex(/^\d{5}$/)
    .optional(),
})
/** Post offices near a postcode, the same one first; only those with `available_now` can be chosen (R17). */
export const BranchesFound = z.object({
  branches: z.array(
    z.object({
      branch_id: z.string(),
      name: z.string(),
      postcode: z.string(),
      available_now: z.boolean(),
      closed_until: IsoTime.nullable(),
    }),
  ),
})

/** Free times of the postman who serves the declared address; empty: none comes there. */
export const SlotsFound = z.object({
  slots: z.array(z.object({ slot_id: z.string(), starts_at: IsoTime, ends_at: IsoTime })),
})
