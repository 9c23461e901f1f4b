import { expect, test } from 'vitest'
import { createAdmission } from './admission.ts'

let now = 0
const open = () => createAdmission(() => now)

test('a code gets one secret, once, within thirty seconds, and only the newest code does', () => {
  const admission = open()
  const [old, code] = [admission.newCode(), admission.newCode()]
  expect(admission.exchange(old)).toBe(null)
  const secret = admission.exchange(code)!
  expect([admission.isAdmitted(secret), admission.isAdmitted(code), admission.isAdmitted('')]).toEqual([
    true,
    false,
    false,
  ])
  expect(admission.exchange(code)).toBe(null)
  const late = admission.newCode()
  now += 30_000
  expect(admission.exchange(late)).toBe(null)
  expect(admission.isAdmitted(secret)).toBe(true)
})

test('whoever opens the kiosk anew puts out who was in', () => {
  const admission = open()
  const first = admission.exchange(admission.newCode())!
  const second = admission.exchange(admission.newCode())!
  expect([admission.isAdmitted(first), admission.isAdmitted(second)]).toEqual([false, true])
})
