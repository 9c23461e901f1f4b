import { expect, test } from 'vitest'
import { ChipCheck } from './check.ts'
import { EligibilityCheck } from './match.ts'

const check = { name: 'revocation', reason: 'crl_missing', detail: null }
const rule = { rule: 'permit_length', reason: null, facts: {} }

test.each([
  ['not possible', 'not_possible'],
  ['not_possible', 'not_possible'],
  ['passed', 'passed'],
])('the verdict %s of a chip check is %s', (sent, verdict) => {
  expect(ChipCheck.parse({ ...check, verdict: sent })).toEqual({ ...check, verdict })
})

test.each([
  ['not applicable', 'not_applicable'],
  ['not_applicable', 'not_applicable'],
])('the verdict %s of an eligibility rule is %s', (sent, verdict) => {
  expect(EligibilityCheck.parse({ ...rule, verdict: sent })).toEqual({ ...rule, verdict })
})

test.each(['not applicable', 'notpossible', 'constructor', '', null])('%s is no verdict of a chip check', (sent) => {
  expect(ChipCheck.safeParse({ ...check, verdict: sent }).success).toBe(false)
})
