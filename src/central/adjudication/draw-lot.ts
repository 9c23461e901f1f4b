import { randomInt } from 'node:crypto'
import type { Environment } from '../../contract/protocol/environment.ts'

const steps = 1_000_000

/**
 * Central's lot for the share of approvals that a person looks at (policy, `reviewShare`): from 0 (included) to 1 (excluded), nobody at the
 * station can know it. Training draws none: there every visit is looked at by its teacher.
 */
export const lotOf = (environment: Environment): (() => number) =>
  environment === 'training' ? () => 1 : () => randomInt(steps) / steps
