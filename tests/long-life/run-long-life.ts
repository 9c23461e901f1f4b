import { setTimeout } from 'node:timers/promises'
import { seededRandom } from '../chaos/random.ts'
import { becomeActive } from '../fixtures/identity/citizen.ts'
import { connectHub, type Hub } from '../fixtures/identity/hub.ts'
import { startIdentityOn } from '../fixtures/identity/start-identity.ts'
import { freePort } from '../fixtures/free-port.ts'
import { startPostgres } from '../fixtures/postgres.ts'
import { loggingIn, logInOnce, WrongPerson, type LoggingIn } from './holder.ts'
import { startInstances, type Instances } from './instances.ts'
import { emptyReport, lineOf, type LongLifeReport } from './report.ts'
import { storm } from './storm.ts'

export type LongLife = {
  seed: number
  logins: number
  kills: number
  people: number
  /** Ends after so long, whatever is left; 0: never. */
  minutes: number
  /** What an earlier run had reached, to be gone on from. */
  before?: LongLifeReport
  /** Ends it early: what was begun is ended, judged and reported. */
  signal?: AbortSignal
  log(line: string): void
  /** Is told how far it has come, every few seconds. */
  onProgress?(report: LongLifeReport): void
}

/** A login that is begun again and again for so long is stuck. */
const stuckMs = 180_000
const pauseMs = 300
const progressEvery = 250
const tellEveryMs = 5_000
const mostFailures = 20
/** Of a service's clock: within what the provider lets pass, and beyond it. */
const clocksOffMs = [0, 0, 0, 4_000, -4_000, -8_000, 90_000, -120_000]

type Fail = (text: string) => void

/**
 * Logs people in through two instances on one PostgreSQL while instances are killed, the database is restarted, keys rotate, and services'
 * clocks are off. The seed decides all but the machine's own timing.
 */
export async function runLongLife(options: LongLife): Promise<LongLifeReport> {
  const { log, signal, onProgress = () => {} } = options
  const random = seededRandom(options.seed)
  const report = structuredClone(options.before ?? emptyReport())
  report.lives += 1
  const postgres = await startPostgres()
  const databaseUrl = await postgres.createDatabase()
  const { hub, people, port } = await populate(databaseUrl, options.people)
  const instances = await startInstances(2, port, databaseUrl)
  const endsAt = options.minutes === 0 ? Infinity : performance.now() + options.minutes * 60_000
  // Said at once: a run of hours may be ended before its report.
  const fail: Fail = (text) => {
    report.failures.push(text)
    log(`FAILED ${text}`)
  }
  const isEnded = () => signal?.aborted === true || report.failures.length > mostFailures || performance.now() > endsAt
  const isOver = () => isEnded() || (report.finished >= options.logins && report.kills >= options.kills)
  const clockOff = () => clocksOffMs[Math.floor(random() * clocksOffMs.length)]!
  const lifeOf = async (who: LoggingIn) => {
    while (!isOver()) {
      await logInUntilDone(report, fail, () => logInOnce(hub, who, clockOff()))
      if (report.finished % progressEvery === 0) log(lineOf(report))
    }
  }
  const killsOfEach = Math.ceil((options.kills - report.kills) / 2)
  const perKill = Math.max(0, options.logins - report.finished) / Math.max(1, killsOfEach)
  const stormy = { report, instances, postgres, databaseUrl, random, perKill, killsOfEach, isOver }
  const telling = setInterval(() => onProgress(report), tellEveryMs)
  try {
    log(`two instances on PostgreSQL, ${people.length} people, seed ${options.seed}`)
    await Promise.all([storm(stormy, 0), storm(stormy, 1), ...people.map(lifeOf)])
    await judgeAfter(hub, people, instances, fail)
  } finally {
    clearInterval(telling)
    onProgress(report)
    await instances.stop()
    await postgres.stop()
  }
  return report
}

/** People with an identity, and the hub at which they log in. */
async function populate(databaseUrl: string, count: number) {
  const port = await freePort()
  const on = await startIdentityOn('PostgreSQL', {}, { databaseUrl, port })
  const hub = await connectHub(on)
  const people: LoggingIn[] = []
  for (let n = 0; n < count; n++) {
    const { person, phone } = await becomeActive(on)
    people.push(loggingIn(person, phone, n))
  }
  await on.stop()
  return { hub, people, port }
}

/** Calm: whoever begins now gets through at once. */
async function judgeAfter(hub: Hub, people: LoggingIn[], instances: Instances, fail: Fail): Promise<void> {
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
}

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
