import type { Logger } from 'pino'
import type { DeviceKind } from '../contract/identity/device.ts'
import type { Central } from '../central/context.ts'
import type { Bell } from './authentication/bell.ts'
import type { Db } from './database/tables.ts'
import type { IdentityKeys } from './keys/identity-keys.ts'
import type { MessageGateway } from './messages/gateway.ts'
import { knownPushServices } from './push/push-services.ts'

/** What a deployment decides of identities. */
export type IdentityPolicy = {
  /** Devices with which a login reaches `eidas2`. */
  substantialKinds: readonly DeviceKind[]
  /** Devices that can be activated at all. */
  acceptedKinds: readonly DeviceKind[]
  /** An identity ends with its document, and at the latest after so many years. */
  accountYears: number
  /** How long before its end holders are told. */
  endsSoonDays: number
  activationDays: number
  /** How long holders are shown their logins. */
  historyDays: number
  /** Hosts of push services that browsers may name (push/push-services.ts). */
  pushServices: readonly string[]
  /** Hosts in networks of our own at which services may be told (notices/post-out.ts); any other is told outside alone. */
  innerHosts: readonly string[]
  /** Pauses before a push message is sent again. */
  pushRetriesMs: readonly number[]
}

export const defaultIdentityPolicy: IdentityPolicy = {
  substantialKinds: ['passkey'],
  acceptedKinds: ['passkey', 'key'],
  accountYears: 5,
  endsSoonDays: 60,
  activationDays: 30,
  historyDays: 90,
  pushServices: knownPushServices,
  innerHosts: [],
  pushRetriesMs: [1_000, 5_000, 20_000],
}

/** What every part of one instance of the identity service works with. */
export type Identity = {
  /** Central's intake, its outbox and its decisions. */
  central: Central
  /** The same connections, with the tables of the identity beside central's. */
  db: Db
  keys(): IdentityKeys
  /** Reads the keys again, e.g. after another instance rotated them. */
  reloadKeys(): Promise<void>
  now(): Date
  log: Logger
  /** Scheme, host name and port at which browsers find the service. */
  origin(): string
  messages: MessageGateway
  /** Tells the streams and long polls of this instance that something changed. */
  bell: Bell
  policy: IdentityPolicy
}
