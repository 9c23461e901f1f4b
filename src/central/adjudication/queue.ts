import { fromKysely, PgBoss, type BackendProfile, type Db as JobDatabase, type KyselyTransactionLike } from 'pg-boss'
import type { Adjudication, Central, PacketKey } from '../context.ts'
import { adjudicatePacket } from './adjudicate-packet.ts'

const queueName = 'adjudication'
const batchSize = 20
const pollSeconds = 0.5

export type RunningAdjudication = Adjudication & { stop(): Promise<void> }

/**
 * Starts this instance's share of the background work on the PostgreSQL queue: a packet's job is written in the transaction
 * that writes the packet, is tried again with growing delay when it fails, and is done by whichever instance takes it.
 */
export async function startAdjudication(
  core: Omit<Central, 'adjudication'>,
  jobs: { db: JobDatabase; backend: BackendProfile },
): Promise<RunningAdjudication> {
  const boss = new PgBoss({ db: jobs.db, backend: jobs.backend, schedule: false, migrate: true })
  boss.on('error', (error) => core.log.warn({ cause: error.name }, 'job queue'))
  await boss.start()
  await boss.createQueue(queueName, { retryLimit: 10, retryDelay: 1, retryBackoff: true, retryDelayMax: 300 })
  const adjudication: Adjudication = {
    async enqueue(trx, packets) {
      const db = fromKysely(trx as unknown as KyselyTransactionLike)
      await boss.insert(
        queueName,
        packets.map((data) => ({ data })),
        { db },
      )
    },
  }
  const central: Central = { ...core, adjudication }
  await boss.work<PacketKey>(queueName, { batchSize, pollingIntervalSeconds: pollSeconds }, async (batch) => {
    for (const { data } of batch) await adjudicatePacket(central, data)
  })
  return { ...adjudication, stop: () => boss.stop({ graceful: true, timeout: 10_000, close: false }) }
}
