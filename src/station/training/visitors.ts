import { z } from 'zod'
import { Failure } from '../../contract/failure.ts'
import { Visitor } from '../../contract/practice.ts'
import type { Store } from '../store/open-store.ts'
import type { Sync } from '../sync/port.ts'

/** Citizens of training who came with a document of their own, by the reference under which they applied. */
export interface Visitors {
  /** The next one comes. Codes outside training: forbidden; training_forbidden, operator_*, central_unreachable. */
  next(operatorId: string, signal: AbortSignal): Promise<string>
  /** Null for anybody else. */
  find(reference: string): Visitor | null
}

const key = 'visitors'
/** Drafts of so many may wait: the document must be there again to be read. */
const mostKept = 4

/** Their documents stand in the encrypted store, as a draft's other half; the oldest leaves when one more comes. */
export function createVisitors({ store, training, sync }: Parts): Visitors {
  const kept = () => z.array(Visitor).parse(JSON.parse(store.readMeta(key) ?? '[]'))
  return {
    next: async (operatorId, signal) => {
      if (!training) throw new Failure('forbidden')
      const visitor = await sync.nextVisitor(operatorId, signal)
      store.writeMeta(key, JSON.stringify([visitor, ...kept()].slice(0, mostKept)))
      return visitor.reference
    },
    find: (reference) => (training ? (kept().find((one) => one.reference === reference) ?? null) : null),
  }
}

interface Parts {
  store: Store
  training: boolean
  sync: Pick<Sync, 'nextVisitor'>
}
