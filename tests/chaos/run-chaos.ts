import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { createCentral } from '../../src/central/central.ts'
import { addPeople } from '../../src/station/testing/test-facts.ts'
import { makeFolder, openTestStation } from '../../src/station/testing/test-station.ts'
import { findPostgres, startPostgres } from '../fixtures/postgres.ts'
import { faults, startFaultProxy } from './fault-proxy.ts'
import { freePort } from '../fixtures/free-port.ts'
import { startChild, tightFileBlocks } from './processes.ts'
import type { Child } from './processes.ts'
import { seededRandom } from './random.ts'
import { fail, progressOf } from './report.ts'
import type { ChaosReport } from './report.ts'
import { settleAndCheck } from './settle.ts'
import { killStarts } from './start-kills.ts'
import type { StationUnderChaos } from './settle.ts'

const centralShare = 0.12
/** Starts killed beside the storm's kills. */
const startShare = 0.5
const fullDiskShare = 0.06
const faultShare = 0.35
/** A child that has not started by then hangs, whatever else the machine does. */
const startPatienceMs = 180_000
const progressEvery = 25
/** A life: so many visits, and some of the next one. */
const mostVisits = 20
const afterVisitMs = 80
const youngMs = 1_200
const longestLifeMs = 60_000
/** Longer than any jump of a station's clock (station-child.ts). */
const laterMs = 11 * 3_600_000

/**
 * Kills station and central again and again while the network, the disk and the clock misbehave; then lets everything
 * settle and checks that nothing was lost and nothing came twice. The seed decides all but the machine's own timing.
 */
export async function runChaos(options: {
  seed: number
  kills: number
  stations: number
  log: (line: string) => void
}): Promise<ChaosReport> {
  const random = seededRandom(options.seed)
  const place = makeFolder()
  const report: ChaosReport = {
    kills: { station: 0, central: 0, start: 0 },
    packets: 0,
    lost: 0,
    twice: 0,
    fullDisks: 0,
    clockJumps: 0,
    passed: 0,
    failed: 0,
    failures: [],
  }
  const postgres = findPostgres() === null ? null : await startPostgres()
  const databaseUrl = postgres === null ? null : await postgres.createDatabase()
  const dataFolder = join(place.folder, 'central')
  const port = await freePort()
  const startCentral = async () => {
    const child = startChild('central-child.ts', [String(port), databaseUrl ?? '', dataFolder])
    await startedInTime(child, report)
    return child
  }
  let central = await startCentral()
  const fleet = await Promise.all(
    Array.from({ length: options.stations }, (_, index) => prepare(join(place.folder, `s${index}`), port, random)),
  )
  options.log(
    `central on ${postgres === null ? 'PGlite' : 'PostgreSQL'}, ${fleet.length} stations, seed ${options.seed}`,
  )

  await killStarts(Math.ceil(options.kills * startShare), random, report)
  const startedAt = performance.now()
  let left = options.kills
  const isOver = () => left <= 0
  const stormOfCentral = async () => {
    while (!isOver()) {
      await setTimeout(400 + random() * (1_200 / centralShare))
      if (isOver()) return
      left -= 1
      report.kills.central += 1
      central.process.kill('SIGKILL')
      await central.exited
      central = await startCentral()
    }
  }
  const stormOfNetwork = async () => {
    while (!isOver()) {
      const isOut = random() < 0.15
      for (const { proxy } of fleet) {
        proxy.choose = () =>
          isOut ? 'refuse' : random() < faultShare ? faults[Math.floor(random() * faults.length)]! : 'none'
        if (isOut || random() < 0.3) proxy.cutAll()
      }
      await setTimeout(200 + random() * 1_500)
    }
  }
  const stormOfStation = async (station: StationUnderChaos) => {
    while (!isOver()) {
      left -= 1
      report.kills.station += 1
      await liveAndDie(station, random, report)
      if (report.kills.station % progressEvery === 0)
        options.log(progressOf(report, options.kills, sealedBy(fleet), startedAt))
    }
  }
  await Promise.all([stormOfCentral(), stormOfNetwork(), ...fleet.map(stormOfStation)])

  options.log('the storm is over; everything settles')
  central.process.kill('SIGKILL')
  await central.exited
  const calm = await createCentral({
    environment: 'training',
    seed: 'training',
    port,
    // What was sealed by a clock that was ahead, before central could say so, is taken once its time has come.
    now: () => new Date(Date.now() + laterMs),
    limits: { requestsPerSecond: 100_000, requestsBurst: 100_000 },
    ...(databaseUrl === null ? { dataFolder } : { databaseUrl }),
  })
  for (const [index, station] of fleet.entries()) await settleAndCheck(station, index, calm, report, options.log)
  // Of a storm in which nothing was sealed nothing could be lost.
  if (report.packets === 0) fail(report, 'nothing was sealed')
  await calm.stop()
  await Promise.all(fleet.map(({ proxy }) => proxy.close()))
  await postgres?.stop()
  place.remove()
  return report
}

async function prepare(folder: string, port: number, random: () => number): Promise<StationUnderChaos> {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const proxy = await startFaultProxy(port, random)
  const station = openTestStation({ folder, centralUrl: `http://127.0.0.1:${proxy.port}` })
  await addPeople(station)
  await station.sync.register('TRAINING-STATION')
  await station.sync.stop()
  station.store.close()
  return { folder, proxy, sealed: new Set(), offMs: 0 }
}

/** One life of a station, ended by SIGKILL wherever it happens to be. */
async function liveAndDie(station: StationUnderChaos, random: () => number, report: ChaosReport): Promise<void> {
  const isFull = random() < fullDiskShare
  if (isFull) report.fullDisks += 1
  // The clock that jumped stays wrong, or somebody has put it right in between.
  if (random() < 0.5) station.offMs = 0
  // Some die while they start (recovery and migration are code too), most some visits later: on a busy machine no time would do for them.
  const diesYoung = random() < 0.2
  let visitsLeft = Math.ceil(random() * mostVisits)
  const worked = Promise.withResolvers<void>()
  const url = `http://127.0.0.1:${station.proxy.port}`
  const child: Child = startChild(
    'station-child.ts',
    [station.folder, url, String(Math.floor(random() * 2 ** 30)), String(station.offMs)],
    {
      ...(isFull ? { fileBlocks: tightFileBlocks(station.folder, random) } : {}),
      onLine: (line) => {
        const [what, value] = line.split(' ')
        if (what === 'sealed' || what === 'full') visitsLeft -= 1
        if (visitsLeft <= 0) worked.resolve()
        if (what === 'sealed') station.sealed.add(value!)
        if (what !== 'jumped') return
        report.clockJumps += 1
        station.offMs = Number(value)
      },
    },
  )
  const young = diesYoung ? random() * youngMs : 0
  if (!diesYoung) {
    await startedInTime(child, report)
    await Promise.race([worked.promise, setTimeout(longestLifeMs), child.exited])
  }
  await Promise.race([setTimeout(young + random() * afterVisitMs), child.exited])
  const diedEarly = child.process.exitCode !== null
  child.process.kill('SIGKILL')
  await child.exited
  const isExcused = isFull && child.complaint().includes('store_disk_full')
  if (diedEarly && !isExcused) fail(report, `a station ended by itself: ${child.complaint().slice(-600)}`)
}

async function startedInTime(child: Child, report: ChaosReport): Promise<void> {
  const patience = new AbortController()
  const isLate = setTimeout(startPatienceMs, true, { signal: patience.signal }).catch(() => false)
  const hangs = await Promise.race([child.ready.then(() => false), isLate])
  patience.abort()
  if (hangs) fail(report, `a start took more than ${startPatienceMs / 1000} s`)
}

const sealedBy = (fleet: StationUnderChaos[]) => fleet.reduce((sum, one) => sum + one.sealed.size, 0)
