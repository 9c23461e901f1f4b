/** French departments and overseas parts: code, name, and former or short names in use on documents. Source: INSEE, COG. */
const rows = `01 AIN|02 AISNE|03 ALLIER|04 ALPES DE HAUTE PROVENCE/BASSES ALPES|05 HAUTES ALPES|06 ALPES MARITIMES|07 ARDECHE
08 ARDENNES|09 ARIEGE|10 AUBE|11 AUDE|12 AVEYRON|13 BOUCHES DU RHONE|14 CALVADOS|15 CANTAL|16 CHARENTE
17 CHARENTE MARITIME/CHARENTE INFERIEURE|18 CHER|19 CORREZE|20 CORSE|2A CORSE DU SUD/CORSE|2B HAUTE CORSE/CORSE|21 COTE D'OR
22 COTES D'ARMOR/COTES DU NORD|23 CREUSE|24 DORDOGNE|25 DOUBS|26 DROME|27 EURE|28 EURE ET LOIR|29 FINISTERE|30 GARD
31 HAUTE GARONNE|32 GERS|33 GIRONDE|34 HERAULT|35 ILLE ET VILAINE|36 INDRE|37 INDRE ET LOIRE|38 ISERE|39 JURA|40 LANDES
41 LOIR ET CHER|42 LOIRE|43 HAUTE LOIRE|44 LOIRE ATLANTIQUE/LOIRE INFERIEURE|45 LOIRET|46 LOT|47 LOT ET GARONNE|48 LOZERE
49 MAINE ET LOIRE|50 MANCHE|51 MARNE|52 HAUTE MARNE|53 MAYENNE|54 MEURTHE ET MOSELLE|55 MEUSE|56 MORBIHAN|57 MOSELLE
58 NIEVRE|59 NORD|60 OISE|61 ORNE|62 PAS DE CALAIS|63 PUY DE DOME|64 PYRENEES ATLANTIQUES/BASSES PYRENEES
65 HAUTES PYRENEES|66 PYRENEES ORIENTALES|67 BAS RHIN|68 HAUT RHIN|69 RHONE|70 HAUTE SAONE|71 SAONE ET LOIRE|72 SARTHE
73 SAVOIE|74 HAUTE SAVOIE|75 PARIS/SEINE|76 SEINE MARITIME/SEINE INFERIEURE|77 SEINE ET MARNE|78 YVELINES/SEINE ET OISE/S ET O
79 DEUX SEVRES|80 SOMME|81 TARN|82 TARN ET GARONNE|83 VAR|84 VAUCLUSE|85 VENDEE|86 VIENNE|87 HAUTE VIENNE|88 VOSGES
89 YONNE|90 TERRITOIRE DE BELFORT|91 ESSONNE|92 HAUTS DE SEINE|93 SEINE SAINT DENIS|94 VAL DE MARNE|95 VAL D'OISE
971 GUADELOUPE|972 MARTINIQUE|973 GUYANE/GUYANE FRANCAISE|974 LA REUNION/REUNION/ILE DE LA REUNION/DE LA REUNION
975 SAINT PIERRE ET MIQUELON|976 MAYOTTE|985 MAYOTTE|977 SAINT BARTHELEMY|978 SAINT MARTIN|986 WALLIS ET FUTUNA
987 POLYNESIE FRANCAISE/TAHITI/ILE DE TAHITI|988 NOUVELLE CALEDONIE/NLLE CALEDONIE/NOUV CALEDONIE/N CALEDONIE`

/** Code to its names, plain capitals. */
export const departments: ReadonlyMap<string, string[]> = new Map(
  rows.split(/[|\n]/).map((row) => {
    const gap = row.indexOf(' ')
    return [row.slice(0, gap), row.slice(gap + 1).split('/')]
  }),
)

/**
 * A department's code before it was divided, for births before a day: Corsica (law of 15 May 1975, from 1976), Seine and
 * Seine-et-Oise (law of 10 July 1964, from 1968), the northern islands (from 15 July 2007);
 * Mayotte's code before it became a department (31 March 2011).
 */
const divisions = [
  { before: '1976-01-01', former: '20', now: ['2A', '2B'] },
  { before: '1968-01-01', former: '75', now: ['92', '93', '94'] },
  { before: '1968-01-01', former: '78', now: ['91', '92', '93', '94', '95'] },
  { before: '2007-07-15', former: '971', now: ['977', '978'] },
  { before: '2011-03-31', former: '985', now: ['976'] },
]

/**
 * Departments of French Algeria, as they stand beside a place of birth: those of 1848, that of 1955 (Bône) and those of the decrees
 * of 28 June 1956 to 17 March 1958. Algeria is independent since 3 July 1962.
 */
export const algerianDepartments: ReadonlySet<string> = new Set(
  (
    'ALGER,ORAN,CONSTANTINE,BONE,TERRITOIRES DU SUD,TIZI OUZOU,MEDEA,ORLEANSVILLE,TLEMCEN,MOSTAGANEM,TIARET,SAIDA,SETIF,' +
    'BATNA,BOUGIE,AUMALE,OASIS,SAOURA'
  ).split(','),
)

/** Whether somebody born then may have been born in a commune of France that is one of Algeria's now: no list names those. */
export const isOfFrenchAlgeria = (birthDate: string): boolean => birthDate < '1962-07-03'

/** Whether two department codes name the same place for somebody born on that day. */
export function isSameDepartment(a: string, b: string, birthDate: string): boolean {
  if (a === b) return true
  // Codes of Algerian departments came again for others; a former department of Algeria says nothing of today's code.
  if (algerianDepartments.has(a) !== algerianDepartments.has(b)) return isOfFrenchAlgeria(birthDate)
  return divisions.some(
    ({ before, former, now }) =>
      birthDate < before && ((a === former && now.includes(b)) || (b === former && now.includes(a))),
  )
}

/** The department of an INSEE code: `75112` is 75, `2A004` is 2A, `97411` is 974; null for a birth abroad (99…). */
export function departmentOf(inseeCode: string): string | null {
  if (inseeCode.startsWith('99')) return null
  return /^9[78]/.test(inseeCode) ? inseeCode.slice(0, 3) : inseeCode.slice(0, 2)
}

/** First INSEE code of each city with arrondissements, and how many it has. */
const cities: Record<string, { base: number; count: number }> = {
  PARIS: { base: 75100, count: 20 },
  LYON: { base: 69380, count: 9 },
  MARSEILLE: { base: 13200, count: 16 },
}

/** Whether that is the department in which a city with arrondissements lies. */
export function isDepartmentOf(city: string, department: string): boolean {
  return cities[city] !== undefined && String(cities[city].base).startsWith(department)
}

/** Whether a city is divided in so many arrondissements. */
export function hasArrondissement(city: string, number: number): boolean {
  return number >= 1 && number <= (cities[city]?.count ?? 0)
}

/** Arrondissement of an INSEE code, or of a postcode written before the city's name (75014 PARIS); null when it is none. */
export function arrondissementOf(code: string, name: string): number | null {
  const number = Number(code)
  const within = (base: number, count: number): boolean => number > base && number <= base + count
  const city = Object.values(cities).find(({ base, count }) => within(base, count))
  if (city !== undefined) return number - city.base
  const named = cities[name]
  const postal = named === undefined ? 0 : Math.floor(named.base / 1000) * 1000
  return named !== undefined && within(postal, named.count) ? number - postal : null
}
