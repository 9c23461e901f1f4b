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
import { adjudicatePacket } from './adjudicate-packet.ts'

const queueName = 'adjudication'
const batchSize = 20
const pollSeconds = 0.5
/** A packet is never given up: at five minutes' distance this lasts longer than any outage. */
const retries = { retryLimit: 10_000, retryDelay: 1, retryBackoff: true, retryDelayMax: 300 }

export type RunningAdjudication = Adjudication & { stop(): Promise<void> }

/**
 * Starts this instance's share of the background work on the PostgreSQL queue: a packet's job is written in the transaction
 * that writes the packet, is tried again with growing delay when it fails, and is done by whichever instance takes it.
 */
export async function startAdjudication(
  core: Omit<Central, 'adjudication'>,
  jobs: { db: JobDatabase; backend: BackendProfile },
  works: boolean,
): Promise<RunningAdjudication> {
  const boss = new PgBoss({ db: jobs.db, backend: jobs.backend, schedule: false, migrate: true })
  boss.on('error', (error) => core.log.warn({ cause: error.name }, 'job queue'))
  await boss.start()
  await boss.createQueue(queueName, retries)
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

function startWorker(boss: PgBoss, central: Central): Promise<string> {
  const options = {
    batchSize,
    pollingIntervalSeconds: pollSeconds,
    burstWhenBatchFull: true,
    perJobResults: true,
  } as const
  return boss.work<PacketKey, JobResult[], typeof options>(queueName, options, async (batch) => {
    const results: JobResult[] = []
    for (const { id, data } of batch) results.push({ id, ...(await tryOne(central, data)) })
    return results
  })
}

/** One packet's fault leaves the others of its batch alone. */
async function tryOne(central: Central, key: PacketKey): Promise<Pick<JobResult, 'status'>> {
  try {
    await adjudicatePacket(central, key)
    return { status: 'completed' }
  } catch (error) {
    central.log.warn(
      { packet: key.packetId, cause: (error as { code?: string }).code ?? codeOf(error) },
      'adjudication',
    )
    return { status: 'failed' }
  }
}
