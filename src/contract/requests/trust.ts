import { z } from 'zod'
import { TrustOverview, TrustReview } from '../trust.ts'
import { done, nothing, type Requests } from './request.ts'

const TrustFile = z.object({ fileName: z.string().max(200), base64: z.string().max(10_000_000) })

/** What chips are judged by. */
export const trustRequests = {
  'trust.list': { access: 'manager', input: nothing, output: TrustOverview },
  /** What a file would add, shown before it is taken. */
  'trust.review': { access: 'manager', input: TrustFile, output: TrustReview },
  /** `confirmed`: fingerprints that the manager compared with their publisher's. */
  'trust.import': {
    access: 'manager',
    input: TrustFile.extend({ confirmed: z.array(z.string().length(64)).max(1000) }),
    output: z.object({ added: z.int(), already: z.int(), signer: z.string().nullable() }),
  },
  'trust.remove': { access: 'manager', input: z.object({ sha256: z.string().length(64) }), output: done },
} as const satisfies Requests
