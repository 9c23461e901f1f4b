import { expect, it } from 'vitest'
import { bindFrenchSpaces } from './french-spaces.ts'

it.each([
  ['Quelle est la référence ?', 'Quelle est la référence\u202F?'],
  ['La carte : aucun bord ; rien', 'La carte\u00A0: aucun bord\u202F; rien'],
  ['Touchez « Lire » !', 'Touchez «\u00A0Lire\u00A0»\u202F!'],
  ['elle vaut 15 ans, même si 10 ans', 'elle vaut 15\u00A0ans, même si 10\u00A0ans'],
  ['{{count}} essais de {{name}} ici', '{{count}}\u00A0essais de {{name}} ici'],
])('binds %s', (text, bound) => {
  expect(bindFrenchSpaces(text)).toBe(bound)
})
it('leaves times and addresses alone', () => {
  expect(bindFrenchSpaces('à 14:05, https://x.fr/?a=b')).toBe('à 14:05, https://x.fr/?a=b')
})
