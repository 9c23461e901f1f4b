import type { Central } from '../context.ts'
import { openWords } from './declaration.ts'

export type OpenContest = {
  applicationId: string
  reference: string
  state: string
  receivedAt: Date
  dueAt: Date
  isLate: boolean
  /** The citizen's own; null once erased. */
  words: string | null
}

type Core = Pick<Central, 'db' | 'now' | 'keys'>

/** Contests that wait for a person's answer, the most urgent first. */
export async function openContests({ db, now, keys }: Core): Promise<OpenContest[]> {
  const at = now()
  const rows = await db
    .selectFrom('contest')
    .innerJoin('application', 'application.application_id', 'contest.application_id')
    .select(['contest.application_id', 'reference', 'state', 'received_at', 'due_at', 'words'])
    .where('answered_at', 'is', null)
    .orderBy('due_at')
    .limit(500)
    .execute()
  return rows.map((row) => ({
    applicationId: row.application_id,
    reference: row.reference,
    state: row.state,
    receivedAt: row.received_at,
    dueAt: row.due_at,
    isLate: row.due_at <= at,
    words: row.words === null ? null : openWords(keys(), row.application_id, row.words),
  }))
}

/** How many wait, and how many of them longer than promised. */
export async function countContests({ db, now }: Pick<Core, 'db' | 'now'>): Promise<{ open: number; late: number }> {
  const rows = await db.selectFrom('contest').select('due_at').where('answered_at', 'is', null).execute()
  return { open: rows.length, late: rows.filter(({ due_at }) => due_at <= now()).length }
}

const hourMs = 3_600_000

/** An alarm in the log, at most once an hour, while somebody waits longer than was promised to them. */
export function createContestAlarm(central: Pick<Central, 'db' | 'now' | 'log'>): () => Promise<void> {
  let saidAtMs = -Infinity
  return async () => {
    const nowMs = central.now().getTime()
    if (nowMs - saidAtMs < hourMs) return
    const { late } = await countContests(central)
    if (late === 0) return
    saidAtMs = nowMs
    central.log.error({ late }, 'contests wait for an answer longer than promised: /admin/contests')
  }
}
