import { setTimeout } from 'node:timers/promises'
import { openDatabase } from '../../src/central/database/open-database.ts'
import type { Db } from '../../src/identity/database/tables.ts'
import { outerKeyring, rotateIdentityKey, type Rotated } from '../../src/identity/keys/identity-keys.ts'
import { testOuterKey } from '../fixtures/identity/start-identity.ts'
import type { OwnPostgres } from '../fixtures/postgres.ts'
import type { Instances } from './instances.ts'
import type { LongLifeReport } from './report.ts'

const purposes: readonly Rotated[] = ['ES256', 'RS256', 'cookies', 'data']

export type Stormy = {
  report: LongLifeReport
  instances: Instances
  postgres: OwnPostgres
  databaseUrl: string
  random(): number
  /** Logins between two kills of one instance. */
  perKill: number
  killsOfEach: number
  isOver(): boolean
}

/**
 * Kills one of two instances again and again, spread over the logins: each has a storm of its own, so that now and then neither is there.
 * Beside the first's kills the database and the keys have theirs.
 */
export async function storm(stormy: Stormy, index: 0 | 1): Promise<void> {
  const { report, instances, random, perKill, killsOfEach, isOver } = stormy
  for (let turn = 0, next = report.finished + perKill * random(); turn < killsOfEach; turn++, next += perKill) {
    while (report.finished < next && !isOver()) await setTimeout(50)
    if (isOver()) return
    if (index === 0) await disturb(stormy, turn)
    report.kills += 1
    await instances.kill(index)
  }
}

/** A new key, then the database, then twice neither. */
async function disturb({ report, postgres, databaseUrl, random }: Stormy, turn: number): Promise<void> {
  if (turn % 4 === 0) {
    await rotate(databaseUrl, purposes[report.rotations % purposes.length]!)
    report.rotations += 1
  }
  if (turn % 4 !== 1) return
  report.restarts += 1
  await postgres.restart(random() < 0.5 ? 'SIGINT' : 'SIGQUIT')
}

/** As another process does it: instances hear of it when they read their keys again. */
async function rotate(databaseUrl: string, purpose: Rotated): Promise<void> {
  const { db, close } = await openDatabase({ databaseUrl, dataFolder: null, poolSize: 1, backend: 'postgres' })
  await rotateIdentityKey(db as unknown as Db, outerKeyring([testOuterKey]), purpose, new Date())
  await close()
}
