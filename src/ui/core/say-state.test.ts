import { expect, it } from 'vitest'
import { paddedStates } from '../../emrtd/lds/mrz/states.ts'
import { sayState } from './say-state.ts'

it.each([
  ['FRA', 'France', 'France'],
  ['D', 'Allemagne', 'Germany'],
  ['MAR', 'Maroc', 'Morocco'],
  ['RKS', 'Kosovo', 'Kosovo'],
  ['XXA', 'XXA', 'XXA'],
  ['UTO', 'UTO', 'UTO'],
])('says %s as %s and %s', (code, french, english) => {
  expect(sayState(code, 'fr')).toBe(french)
  expect(sayState(code, 'en')).toBe(english)
})

it('names every state that a document may come from, and invents none', () => {
  const unnamed = paddedStates.map((code) => code.replace(/</g, '')).filter((code) => sayState(code, 'fr') === code)
  expect(unnamed.every((code) => /^(GB[DNOPS]|EUE|UN[OAK]|X..|IAO|NTZ|UTO)$/.test(code))).toBe(true)
})
