import { createHash } from 'node:crypto'
import type { Declared } from '../contract/identity.ts'

/** What a visit was about, in a fixed order: everything that is compared, and the address that is shown. */
const boundValues = ({ address, birthPlace, ...declared }: Declared): unknown[] => [
  declared.birthName,
  declared.usageName,
  declared.givenNames,
  declared.birthDate,
  [birthPlace.name, birthPlace.inseeCode, birthPlace.country],
  declared.sex,
  declared.nationality,
  declared.documentType,
  declared.documentNumber,
  [address.lines, address.postcode, address.city, address.country],
]

/**
 * Binds a visit to the declaration that the clerk saw: lower-case hex SHA-256 of the evidence's salt, a line feed and the declared
 * values as compact JSON (docs/protocol.md). Central makes it of its own declaration. E-mail and phone are left out: they are
 * confirmed by codes, and no visit looks at them.
 */
export function declarationDigest(salt: string, declared: Declared): string {
  return createHash('sha256')
    .update(`${salt}\n${JSON.stringify(boundValues(declared))}`)
    .digest('hex')
}
