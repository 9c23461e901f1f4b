import { describe, expect, test } from 'vitest'
import { english } from '../../texts/english.ts'
import {
  approvalGroundsFor,
  ApprovalGround,
  isBorneOut,
  OwnRefusalGround,
  SecondVisitGround,
  type GroundedDecision,
  type ReviewRecord,
} from './review-grounds.ts'
import { authorRules } from './author-rules.ts'
import { concernRules, reviewRules } from './case-rules.ts'
import { evidenceReviewRules, evidenceRules } from './evidence-rules.ts'

const record = (change: Partial<ReviewRecord> = {}): ReviewRecord => ({
  state: 'MANUAL_REVIEW',
  reasons: ['chip_released', 'override_by_code_setter'],
  shown: ['document_expired'],
  ...change,
})

describe('a person’s decision rests on grounds that the record bears out', () => {
  test.each<[string, boolean, GroundedDecision, Partial<ReviewRecord>?]>([
    ['all that was asked', true, { state: 'APPROVED', grounds: ['people_confirmed', 'chip_examined'] }],
    ['one of two', false, { state: 'APPROVED', grounds: ['chip_examined'] }],
    ['one too many', false, { state: 'APPROVED', grounds: ['chip_examined', 'people_confirmed', 'time_explained'] }],
    ['one twice', false, { state: 'APPROVED', grounds: ['chip_examined', 'chip_examined'] }],
    ['another one', false, { state: 'APPROVED', grounds: ['same_person', 'chip_examined'] }],
    ['none', false, { state: 'APPROVED', grounds: [] }],
    [
      'a contradiction explained',
      true,
      { state: 'APPROVED', grounds: ['contradiction_explained'] },
      { state: 'QUARANTINED', reasons: ['match_contradicted'] },
    ],
    [
      'a contradiction called a look at the visit',
      false,
      { state: 'APPROVED', grounds: ['visit_examined'] },
      { state: 'QUARANTINED', reasons: ['match_contradicted'] },
    ],
    ['a refusal that the facts show', true, { state: 'REJECTED', grounds: ['document_expired'] }],
    ['a refusal that they do not', false, { state: 'REJECTED', grounds: ['citizen_underage'] }],
    [
      'a refusal of which half is shown',
      false,
      { state: 'REJECTED', grounds: ['document_expired', 'declared_differs'] },
    ],
    ['a refusal for nothing', false, { state: 'REJECTED', grounds: [] }],
    ['a false visit that nothing contradicts', false, { state: 'REJECTED', grounds: ['visit_not_genuine'] }],
    ['a false visit', true, { state: 'REJECTED', grounds: ['visit_not_genuine'] }, { state: 'QUARANTINED' }],
    ['another application, where there is none', false, { state: 'REJECTED', grounds: ['another_application'] }],
    [
      'another application',
      true,
      { state: 'REJECTED', grounds: ['another_application'] },
      { reasons: ['duplicate_person'] },
    ],
    ['a loss that nobody reported', false, { state: 'REJECTED', grounds: ['document_reported_lost_or_stolen'] }],
    ['a second visit that says why', true, { state: 'NOT_VERIFIED', grounds: ['visit_doubted'] }],
    ['a second visit for nothing', false, { state: 'NOT_VERIFIED', grounds: [] }],
  ])('%s', (_, isGood, decision, change) => {
    expect(isBorneOut(decision, record(change))).toBe(isGood)
  })

  test('what central may set aside has an answer of its own, contradictions apart', () => {
    const looked = [...reviewRules, ...concernRules, ...evidenceReviewRules].map(({ code }) => code)
    expect(looked.filter((code) => approvalGroundsFor([code])[0] === 'contradiction_explained')).toEqual([])
    for (const { code } of evidenceRules) expect(approvalGroundsFor([code])).toEqual(['contradiction_explained'])
    expect(authorRules.length).toBeGreaterThan(0)
  })

  test('every ground has words', () => {
    const words = Object.keys(english['central-reasons'])
    for (const ground of [...ApprovalGround.options, ...OwnRefusalGround.options]) expect(words).toContain(ground)
    for (const ground of SecondVisitGround.options)
      expect([...words, ...Object.keys(english.reasons)]).toContain(ground)
  })
})
