import { z } from 'zod'

/** Verdicts that packets, evidence parts and stores of before spell with a space, by their value of today. */
const spelledWithSpace = new Map<unknown, string>([
  ['not possible', 'not_possible'],
  ['not applicable', 'not_applicable'],
])

/** An enumeration of verdicts that also takes the spelling of before and gives today's; what is sent is always today's. */
export function verdicts<const Values extends readonly [string, ...string[]]>(values: Values) {
  return z.preprocess((value) => spelledWithSpace.get(value) ?? value, z.enum(values))
}
