import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { OutcomeReason } from '../contract/decision.ts'
import { DocumentType } from '../contract/identity.ts'
import { inspectionFeatures } from './features.ts'

const root = new URL('../../', import.meta.url)
const read = (path: string): Record<string, unknown> => JSON.parse(readFileSync(new URL(path, root), 'utf8'))
const sources = [
  'match/compare.ts',
  'match/compare-values.ts',
  'match/field-rules.ts',
  'match/names.ts',
  'match/places.ts',
].map((path) => readFileSync(new URL(path, import.meta.url), 'utf8'))
const languages = ['fr', 'en']

test.each(languages)('every reason says what the citizen can do next (%s)', (language) => {
  const reasons = read(`assets/texts/${language}/reasons.json`)
  // What a recall distrusted is told to the holder, and is no outcome of a visit.
  const outcomes = Object.keys(reasons).filter((key) => !/^recalled(_|$)/.test(key))
  expect(outcomes.sort()).toEqual([...OutcomeReason.options].sort())
  for (const text of Object.values(reasons))
    expect(text).toEqual({ title: expect.any(String), short: expect.any(String), next: expect.any(String) })
})

test.each(languages)('every explanation has its words, and no words are left over (%s)', (language) => {
  const texts = read(`assets/texts/${language}/match.json`)
  for (const key of Object.keys(texts)) expect(sources.some((source) => source.includes(`'${key}'`))).toBe(true)
  const used = sources.flatMap((source) =>
    [...source.matchAll(/'([a-z]+(?:_[a-z]+){1,5})'/g)].map((match) => match[1]!),
  )
  const explanations = used.filter((key) =>
    /differ|missing|extra|order|spelling|swapped|incomplete|look_alike|as_birth|not_on|not_declared|date_impossible|place_(dep|arr)|may_be_cut|ambiguous|only_on|unreadable|too_long/.test(
      key,
    ),
  )
  expect(new Set(explanations)).toEqual(new Set(Object.keys(texts)))
})

test.each(languages)('every feature has its words and its drawing (%s)', (language) => {
  const features = read(`assets/texts/${language}/features.json`)
  expect(Object.keys(features).sort()).toEqual(inspectionFeatures.map(({ id }) => id).sort())
  for (const { id } of inspectionFeatures) {
    const drawing = readFileSync(new URL(`assets/features/${id}.svg`, root), 'utf8')
    expect(drawing).not.toMatch(/<(image|script|style|foreignObject|use|a) |href|\bon\w+=|javascript:/i)
    expect(new Set(drawing.match(/#[0-9a-f]{6}/g)).size).toBeGreaterThanOrEqual(10)
    // Where to look, and the two things that may be seen there; no word, so that it serves every language.
    expect(drawing).toContain('stroke="#d9480f"')
    expect([...drawing.matchAll(/<clipPath id="(.*?)"/g)].map(([, name]) => name)).toEqual([`${id}-1`, `${id}-2`])
    for (const [, text] of drawing.matchAll(/<text[^>]*>(.*?)<\/text>/g)) expect(text).toMatch(/^[\d /]+$/)
  }
})

test('every accepted document is drawn, and has one fixed feature and at least five others', () => {
  for (const type of DocumentType.exclude(['other']).options) {
    expect(existsSync(new URL(`assets/features/document_${type}.svg`, root))).toBe(true)
    const features = inspectionFeatures.filter((feature) => feature.type === type && feature.settles === null)
    expect(features.filter((feature) => feature.fixed)).toHaveLength(1)
    expect(features.length).toBeGreaterThanOrEqual(6)
  }
})
