import { ClerkFigures } from '../../contract/clerk-figures.ts'
import type { Clock } from '../clock/port.ts'
import type { Store } from '../store/open-store.ts'

export interface KeptFigures {
  /** What central last told this person, not older than a week; null where nothing is kept. */
  of(operatorId: string): ClerkFigures | null
  keep(figures: ClerkFigures): void
  /** Wipes what was told more than a week ago, bytes included. How many. */
  expire(): number
  /** Milliseconds until there is something to wipe. */
  dueInMs(): number
}

/** Figures are of whole weeks: after one there are others. */
const keptMs = 7 * 86_400_000

/** Central's last answer to each person of this kiosk, in the encrypted store, for when central is out of reach. */
export function createKeptFigures({ store, clock }: { store: Store; clock: Clock }): KeptFigures {
  const { db } = store
  const find = db.prepare<[object], { body: string }>(
    'SELECT body FROM kept_figures WHERE operator_id = @operatorId AND as_of > @oldest AND as_of < @newest',
  )
  const put = db.prepare('INSERT OR REPLACE INTO kept_figures (operator_id, as_of, body) VALUES (?, ?, ?)')
  const remove = db.prepare('DELETE FROM kept_figures WHERE as_of <= @oldest OR as_of >= @newest')
  const ends = db.prepare<[], { oldest: string | null; newest: string | null }>(
    'SELECT min(as_of) AS oldest, max(as_of) AS newest FROM kept_figures',
  )
  const at = (ms: number) => new Date(clock.now().getTime() + ms).toISOString()
  /** From further ahead it was told before the clock was set back, and nobody can tell its age. */
  const bounds = () => ({ oldest: at(-keptMs), newest: at(keptMs) })
  return {
    of: (operatorId) => {
      const row = find.get({ operatorId, ...bounds() })
      return row === undefined ? null : ClerkFigures.parse(JSON.parse(row.body))
    },
    keep: (figures) =>
      store.transaction(() => void put.run(figures.own.operatorId, figures.asOf, JSON.stringify(figures))),
    expire: () => {
      const { changes } = remove.run(bounds())
      if (changes > 0) store.flush()
      return changes
    },
    dueInMs: () => {
      const first = ends.get()!
      if (first.oldest === null || first.newest === null) return Infinity
      return first.newest >= at(keptMs) ? 0 : Date.parse(first.oldest) + keptMs - clock.now().getTime()
    },
  }
}
