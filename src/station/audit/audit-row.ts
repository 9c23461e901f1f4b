import type { StationKeys } from '../keys/station-keys.ts'
import type { Clock } from '../clock/port.ts'
import type { Store } from '../store/open-store.ts'
import { AuditBody } from './record.ts'
import type { AuditRecord } from './record.ts'

export interface AuditRow {
  seq: number
  at: string
  body: string
  hash: string
  kid: string
  signature: string
}
export interface AuditParts {
  store: Store
  keys: StationKeys
  clock: Clock
  timeZone: string
}

export const readRecord = (row: AuditRow): AuditRecord => ({
  body: AuditBody.parse(JSON.parse(row.body)),
  hash: row.hash,
  kid: row.kid,
  signature: row.signature,
})
