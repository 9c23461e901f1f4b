import { describe, expect, it } from 'vitest'
import { CitizenLanguage } from '../../contract/citizen.ts'
import { citizenTextsIn } from '../../texts/citizen-screen.ts'
import type { FieldMatch } from '../../contract/match.ts'
import type { Session } from '../../contract/session.ts'
import { citizenShowOf } from './citizen-show.ts'

const match = (field: FieldMatch['field'], verdict: FieldMatch['class'], read: string): FieldMatch => ({
  field,
  class: verdict,
  rules: [],
  declared: 'Zoé',
  mrz: 'ANOTHER',
  chip: read,
  printed: null,
  differsAt: null,
  explanation: null,
})
const visit = {
  sessionId: '018f3a52-0000-7000-8000-000000000001',
  step: 'comparison',
  sealed: null,
  application: {},
  consent: { language: 'fr' },
  identity: { expiryDate: '2031-03-02' },
  citizen: null,
  comparison: {
    fields: [
      match('surname', 'same', 'ZOE'),
      match('given_names', 'different', 'CHLOE'),
      match('document_type', 'same', 'passport'),
    ],
    eligibility: [],
    confirmed: false,
  },
} as unknown as Session
const at = (change: object) => citizenShowOf({ ...visit, ...change } as Session)

describe('what the citizen sees', () => {
  it('is nothing of anybody before a visit, consent first, and the end after it', () => {
    expect(citizenShowOf(null)).toEqual({ kind: 'nobody' })
    expect(at({ application: null })).toEqual({ kind: 'nobody' })
    expect(at({ consent: null })).toEqual({ kind: 'consent' })
    expect(at({ sealed: {} })).toEqual({ kind: 'sealed' })
  })

  it('is what was declared beside what was read, what differs first', () => {
    expect(at({})).toEqual({
      kind: 'read',
      sessionId: visit.sessionId,
      asks: true,
      answer: null,
      fields: [
        { field: 'given_names', declared: 'Zoé', read: 'CHLOE', differs: true },
        { field: 'surname', declared: 'Zoé', read: 'ZOE', differs: false },
        { field: 'expiry', declared: null, read: '2031-03-02', differs: false },
      ],
    })
  })

  it('asks nothing before the comparison, and keeps an answer', () => {
    expect(at({ step: 'chip' })).toMatchObject({ asks: false })
    expect(at({ step: 'person', citizen: { answer: 'wrong' } })).toMatchObject({ asks: true, answer: 'wrong' })
  })
})

/** Every text by its path, without the words of the house that only fr and en have more of. */
const pathsOf = (texts: object, path = ''): string[] =>
  Object.entries(texts).flatMap(([key, inner]: [string, unknown]) =>
    typeof inner === 'string' ? [`${path}${key}`] : pathsOf(inner as object, `${path}${key}.`),
  )

describe('the citizen’s languages', () => {
  it.each(CitizenLanguage.options)('say every sentence in %s', (language) => {
    const texts = citizenTextsIn(language)
    expect(pathsOf(texts).sort()).toEqual(pathsOf(citizenTextsIn('es')).sort())
    const empty = Object.values(JSON.parse(JSON.stringify(texts)) as Record<string, unknown>).filter(
      (text) => text === '',
    )
    // Only what the house itself writes needs no mark that nobody read it.
    expect(empty).toHaveLength(['fr', 'en'].includes(language) ? 1 : 0)
    expect(texts.consent.kept).toContain('{{days}}')
  })
})
