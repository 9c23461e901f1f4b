import { expect, test } from 'vitest'
import { defaultPolicy } from '../../contract/policy.ts'
import { answerEligibility } from './eligibility.ts'

const question = {
  document_type: 'passport',
  expires_on: '2030-01-01',
  issued_on: '2020-01-02',
  birth_date: '1990-05-05',
} as const
const ask = (at: string, more: Partial<Record<keyof typeof question, string>>) =>
  answerEligibility({ ...question, ...more } as typeof question, new Date(at), defaultPolicy)

test.each([
  ['the 18th birthday in Noumea, 09:10', '2026-12-04T22:10:00Z', { birth_date: '2008-12-05' }, []],
  ['two days before it', '2026-12-03T10:00:00Z', { birth_date: '2008-12-05' }, ['citizen_underage']],
  ['the last day of a passport in Papeete, 15:10', '2026-12-06T01:10:00Z', { expires_on: '2026-12-05' }, []],
  ['the day after it everywhere', '2026-12-06T10:10:00Z', { expires_on: '2026-12-05' }, ['document_expired']],
])('%s', (_when, at, more, reasons) => {
  const answer = ask(at, more)
  expect(answer.reasons).toEqual(reasons)
  expect(answer.verdict).toBe(reasons.length === 0 ? 'yes' : 'no')
})
