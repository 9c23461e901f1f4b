export type MrzNames = { surname: string; givenNames: string; truncated: boolean; wellFormed: boolean }

const spaced = (text: string): string => text.split('<').filter(Boolean).join(' ')

/** Letters and single or double fillers, then nothing but fillers: a third filler ends the names. */
const shape = /^[A-Z]+(<{1,2}[A-Z]+)*<*$/

/**
 * Primary and secondary identifier of a name field (Doc 9303-3 §4.6): `<<` parts them, `<` stands for a space, hyphen or
 * apostrophe already dropped. A field full to its last position may have been shortened.
 */
export function parseNames(field: string): MrzNames {
  const [primary = '', ...secondary] = field.split('<<')
  return {
    surname: spaced(primary),
    givenNames: spaced(secondary.join('<')),
    truncated: !field.endsWith('<'),
    wellFormed: shape.test(field),
  }
}

/** Names of the French card: surname alone on line 1, given names on line 2 parted by `<<`. */
export function parseFrenchNames(surname: string, givenNames: string): MrzNames {
  return {
    surname: spaced(surname),
    givenNames: spaced(givenNames),
    truncated: !surname.endsWith('<') || !givenNames.endsWith('<'),
    wellFormed: shape.test(surname) && shape.test(givenNames),
  }
}
