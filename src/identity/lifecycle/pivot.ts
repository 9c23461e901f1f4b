import { z } from 'zod'
import type { Declared } from '../../contract/identity.ts'
import { Failure } from '../../contract/failure.ts'
import { keyed } from '../keys/digests.ts'
import { cogByCountry } from './countries.ts'

const france = '99100'
const cogPattern = /^(?:2[AB]|[0-9]{2})[0-9]{3}$/

/** What a hub compares with the civil register: as that has it, exactly (docs/federation.md). */
export const PivotIdentity = z.object({
  /** Every given name, in order, a space between two. */
  given_name: z.string().min(1).max(256),
  /** Birth name. */
  family_name: z.string().min(1).max(256),
  /** Usage name, where there is one. */
  preferred_username: z.string().min(1).max(256).nullable(),
  /** YYYY-MM-DD; -00 for a day, or a month and day, that nobody knows. */
  birthdate: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
  gender: z.enum(['male', 'female']),
  /** COG of the country, 99100 for France. */
  birthcountry: z.string().regex(cogPattern),
  /** COG of the commune for a birth in France; empty elsewhere. */
  birthplace: z.union([z.literal(''), z.string().regex(cogPattern)]),
})
export type PivotIdentity = z.infer<typeof PivotIdentity>

/**
 * The pivot identity of what was declared, and at the counter found the same as the document (R10). Code: declaration_invalid (what a
 * hub asks for is not in it).
 */
export function pivotOf(declared: Declared): PivotIdentity {
  const { birthPlace, birthDate, sex } = declared
  const country = cogOf(birthPlace)
  const [year, month = '00', day = '00'] = birthDate.split('-')
  const made = PivotIdentity.safeParse({
    given_name: declared.givenNames.join(' '),
    family_name: declared.birthName,
    preferred_username: declared.usageName,
    birthdate: `${year}-${month}-${day}`,
    gender: sex === 'F' ? 'female' : sex === 'M' ? 'male' : null,
    birthcountry: country,
    birthplace: country === france ? (birthPlace.inseeCode ?? null) : '',
  })
  if (made.success) return made.data
  throw new Failure('declaration_invalid', made.error.issues.map(({ path }) => path.join('.')).join(', '))
}

/** Somebody born in a French department of Algeria has a commune's code of then (91 to 94) or the country's: both are the country's. */
function cogOf({ inseeCode, country }: Declared['birthPlace']): string | null {
  if (inseeCode?.startsWith('99')) return inseeCode
  if (country === null) return inseeCode === null ? null : france
  return cogByCountry().get(country) ?? null
}

/** Keyed digest of one person of the civil register: the same after a new document, a new proofing, a new address. */
export function pivotDigest({ lookup }: { lookup: Uint8Array }, pivot: PivotIdentity): string {
  const { given_name, family_name, birthdate, gender, birthcountry, birthplace } = pivot
  const plain = (name: string) => name.normalize('NFC').toLocaleUpperCase('fr-FR')
  const words = [plain(family_name), plain(given_name), birthdate, gender, birthcountry, birthplace]
  return keyed(lookup, ['person', ...words].join('\n'))
}
