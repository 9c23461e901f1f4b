import type { Kysely, Selectable, Transaction } from 'kysely'
import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import { Failure } from '../contract/failure.ts'
import type { Environment } from '../contract/protocol/environment.ts'
import type { TrustStore } from '../emrtd/verify.ts'
import type { Tables } from './database/tables.ts'
import type { EventWatch } from './events/event-watch.ts'
import type { AddressBook } from './intake/address-book.ts'
import type { CentralKeys } from './keys/central-keys.ts'
import type { Metrics } from './telemetry/metrics.ts'
import type { ServicePort } from './services/service-port.ts'
import type { TraceOrigin, Traces } from './telemetry/traces.ts'
import type { KeyPurpose, PrivateKey } from './keys/key-port.ts'

export type Db = Kysely<Tables>
export type Trx = Transaction<Tables>

export type TrustLoader = (() => Promise<TrustStore>) & {
  /** What was added here counts for the very next packet. */
  forget(): void
}

export type Limits = {
  /** Requests of one station (or, before it has a token, of one address) per second, and how many it may save up. */
  requestsPerSecond: number
  requestsBurst: number
  /** Uploads in work at once in this instance; more are asked to come back later. */
  uploadsAtOnce: number
}

/** Work that is done after a packet was received. */
export type Adjudication = {
  /** Queues packets within the caller's transaction. */
  enqueue(trx: Trx, packets: readonly (PacketKey & { origin?: TraceOrigin | undefined })[]): Promise<void>
  /** Says that queued work was committed; without it the next poll finds the work. */
  wake(): void
}

export type PacketKey = { stationId: string; packetId: string }

/** What every part of one instance of central works with. */
export type Central = {
  db: Db
  environment: Environment
  /** Origin that stations use, e.g. behind a load balancer; null: whatever host they asked for. */
  publicOrigin: string | null
  limits: Limits
  log: Logger
  now(): Date
  keys(): CentralKeys
  /** Reads the keys again, e.g. after another instance rotated them. */
  reloadKeys(): Promise<CentralKeys>
  rotateKey(purpose: KeyPurpose): Promise<string>
  adjudication: Adjudication
  /** The station as it is now; null for an unknown id. */
  loadStation(stationId: string): Promise<Selectable<Tables['station']> | null>
  /** Wakes calls that wait for a station's next event. */
  eventWatch: EventWatch
  addressBook: AddressBook
  /** Anchors and lists by which central judges chips. */
  trust: TrustLoader
  metrics: Metrics
  traces: Traces
  /** From 0 (included) to 1 (excluded), unforeseeable: which approvals a person looks at; null: none. */
  draw: (() => number) | null
  /** Services of the OpenID provider, where it is mounted in this process. */
  services(): ServicePort | null
}

/** What runs on the same server and database beside the protocol. */
export type Mount = (app: FastifyInstance, central: Central) => Promise<Mounted>
export type Mounted = {
  stop(): Promise<void>
  /** Services of an OpenID provider that runs there. */ services?: ServicePort
}

/** Signs what stations rest on. Code: unavailable (this process was started without the two people's keys). */
export function authorityOf({ keys }: Pick<Central, 'keys'>): PrivateKey {
  const [first] = keys().authority
  if (first === undefined) throw new Failure('unavailable', 'the authority key is locked in this process')
  return first
}

export function newest(keys: readonly PrivateKey[]): PrivateKey {
  const [first] = keys
  if (first === undefined) throw new Error('central has no key')
  return first
}
