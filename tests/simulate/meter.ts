import { commandLineOf, cpuSecondsWithEnded, descendantsOf } from '../fixtures/processes.ts'

/** CPU seconds of central's processes and of PostgreSQL's, those that this process started. */
export type Spent = { central: number; postgres: number }

const programs: Record<keyof Spent, RegExp> = { central: /central\/main/, postgres: /postgres/ }

export function spentSoFar(): Spent {
  const all = descendantsOf(process.pid).map((pid) => [commandLineOf(pid), cpuSecondsWithEnded(pid)] as const)
  const of = (name: keyof Spent) => all.reduce((sum, [line, cpu]) => sum + (programs[name].test(line) ? cpu : 0), 0)
  return { central: of('central'), postgres: of('postgres') }
}

export const minus = (one: Spent, other: Spent): Spent => ({
  central: one.central - other.central,
  postgres: one.postgres - other.postgres,
})
export const plus = (one: Spent, other: Spent): Spent => ({
  central: one.central + other.central,
  postgres: one.postgres + other.postgres,
})
export const times = ({ central, postgres }: Spent, factor: number): Spent => ({
  central: central * factor,
  postgres: postgres * factor,
})
export const sumOf = ({ central, postgres }: Spent): number => central + postgres
export const nothingSpent: Spent = { central: 0, postgres: 0 }

/** What both spent meanwhile. */
export async function spentBy(work: () => Promise<unknown>): Promise<Spent> {
  const before = spentSoFar()
  await work()
  return minus(spentSoFar(), before)
}
