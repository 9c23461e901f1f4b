import { z } from 'zod'
import { applicationFailures } from './failures/application.ts'
import { centralFailures } from './failures/central.ts'
import { chipFailures } from './failures/chip.ts'
import { enrolmentFailures } from './failures/enrolment.ts'
import { identityFailures } from './failures/identity.ts'
import { mrzFailures } from './failures/mrz.ts'
import { operatorFailures } from './failures/operator.ts'
import { sessionFailures } from './failures/session.ts'
import { startFailures } from './failures/start.ts'
import { storeFailures } from './failures/store.ts'
import { syncFailures } from './failures/sync.ts'
import { trustFailures } from './failures/trust.ts'
import { wireFailures } from './failures/wire.ts'

/** Every failure code, by area. `assets/texts/<language>/failures/<area>.json` holds cause and remedy of each. */
export const failureAreas = {
  wire: wireFailures,
  session: sessionFailures,
  application: applicationFailures,
  mrz: mrzFailures,
  chip: chipFailures,
  enrolment: enrolmentFailures,
  operator: operatorFailures,
  store: storeFailures,
  sync: syncFailures,
  trust: trustFailures,
  central: centralFailures,
  identity: identityFailures,
  start: startFailures,
} as const

export const FailureCode = z.enum([
  ...wireFailures,
  ...sessionFailures,
  ...applicationFailures,
  ...mrzFailures,
  ...chipFailures,
  ...enrolmentFailures,
  ...operatorFailures,
  ...storeFailures,
  ...syncFailures,
  ...trustFailures,
  ...centralFailures,
  ...identityFailures,
  ...startFailures,
])
export type FailureCode = z.infer<typeof FailureCode>

export interface FailureOptions extends ErrorOptions {
  waitSeconds?: number | undefined
  triesLeft?: number | undefined
}

/**
 * A failure with a stable code. Only the code crosses a wire, and where time mends it how many seconds that takes, where tries are counted how many are left; `detail`
 * is technical, never personal, and stays in this process (logs, the folded part of a screen where the code's owner passes
 * it on purpose).
 */
export class Failure extends Error {
  readonly code: FailureCode
  readonly detail: string | null
  readonly waitSeconds: number | null
  readonly triesLeft: number | null
  constructor(code: FailureCode, detail: string | null = null, options?: FailureOptions) {
    super(detail === null ? code : `${code}: ${detail}`, options)
    this.name = 'Failure'
    this.code = code
    this.detail = detail
    this.waitSeconds = options?.waitSeconds ?? null
    this.triesLeft = options?.triesLeft ?? null
  }
}

/** The code of anything thrown; what is not a Failure is an `internal_error`. */
export function codeOf(error: unknown): FailureCode {
  return error instanceof Failure ? error.code : 'internal_error'
}

/** How often it may be tried at once, where the failure says so. */
export function triesLeftOf(error: unknown): number | null {
  return error instanceof Failure ? error.triesLeft : null
}

/** Seconds after which it is worth trying again, where the failure says so. */
export function waitOf(error: unknown): number | null {
  return error instanceof Failure ? error.waitSeconds : null
}

/** What a person is told of a failure: an entry of `assets/texts/<language>/failures/<area>.json`, keyed by code. */
export const FailureText = z.object({
  title: z.string().min(3),
  cause: z.string().min(3),
  remedy: z.string().min(3),
  /** What the one button of the failure panel says, e.g. "Read again". */
  action: z.string().min(2),
})
export type FailureText = z.infer<typeof FailureText>
