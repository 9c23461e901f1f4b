import { z } from 'zod'
import { Sha256Hex } from '../../contract/protocol/digest.ts'
import { canonicalJson } from '../../jose/canonical-json.ts'
import type { Store } from '../store/open-store.ts'
import type { AuditEntry } from './port.ts'
import { genesisHash } from './record.ts'

/** The last record: its number, which counts all that were ever written, and its hash. */
export const AuditHead = z.object({ seq: z.int().nonnegative(), hash: Sha256Hex })
export type AuditHead = z.infer<typeof AuditHead>

/** Reads the log's ends: `head` the last record there is, `start` what stands before the first. */
export function readEnds({ db }: Store) {
  const last = db.prepare<[], AuditHead & { at: string }>('SELECT seq, at, hash FROM audit ORDER BY seq DESC LIMIT 1')
  const newest = db.prepare<[], AuditHead>('SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1')
  const cut = db.prepare<[], AuditHead>('SELECT seq, hash FROM audit_anchor ORDER BY seq DESC LIMIT 1')
  const start = (): AuditHead => cut.get() ?? { seq: 0, hash: genesisHash }
  return { last: () => last.get(), start, head: (): AuditHead => newest.get() ?? start() }
}

/**
 * Compares the log with the head noted beside the database after each commit. What is to be recorded where the log ends before it, or
 * holds another record there: its end was lost or replaced, and what is left verifies all the same. Null where nothing is missing.
 */
export function whatIsMissing(store: Store): AuditEntry | null {
  const noted = store.note.read()
  if (noted === null) return null
  const { start, head } = readEnds(store)
  const said = (facts: AuditEntry['facts']): AuditEntry => ({
    action: 'audit.end_lost',
    actor: 'station',
    subject: null,
    facts,
  })
  const known = noted === 'damaged' ? null : readNoted(noted)
  if (known === null) return said({ left: head().seq })
  if (known.seq <= start().seq) return null
  const found = store.db.prepare<[number], { hash: string }>('SELECT hash FROM audit WHERE seq = ?').get(known.seq)
  return found?.hash === known.hash ? null : said({ through: known.seq, hash: known.hash, left: head().seq })
}

/** Notes the head beside the database whenever records were committed. Answers what says that there are some. */
export function noteHeads(store: Store): () => void {
  const { head } = readEnds(store)
  let isDue = false
  store.onCommit(() => {
    if (!isDue) return
    isDue = false
    const { seq, hash } = head()
    store.note.write(canonicalJson({ seq, hash }))
  })
  return () => void (isDue = true)
}

function readNoted(text: string): AuditHead | null {
  try {
    return AuditHead.parse(JSON.parse(text))
  } catch {
    return null
  }
}
