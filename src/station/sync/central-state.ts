import { TrustBundle } from '../../contract/protocol/config.ts'
import { Environment } from '../../contract/protocol/environment.ts'
import { PublicJwk } from '../../contract/protocol/jwk.ts'
import { Policy, defaultPolicy } from '../../contract/policy.ts'
import { z } from 'zod'
import type { Store } from '../store/open-store.ts'

/** What this station knows of central and of its own standing there, as last heard. */
export const CentralState = z.object({
  stationId: z.string().nullable(),
  branchName: z.string(),
  state: z.enum(['unregistered', 'pending', 'active', 'revoked', 'retired', 'wiped']),
  environment: Environment.nullable(),
  encryptionKeys: z.array(PublicJwk),
  signingKeys: z.array(PublicJwk),
  /** Of central's authority: policy, rosters, trust. */
  authorityKeys: z.array(PublicJwk).default([]),
  /** Beginning of the authority's thumbprint, as the registration code told it; null in training. */
  authorityBeginning: z.string().nullable().default(null),
  /** When the newest of these keys was made. */
  keysAsOf: z.string().nullable().default(null),
  /** When central signed the roster in force here. */
  rosterAsOf: z.string().nullable().default(null),
  /** What central last said of trust; its files stand in trust_files. */
  trust: TrustBundle.nullable().default(null),
  /** The newest end of central's own audit, as it signed it. */
  centralAudit: z.object({ seq: z.int(), statement: z.string() }).nullable().default(null),
  /** Optional members of packets that central takes. */
  packetMembers: z.array(z.string()).default([]),
  etag: z.string().nullable(),
  policy: Policy,
  /** A policy that takes effect on a later day. */
  nextPolicy: Policy.nullable(),
  lastContactAt: z.string().nullable(),
  /** The audit record then: what the log says of times after it was written without central. */
  lastContactSeq: z.int().default(0),
  lastServerTime: z.string().nullable(),
  /** When a manager settled the time since, and the last audit record before: what that and earlier ones say of time counts no more. */
  settledByHandAt: z.string().nullable().default(null),
  settledByHandSeq: z.int().default(0),
  clockOffsetMs: z.number(),
  eventsCursor: z.string().nullable(),
})
export type CentralState = z.infer<typeof CentralState>

export interface CentralRecord {
  get(): CentralState
  /** Inside the caller's transaction, if there is one. */
  set(change: Partial<CentralState>): void
  /** The policy in force on that day. */
  policyOn(day: string): Policy
}

const initial: CentralState = {
  stationId: null,
  branchName: '',
  state: 'unregistered',
  environment: null,
  encryptionKeys: [],
  signingKeys: [],
  authorityKeys: [],
  authorityBeginning: null,
  keysAsOf: null,
  rosterAsOf: null,
  trust: null,
  centralAudit: null,
  packetMembers: [],
  etag: null,
  policy: defaultPolicy,
  nextPolicy: null,
  lastContactAt: null,
  lastContactSeq: 0,
  lastServerTime: null,
  settledByHandAt: null,
  settledByHandSeq: 0,
  clockOffsetMs: 0,
  eventsCursor: null,
}

/** Kept in the store, so that a station without network starts with what it knew. */
export function createCentralRecord(store: Store): CentralRecord {
  const read = (): CentralState => {
    const found = store.readMeta('central_state')
    return found === null ? initial : CentralState.parse(JSON.parse(found))
  }
  let known = read()
  return {
    get: () => known,
    set: (change) => {
      const next = { ...known, ...change }
      store.writeMeta('central_state', JSON.stringify(next))
      if (change.stationId !== undefined) store.writeMeta('station_id', change.stationId)
      known = next
    },
    policyOn: (day) => {
      const { policy, nextPolicy } = known
      return nextPolicy !== null && nextPolicy.effectiveFrom <= day ? nextPolicy : policy
    },
  }
}
