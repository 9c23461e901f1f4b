import { setTimeout } from 'node:timers/promises'
import {
  fromKysely,
  PgBoss,
  type BackendProfile,
  type JobResult,
  type Db as JobDatabase,
  type KyselyTransactionLike,
} from 'pg-boss'
import { codeOf } from '../../contract/failure.ts'
import type { Adjudication, Central, PacketKey } from '../context.ts'
import type { TraceOrigin } from '../telemetry/traces.ts'
import { adjudicatePacket } from './adjudicate-packet.ts'

const queueName = 'adjudication'
const batchSize = 20
const pollSeconds = 0.5
/** Packets in work at once in one instance: each waits for the database most of the time. */
const atOnce = 4
/** A packet is never given up: at five minutes' distance this lasts longer than any outage. */
const retries = { retryLimit: 10_000, retryDelay: 1, retryBackoff: true, retryDelayMax: 300 }
/**
 * Seconds after which work that nobody finished is given to another, and between two looks for it: the instance was killed or
 * lost the database. A decision takes milliseconds, and taking it twice changes nothing.
 */
const abandoned = { expireInSeconds: 30 }
const lookSeconds = 5

const queueOptions = { ...retries, ...abandoned }
const looks = { superviseIntervalSeconds: lookSeconds, monitorIntervalSeconds: lookSeconds }
const startAttempts = 5

/** `origin`: the request that brought the packet, where it is traced. */
type Job = PacketKey & { origin?: TraceOrigin | undefined }
type JobConnection = { db: JobDatabase; backend: BackendProfile }
export type RunningAdjudication = Adjudication & { stop(): Promise<void> }

/**
 * Starts this instance's share of the background work on the PostgreSQL queue: a packet's job is written in the transaction
 * that writes the packet, is tried again with growing delay when it fails, and is done by whichever instance takes it.
 */
export async function startAdjudication(
  core: Omit<Central, 'adjudication'>,
  jobs: JobConnection,
  works: boolean,
): Promise<RunningAdjudication> {
  const boss = await startBoss(core, jobs)
  let workerId: string | null = null
  const adjudication: Adjudication = {
    async enqueue(trx, packets) {
      const db = fromKysely(trx as unknown as KyselyTransactionLike)
      await boss.insert(
        queueName,
        packets.map((data) => ({ data })),
        { db },
      )
    },
    wake() {
      if (workerId !== null) boss.notifyWorker(workerId)
    },
  }
  if (works) workerId = await startWorker(boss, { ...core, adjudication })
  return { ...adjudication, stop: () => boss.stop({ graceful: true, timeout: 10_000, close: false }) }
}

/** Instances that start together all make the queue's tables; those that come second find them on another try. */
async function startBoss(core: Pick<Central, 'log'>, jobs: JobConnection): Promise<PgBoss> {
  for (let attempt = 1; ; attempt++) {
    const boss = new PgBoss({ db: jobs.db, backend: jobs.backend, schedule: false, migrate: true, ...looks })
    boss.on('error', (error) => core.log.warn({ cause: error.name }, 'job queue'))
    try {
      await boss.start()
      await boss.createQueue(queueName, queueOptions)
      // One that an earlier version made keeps its options otherwise.
      await boss.updateQueue(queueName, queueOptions)
      // Learns about the queue now: asked for within a packet's transaction, it would wait for PGlite's only connection.
      await boss.insert(queueName, [])
      return boss
    } catch (error) {
      await boss.stop({ graceful: false, close: false }).catch(() => {})
      if (attempt === startAttempts) throw error
      await setTimeout(attempt * 200)
    }
  }
}

function startWorker(boss: PgBoss, central: Central): Promise<string> {
  const options = {
    batchSize,
    pollingIntervalSeconds: pollSeconds,
    burstWhenBatchFull: true,
    perJobResults: true,
  } as const
  return boss.work<Job, JobResult[], typeof options>(queueName, options, async (batch) => {
    const results: JobResult[] = []
    const rest = [...batch]
    const work = async () => {
      for (let job = rest.shift(); job; job = rest.shift()) {
        results.push({ id: job.id, ...(await tryOne(central, job.data)) })
      }
    }
    await Promise.all(Array.from({ length: atOnce }, work))
    return results
  })
}

/** One packet's fault leaves the others of its batch alone. */
async function tryOne(central: Central, { origin, ...key }: Job): Promise<Pick<JobResult, 'status'>> {
  const stretch = central.traces.begin('decide', 'job', {}, origin)
  try {
    await stretch.within(() => adjudicatePacket(central, key))
    return { status: 'completed' }
  } catch (error) {
    const cause = (error as { code?: string }).code ?? codeOf(error)
    stretch.failed(cause, true)
    central.log.warn({ packet: key.packetId, cause }, 'adjudication')
    return { status: 'failed' }
  } finally {
    stretch.end()
  }
}
