/**
 * What one process of the station leaves to the next. A process ends with each visit and each login, because what it held of them stays
 * readable in its freed memory; so nothing of a citizen and nothing that is secret may be added here.
 */
export interface Handover {
  /** Who stands at the counter; null for nobody. */
  operatorId: string | null
  locked: boolean
  /** When somebody else last tried to get in, ISO 8601. */
  strangerAt: string | null
}

/** For a first start, and after a process that crashed. */
export const nothingHandedOver: Handover = { operatorId: null, locked: false, strangerAt: null }
