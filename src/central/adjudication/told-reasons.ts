import { concernRules } from './case-rules.ts'

const confidential = new Set(concernRules.map(({ code }) => code))

/** What a reviewer answered to it, as the answer to a case drawn by lot. */
const toldAs: Record<string, string> = { clerk_heard: 'visit_examined' }

/**
 * The reasons of a decision as station, citizen and mail may hear them: without what a clerk told central alone. A case that is held for
 * nothing else is told as one drawn by lot, or its reasons would be missing where every other case has some.
 */
export function toldReasons(reasons: readonly string[]): string[] {
  const told = [...new Set(reasons.filter((code) => !confidential.has(code)).map((code) => toldAs[code] ?? code))]
  return told.length > 0 || reasons.length === 0 ? told : ['random_sample']
}
