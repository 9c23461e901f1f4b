import parsePhoneNumber from 'libphonenumber-js/max'
import { z } from 'zod'
import { Declared } from '../../contract/identity.ts'
import type { Policy } from '../../contract/policy.ts'
import { isPrintable } from '../../contract/printable.ts'
import { addYears, latestDay, partsOf } from '../../enrolment/dates.ts'
import { documentTypes } from '../../contract/documents.ts'
import type { AddressBook } from './address-book.ts'
import { loadCommunes, type Communes } from './communes.ts'
import { plainNumber, type Declaration } from './declaration.ts'
import { isCountryCode } from '../../enrolment/match/countries.ts'
import { isOfFrenchAlgeria } from '../../enrolment/match/departments.ts'
import { isTornDeclaration } from '../../enrolment/match/places.ts'

/** What is wrong with a declaration: the field and why, never what was in it. */
export const Problem = z.object({
  field: z.string(),
  code: z.enum([
    'missing',
    'malformed',
    'phone_invalid',
    'phone_country',
    'phone_kind',
    'email_invalid',
    'country_not_french',
    'postcode_city',
    'address_unknown',
    'commune_unknown',
    'country_unknown',
    'date_impossible',
    'underage',
    'document_not_accepted',
    'document_nationality',
    'number_form',
  ]),
})
export type Problem = z.infer<typeof Problem>

/** `today`: the latest day that it is in France, so that nobody is too young here who is old enough where they live. */
export type Around = { policy: Policy; addressBook: AddressBook; today: string; communes?: Communes }
export type Known = { policy: Policy; today: string; communes: Communes }
type Check = (declared: Declaration, known: Known) => Problem[]

/**
 * Everything that can be known to be wrong before anybody is seen (R1, R2, R3, R4, R6, R9). Fields that are not there yet are
 * passed over where `partial`, for a declaration that is saved at each step. No problem: an empty list.
 */
export async function validateDeclaration(
  declared: Declaration,
  given: Around,
  kind: 'whole' | 'partial' = 'whole',
): Promise<Problem[]> {
  const around = { communes: loadCommunes(), ...given }
  const schema = kind === 'whole' ? Declared : Declared.partial()
  const formed = schema.safeParse(declared)
  if (!formed.success) return formed.error.issues.map(asProblem)
  const { address } = declared
  const found = problemsOf(declared, around)
  if (address === undefined || found.some(({ field }) => field.startsWith('address.'))) return found
  return [...found, ...(await searchAddress(address, around))]
}

/** What can be known to be wrong of a well-formed declaration without asking anybody. */
export function problemsOf(declared: Declaration, known: Known): Problem[] {
  return checks.flatMap((check) => check(declared, known))
}

function asProblem({ path, code, input }: z.core.$ZodIssue): Problem {
  const field = path.join('.') || 'declared'
  return { field, code: code === 'invalid_type' && input === undefined ? 'missing' : 'malformed' }
}

const problem = (field: string, code: Problem['code']): Problem[] => [{ field, code }]

/** Letters, and the signs that people type between them: every dash and apostrophe, which begins names of Polynesia too. */
const name = /^(?=.*\p{L})['’‘‛`´\p{L}][\p{L}\p{M}\p{Zs}'’‘‛`´.·‧\p{Pd}]*$/u
const isName = (text: string): boolean => name.test(text) && isPrintable(text)
const checks: readonly Check[] = [
  ({ birthName, usageName, givenNames }) =>
    [
      ['birthName', birthName],
      ['usageName', usageName ?? undefined],
      ...(givenNames ?? []).map((one) => ['givenNames', one]),
    ].flatMap(([field, text]) => (text === undefined || isName(text) ? [] : problem(field!, 'malformed'))),
  ({ phone }, { policy }) => (phone === undefined ? [] : checkPhone(phone, policy)),
  ({ email }) => (email === undefined || isEmail(email) ? [] : problem('email', 'email_invalid')),
  ({ birthDate }, { policy, today }) => (birthDate === undefined ? [] : checkBirthDate(birthDate, policy, today)),
  ({ birthPlace, birthDate }, { communes }) =>
    birthPlace === undefined ? [] : checkBirthPlace(birthPlace, birthDate, communes),
  ({ nationality }) =>
    nationality === undefined || isNationality(nationality) ? [] : problem('nationality', 'country_unknown'),
  ({ address }, { communes }) => (address === undefined ? [] : checkAddress(address, communes)),
  checkDocument,
]

/** ARCEP keeps these mobile numbers for works of fiction: nobody can confirm a code sent there, and examples need some. */
const fiction = /^\+3363998\d{4}$/
const kinds = new Set(['MOBILE', 'FIXED_LINE', 'FIXED_LINE_OR_MOBILE', 'VOIP', 'PERSONAL_NUMBER'])

function checkPhone(phone: string, { phoneCountries }: Policy): Problem[] {
  const parsed = parsePhoneNumber(phone, 'FR')
  if (parsed !== undefined && fiction.test(parsed.number)) return []
  if (parsed?.isValid() !== true) return problem('phone', 'phone_invalid')
  if (!phoneCountries.includes(parsed.country ?? '')) return problem('phone', 'phone_country')
  return kinds.has(parsed.getType() ?? '') ? [] : problem('phone', 'phone_kind')
}

/** In the form in which it is dialled from anywhere (E.164); as given where it is none. */
export function plainPhone(phone: string): string {
  return parsePhoneNumber(phone, 'FR')?.number ?? phone
}

const Email = z.email()
/** The pattern of HTML, with a domain that has a name under a top-level one. */
function isEmail(email: string): boolean {
  return Email.safeParse(email).success && /@[^@]+\.[a-z]{2,63}$/i.test(email)
}

function checkBirthDate(date: string, { minimumAgeYears }: Policy, today: string): Problem[] {
  const { year, month, day } = partsOf(date)
  const isReal = day === null ? (month ?? 1) >= 1 && (month ?? 1) <= 12 : z.iso.date().safeParse(date).success
  if (!isReal || year < 1900 || date > today) return problem('birthDate', 'date_impossible')
  return addYears(latestDay(date), minimumAgeYears) > today ? problem('birthDate', 'underage') : []
}

function checkBirthPlace(
  declared: Declared['birthPlace'],
  birthDate: string | undefined,
  communes: Communes,
): Problem[] {
  const { name: place, inseeCode, country } = declared
  if (!isPrintable(place)) return problem('birthPlace.name', 'malformed')
  if (country !== null && !isCountryCode(country)) return problem('birthPlace.country', 'country_unknown')
  if (birthDate !== undefined && isTornDeclaration(declared, birthDate))
    return problem('birthPlace.inseeCode', 'commune_unknown')
  // 99 and three digits is a country abroad in the COG; it is no commune.
  const mayBeOfAlgeria = birthDate !== undefined && isOfFrenchAlgeria(birthDate)
  if (inseeCode !== null && inseeCode.startsWith('99'))
    return country === 'FRA' && !mayBeOfAlgeria ? problem('birthPlace.inseeCode', 'commune_unknown') : []
  if (inseeCode !== null) return communes.isCode(inseeCode) ? [] : problem('birthPlace.inseeCode', 'commune_unknown')
  return country === 'FRA' && !mayBeOfAlgeria && !communes.isName(place)
    ? problem('birthPlace.name', 'commune_unknown')
    : []
}

/** Doc 9303-3 §5: also British statuses, Kosovo, stateless persons, refugees, and of unspecified nationality. */
const isNationality = (code: string): boolean => isCountryCode(code) || /^XX[ABCX]$/.test(code)

/** Below this the base has found something else than what was asked for. */
const leastScore = 0.5

function checkAddress({ country, postcode, city, lines }: Declared['address'], communes: Communes): Problem[] {
  if (country !== 'FRA') return problem('address.country', 'country_not_french')
  if (!lines.every(isPrintable)) return problem('address.lines', 'malformed')
  if (lines.every((line) => line.trim() === '')) return problem('address.lines', 'missing')
  return communes.serves(postcode, city) ? [] : problem('address.city', 'postcode_city')
}

async function searchAddress({ postcode, city, lines }: Declared['address'], { addressBook }: Around) {
  if (!addressBook.isComplete) return []
  const [best] = await addressBook.search({ q: `${lines.join(' ')} ${city}`.slice(0, 200), postcode, limit: 1 })
  return best === undefined || best.score < leastScore ? problem('address.lines', 'address_unknown') : []
}

function checkDocument({ documentType, documentNumber, nationality }: Declaration): Problem[] {
  if (documentType === undefined) return []
  const { accepted, issuedTo, numberForm } = documentTypes[documentType]
  if (!accepted) return problem('documentType', 'document_not_accepted')
  const holder = nationality === 'FRA' ? 'french' : 'foreign'
  if (nationality !== undefined && issuedTo !== null && issuedTo !== holder)
    return problem('documentType', 'document_nationality')
  const isFormed = documentNumber === undefined || (numberForm?.test(plainNumber(documentNumber)) ?? true)
  return isFormed ? [] : problem('documentNumber', 'number_form')
}
