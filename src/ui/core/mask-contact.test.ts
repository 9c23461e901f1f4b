import { expect, test } from 'vitest'
import { maskEmail, maskPhone } from './mask-contact.ts'

test('an address and a number are recognised by their owner and tell nobody else', () => {
  expect(maskEmail('camille.e@example.org')).toBe('c…e@example.org')
  expect(maskEmail('al@example.org')).toBe('a…@example.org')
  expect(maskEmail('@example.org')).toBe('…')
  expect(maskPhone('+33 6 12 34 56 42')).toBe('•• 42')
  expect(maskPhone('')).toBe('••')
})
