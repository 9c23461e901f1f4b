/** `shape` is null where a name field has none that names can have. */
export type MrzNames = {
  surname: string
  givenNames: string
  truncated: boolean
  shape: 'usual' | 'no_surname' | 'parted_by_three' | null
}

const spaced = (text: string): string => text.split('<').filter(Boolean).join(' ')

/** Letters and single or double fillers, then nothing but fillers: text after more fillers belongs to no name. */
const usual = /^[A-Z]+(<{1,2}[A-Z]+)*<*$/
/** Ways of real documents: nothing before the double filler, and three fillers between surname and given names. */
const noSurname = /^<<[A-Z]+(<[A-Z]+)*<*$/
const partedByThree = /^[A-Z]+(<[A-Z]+)*<<<[A-Z]+(<[A-Z]+)*<*$/

function shapeOf(field: string): MrzNames['shape'] {
  if (usual.test(field)) return 'usual'
  if (noSurname.test(field)) return 'no_surname'
  return partedByThree.test(field) ? 'parted_by_three' : null
}

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
    shape: shapeOf(field),
  }
}

/** Names of the French card: surname alone on line 1, given names on line 2 parted by `<<`; of who has none, fillers alone. */
export function parseFrenchNames(surname: string, givenNames: string): MrzNames {
  return {
    surname: spaced(surname),
    givenNames: spaced(givenNames),
    truncated: !surname.endsWith('<') || !givenNames.endsWith('<'),
    shape: usual.test(surname) && (usual.test(givenNames) || /^<+$/.test(givenNames)) ? 'usual' : null,
  }
}
