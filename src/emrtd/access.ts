import type { SecurityInfos } from './lds/security-infos.ts'
import type { CamProof } from './pace/cam-proof.ts'
import type { UsablePace } from './pace/rank-pace.ts'

/** How the chip was opened. The channel is secure and, after BAC, in the eMRTD application; after PACE still outside. */
export interface Access {
  /** `BAC`, PACE with what it was done with, or `none` for a chip that anybody may read. */
  readonly protocol: string
  /** The PACEInfo used; null after BAC. */
  readonly pace: UsablePace | null
  readonly cam: CamProof | null
  /** EF.CardAccess; null when the card has none that can be read. */
  readonly cardAccess: SecurityInfos | null
  /** What was found out about this kind of card, for the technical detail. */
  readonly learnt?: readonly string[]
}
