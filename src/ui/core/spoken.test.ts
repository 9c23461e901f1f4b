import { expect, test, vi } from 'vitest'
import { forgetSpoken, rememberSpoken, spokenBefore } from './spoken.ts'

test('what somebody switched holds for them alone, until they leave or have another language of their own', () => {
  const kept = new Map<string, string>()
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  })
  expect(spokenBefore('marie', 'fr')).toBe(null)
  rememberSpoken({ operatorId: 'marie', theirs: 'fr', language: 'en' })
  expect(spokenBefore('marie', 'fr')).toBe('en')
  expect(spokenBefore('claire', 'fr')).toBe(null)
  expect(spokenBefore('marie', 'en')).toBe(null)
  forgetSpoken()
  expect(spokenBefore('marie', 'fr')).toBe(null)
})
