import { setTimeout } from 'node:timers/promises'
import { openDatabase } from '../../src/central/database/open-database.ts'
import type { Db } from '../../src/identity/database/tables.ts'
import { outerKeyring, rotateIdentityKey, type Rotated } from '../../src/identity/keys/identity-keys.ts'
import { freePort } from '../chaos/processes.ts'
import { seededRandom } from '../chaos/random.ts'
import { becomeActive } from '../fixtures/identity/citizen.ts'
import { connectHub } from '../fixtures/identity/hub.ts'
import { startIdentityOn, testOuterKey } from '../fixtures/identity/start-identity.ts'
import { startPostgres } from '../fixtures/postgres.ts'
import { loggingIn, logInOnce, WrongPerson, type LoggingIn } from './holder.ts'
import { startInstances } from './instances.ts'

export type LongLife = {
  seed: number
  logins: number
  kills: number
  people: number
  /** Ends after so long, whatever is left; 0: never. */
  minutes: number
  log(line: string): void
}
export type LongLifeReport = {
  finished: number
  /** Attempts that were refused, by code; each was begun again. */
  refused: Record<string, number>
  kills: number
  restarts: number
  rotations: number
  /** The longest from the first attempt of a login to its end. */
  slowestMs: number
  failures: string[]
}

/** A login that is begun again and again for so long is stuck. */
const stuckMs = 180_000
const pauseMs = 300
const progressEvery = 250
/** Of a service's clock: within what the provider lets pass, and beyond it. */
const clocksOffMs = [0, 0, 0, 4_000, -4_000, -8_000, 90_000, -120_000]
const purposes: readonly Rotated[] = ['ES256', 'RS256', 'cookies', 'data']

/**
 * Logs people in through two instances on one PostgreSQL while instances are killed, the database is restarted, keys rotate, and services'
 * clocks are off. The seed decides all but the machine's own timing.
 */
export async function runLongLife(options: LongLife): Promise<LongLifeReport> {
  const random = seededRandom(options.seed)
  const report: LongLifeReport = {
    ...{ finished: 0, refused: {}, kills: 0, restarts: 0, rotations: 0, slowestMs: 0, failures: [] },
  }
  const postgres = await startPostgres()
  const databaseUrl = await postgres.createDatabase()
  const port = await freePort()
  const on = await startIdentityOn('PostgreSQL', {}, { databaseUrl, port })
  const hub = await connectHub(on)
  const people: LoggingIn[] = []
  for (let n = 0; n < options.people; n++) {
    const { person, phone } = await becomeActive(on)
    people.push(loggingIn(person, phone, n))
  }
  await on.stop()
  const instances = await startInstances(2, port, databaseUrl)
  let left = options.logins
  const endsAt = options.minutes === 0 ? Infinity : performance.now() + options.minutes * 60_000
  // Said at once: a run of hours may be ended before its report.
  const fail: Fail = (text) => {
    report.failures.push(text)
    options.log(`FAILED ${text}`)
  }
  const isOver = () => left <= 0 || report.failures.length > 20 || performance.now() > endsAt
  const clockOff = () => clocksOffMs[Math.floor(random() * clocksOffMs.length)]!
  const lifeOf = async (who: LoggingIn) => {
    while (!isOver()) {
      left -= 1
      await logInUntilDone(report, fail, () => logInOnce(hub, who, clockOff()))
      if (report.finished % progressEvery === 0) options.log(lineOf(report))
    }
  }
  // One for each instance, so that now and then neither is there; beside the first's kills the database and the keys have theirs.
  const perKill = options.logins / Math.max(1, options.kills / 2)
  const storm = async (index: 0 | 1) => {
    for (let turn = 0, next = perKill * random(); !isOver(); turn++, next += perKill) {
      while (report.finished < next && !isOver()) await setTimeout(50)
      if (isOver()) return
      if (index === 0) await disturb(turn)
      report.kills += 1
      await instances.kill(index)
    }
  }
  /** A new key, then the database, then twice neither. */
  const disturb = async (turn: number) => {
    if (turn % 4 === 0) {
      await rotate(databaseUrl, purposes[report.rotations % purposes.length]!)
      report.rotations += 1
    }
    if (turn % 4 !== 1) return
    report.restarts += 1
    await postgres.restart(random() < 0.5 ? 'SIGINT' : 'SIGQUIT')
  }
  try {
    options.log(`two instances on PostgreSQL, ${people.length} people, seed ${options.seed}`)
    await Promise.all([storm(0), storm(1), ...people.map(lifeOf)])
    // Calm: whoever begins now gets through at once.
    for (const who of people) {
      const end = await logInOnce(hub, who, 0).catch((error: Error) => `${error.name}: ${error.message}`)
      if (end !== 'done') fail(`after the storm: ${end}`)
      const tries = await who.phone.browser.call('device.read').then(
        ({ attempts_left }) => attempts_left,
        (error: Error) => error.message,
      )
      if (tries !== 5) fail(`${tries} tries left of a secret code that was always right`)
    }
    if (new Set(people.map(({ sub }) => sub)).size !== people.length) fail('one name for two people')
    for (const text of instances.complaints) fail(`an instance ended by itself: ${text}`)
  } finally {
    await instances.stop()
    await postgres.stop()
  }
  return report
}

type Fail = (text: string) => void

async function logInUntilDone(report: LongLifeReport, fail: Fail, once: () => Promise<string>): Promise<void> {
  const startedAt = performance.now()
  const spent = () => performance.now() - startedAt
  while (spent() < stuckMs) {
    const end = await once().catch((error: unknown) => error as Error)
    if (end === 'done') {
      report.finished += 1
      report.slowestMs = Math.max(report.slowestMs, spent())
      return
    }
    if (end instanceof WrongPerson) return fail('claims of another person')
    if (end instanceof Error) fail(`no code: ${end.stack?.slice(0, 400)}`)
    const code = end instanceof Error ? 'none' : end
    report.refused[code] = (report.refused[code] ?? 0) + 1
    await setTimeout(pauseMs)
  }
  fail(`stuck for ${stuckMs / 1000} s: ${JSON.stringify(report.refused)}`)
}

/** As another process does it: instances hear of it when they read their keys again. */
async function rotate(databaseUrl: string, purpose: Rotated): Promise<void> {
  const { db, close } = await openDatabase({ databaseUrl, dataFolder: null, poolSize: 1, backend: 'postgres' })
  await rotateIdentityKey(db as unknown as Db, outerKeyring([testOuterKey]), purpose, new Date())
  await close()
}

const lineOf = ({ finished, kills, restarts, rotations, refused }: LongLifeReport) =>
  `${finished} logins, ${kills} kills, ${restarts} restarts of the database, ${rotations} new keys; refused: ${JSON.stringify(refused)}`
