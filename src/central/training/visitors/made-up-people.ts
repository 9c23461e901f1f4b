import type { VisitorDocument } from '../../../contract/practice.ts'
import { pickOf, type Pick, type VisitorKind } from './practice-faults.ts'

type Holder = VisitorDocument['holder']
type Place = Holder['birthPlace']

const surnames =
  'Aubert Barbier Bonnet Caron Chevalier Colin Delmas Dumas Fabre Faure Garnier Girard Guérin Hubert Jacquet Lambert Lacroix Lemoine Maillard Marchand Mercier Moreau Noël Olivier Pichon Prévost Renard Rivière Royer Vidal'
const womens =
  'Adèle Agathe Brigitte Céline Claire Danièle Édith Élodie Fanny Hélène Inès Jeanne Laure Léa Louise Manon Nadine Odette Pauline Rose Sylvie Valérie'
const mens =
  'Adrien Alain Antoine Bernard Cédric Denis Émile Étienne Fabien Gaël Gérard Hugo Jérôme Laurent Luc Mathieu Nicolas Olivier Pascal Quentin René Rémi'
const foreignSurnames =
  'Amrani Bâ Benali Cissé Duong Haddadi Ilunga Kaboré Lopes Mansouri Ndiaye Okeke Pham Rahmani Traoré Vargas'

const listed = (names: string): string[] => names.split(' ')

const communes: readonly Place[] = [
  ['Amiens', '80021'],
  ['Angers', '49007'],
  ['Besançon', '25056'],
  ['Brest', '29019'],
  ['Caen', '14118'],
  ['Dijon', '21231'],
  ['Grenoble', '38185'],
  ['Limoges', '87085'],
  ['Metz', '57463'],
  ['Nancy', '54395'],
  ['Pau', '64445'],
  ['Poitiers', '86194'],
  ['Rouen', '76540'],
  ['Tours', '37261'],
].map(([name, inseeCode]) => ({ name: name!, inseeCode: inseeCode!, country: 'FRA' }))
const abroad: readonly Place[] = [
  ['Thiès', 'SEN'],
  ['Ségou', 'MLI'],
  ['Hanoï', 'VNM'],
  ['Oran', 'DZA'],
  ['Rabat', 'MAR'],
  ['Sfax', 'TUN'],
].map(([name, country]) => ({ name: name!, inseeCode: null, country: country! }))

/** Pictures of assets/specimens, and in which years somebody who looks so may be born. */
const portraits: Record<'F' | 'M', readonly (readonly [name: string, first: number, last: number])[]> = {
  F: [
    ['aissata', 1980, 1995],
    ['camille', 1982, 1996],
    ['mai', 1975, 1995],
    ['sofia', 1983, 1998],
    ['yvonne', 1944, 1960],
  ],
  M: [
    ['henri', 1946, 1962],
    ['julien', 1978, 1992],
    ['karim', 1975, 1992],
    ['moussa', 1978, 1995],
  ],
}

const twoDigits = (value: number) => String(value).padStart(2, '0')

/** From the 11th to the 28th: ten days earlier is a day of the same month. */
const drawBirthDate = (pick: Pick, first: number, last: number): string =>
  `${first + pick(last - first + 1)}-${twoDigits(1 + pick(12))}-${11 + pick(18)}`

/** Somebody who does not exist; what their document hides was drawn apart. */
export function drawPerson(pick: Pick, kind: VisitorKind): { holder: Holder; portrait: string } {
  const sex = pickOf(pick, ['F', 'M'] as const)
  const [portrait, first, last] = pickOf(pick, portraits[sex])
  const isForeign = kind === 'residence_permit'
  const names = listed(sex === 'F' ? womens : mens)
  const one = pickOf(pick, names)
  const birthPlace = pickOf(pick, isForeign ? abroad : communes)
  const holder = {
    surname: pickOf(pick, listed(isForeign ? foreignSurnames : surnames)),
    givenNames: [
      one,
      pickOf(
        pick,
        names.filter((name) => name !== one),
      ),
    ],
    birthDate: drawBirthDate(pick, first, last),
    birthPlace,
    sex,
    nationality: birthPlace.country,
    usageName: null,
  }
  return { holder, portrait }
}

/** Another place of the same country, or of another where the person was born abroad. */
export const otherPlace = (pick: Pick, place: Place): Place =>
  pickOf(
    pick,
    (place.country === 'FRA' ? communes : abroad).filter(({ name }) => name !== place.name),
  )
