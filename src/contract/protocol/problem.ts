import { z } from 'zod'
import { FailureCode } from '../failure.ts'
import { IsoTime } from '../identity.ts'
import { Environment } from './environment.ts'

/** Every refusal of central: RFC 9457's members, and `code`, a failure code. `server_time` accompanies clock_skew. */
export const Problem = z.object({ code: FailureCode, detail: z.string().nullable(), server_time: IsoTime.nullable() })
export type Problem = z.infer<typeof Problem>

/** GET /v1/time: unauthenticated. */
export const TimeAnswer = z.object({ server_time: IsoTime, environment: Environment })
