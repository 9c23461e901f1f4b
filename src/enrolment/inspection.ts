import type { InspectionAnswer } from '../contract/decision.ts'
import type { DocumentType } from '../contract/identity.ts'
import type { EligibilityCheck, EligibilityRule } from '../contract/match.ts'
import type { InspectionPrompt } from '../contract/session.ts'
import { inspectionFeatures } from './features.ts'
import type { InspectionFeature } from './features.ts'

/** Numbers from 0 (included) to 1 (excluded), the same for the same seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

function shuffle<T>(items: readonly T[], random: () => number): T[] {
  const shuffled = [...items]
  for (let last = shuffled.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1))
    ;[shuffled[last], shuffled[other]] = [shuffled[other]!, shuffled[last]!]
  }
  return shuffled
}

/** The document's security features in the order this session asks them: the fixed one first, then by chance. */
function orderOfFeatures(type: DocumentType, seed: number): InspectionFeature[] {
  const features = inspectionFeatures.filter((feature) => feature.type === type && feature.settles === null)
  const random = shuffle(
    features.filter((feature) => !feature.fixed),
    randomFrom(seed),
  )
  return [...features.filter((feature) => feature.fixed), ...random]
}

const unanswered = ({ id }: InspectionFeature): InspectionPrompt => ({ featureId: id, answer: null })

/** How many features must be seen present: the policy's number, or all the document has when that is fewer. */
function requiredFeatures(type: DocumentType, count: number): number {
  return Math.min(count, inspectionFeatures.filter((known) => known.type === type && known.settles === null).length)
}

/** What the clerk must read on the print because a rule is left open without it. */
export function settlingFeatures(type: DocumentType, eligibility: EligibilityCheck[]): InspectionFeature[] {
  const open = eligibility.filter((check) => check.verdict === 'deferred').map((check) => check.rule)
  return inspectionFeatures.filter(
    ({ settles, ...known }) => known.type === type && settles !== null && open.includes(settles),
  )
}

/** What the clerk is asked: what settles an open rule, the fixed feature, and random ones up to `count`. */
export function choosePrompts(
  type: DocumentType,
  seed: number,
  count: number,
  eligibility: EligibilityCheck[],
): InspectionPrompt[] {
  return [...settlingFeatures(type, eligibility), ...orderOfFeatures(type, seed).slice(0, count)].map(unanswered)
}

/** The rule a prompt settles; null for a security feature. */
export function ruleSettledBy(featureId: string): EligibilityRule | null {
  return inspectionFeatures.find((known) => known.id === featureId)?.settles ?? null
}

const securityPrompts = (prompts: InspectionPrompt[]): InspectionPrompt[] =>
  prompts.filter((prompt) => ruleSettledBy(prompt.featureId) === null)

const answeredWith = (prompts: InspectionPrompt[], answer: InspectionAnswer): number =>
  securityPrompts(prompts).filter((prompt) => prompt.answer === answer).length

/**
 * Records an answer. For every feature of which the clerk cannot tell another one is asked while the document has one left,
 * so that a worn spot does not cost the citizen the visit. Null when the feature was not asked.
 */
export function answerPrompt(
  prompts: InspectionPrompt[],
  type: DocumentType,
  seed: number,
  count: number,
  { featureId, answer }: { featureId: string; answer: InspectionAnswer },
): InspectionPrompt[] | null {
  if (!prompts.some((prompt) => prompt.featureId === featureId)) return null
  const answered = prompts.map((prompt) => (prompt.featureId === featureId ? { featureId, answer } : prompt))
  const missing = count + answeredWith(answered, 'cannot_tell') - securityPrompts(answered).length
  const next = orderOfFeatures(type, seed).find(({ id }) => !answered.some((prompt) => prompt.featureId === id))
  return missing > 0 && next !== undefined ? [...answered, unanswered(next)] : answered
}

/** Different features of this document, the fixed one among them. */
function areAskedOf(prompts: InspectionPrompt[], type: DocumentType): boolean {
  const asked = prompts.map(({ featureId }) => inspectionFeatures.find(({ id }) => id === featureId))
  const isOwn = asked.every((feature) => feature?.type === type)
  return isOwn && new Set(asked).size === asked.length && asked.some((feature) => feature?.fixed === true)
}

/** Whether as many features were asked as must be seen. */
export const areEnoughAsked = (prompts: InspectionPrompt[], type: DocumentType, count: number): boolean =>
  securityPrompts(prompts).length >= requiredFeatures(type, count)

/**
 * `incomplete` while an answer is missing, fewer than `count` were asked and none is absent, or what was asked is not this document's; `failed` when a feature is absent or fewer than `count` were seen present
 * (standards 7).
 */
export function judgeInspection(
  prompts: InspectionPrompt[],
  type: DocumentType,
  count: number,
): 'passed' | 'incomplete' | 'failed' {
  if (prompts.some((prompt) => prompt.answer === null)) return 'incomplete'
  if (!areAskedOf(prompts, type)) return 'incomplete'
  if (answeredWith(prompts, 'absent') > 0) return 'failed'
  if (!areEnoughAsked(prompts, type, count)) return 'incomplete'
  return answeredWith(prompts, 'present') >= requiredFeatures(type, count) ? 'passed' : 'failed'
}
