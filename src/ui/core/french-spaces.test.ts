import { expect, it } from 'vitest'
import { bindFrenchSpaces } from './french-spaces.ts'

it.each([
  ['Quelle est la référence ?', 'Quelle est la référence\u00A0?'],
  ['La carte : aucun bord ; rien', 'La carte\u00A0: aucun bord\u00A0; rien'],
  ['Touchez « Lire » !', 'Touchez «\u00A0Lire\u00A0»\u00A0!'],
])('binds %s', (text, bound) => {
  expect(bindFrenchSpaces(text)).toBe(bound)
})
it('leaves times and addresses alone', () => {
  expect(bindFrenchSpaces('à 14:05, https://x.fr/?a=b')).toBe('à 14:05, https://x.fr/?a=b')
})
