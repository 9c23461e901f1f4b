import type { StationStatus } from '../../contract/status.ts'

/** All that this kiosk still has to tell central: sealed results, stuck ones too, and visits that were not held. */
export const unsentOf = ({ queue: { waiting, parked, visits } }: Pick<StationStatus, 'queue'>): number =>
  waiting + parked + visits
