import { z } from 'zod'
import { IsoDate, IsoTime } from './identity.ts'
import { PracticeDebrief, PracticeFigures } from './practice.ts'

/** A count of visits; null: fewer than ten, or kept back because such a one would follow from it. */
export const ShownCount = z.int().min(10).nullable()
export type ShownCount = z.infer<typeof ShownCount>

/** What a person's visits of a period came to (docs/figures.md), without anything of any citizen. */
export const PersonFigures = z.object({
  operatorId: z.string().max(64),
  displayName: z.string().max(80),
  visits: ShownCount,
  approved: ShownCount,
  refused: ShownCount,
  cannotTell: ShownCount,
  abandoned: ShownCount,
  firstTimeRight: ShownCount,
  reversed: ShownCount,
  looked: ShownCount,
  contested: ShownCount,
  releases: ShownCount,
  retries: ShownCount,
  /** Seconds; null where too few visits were timed to say. */
  meanSeconds: z.int().min(0).nullable(),
  /** Of training; null where there is no practice. Up to now, the present week too. */
  practice: PracticeFigures.nullable().default(null),
})
export type PersonFigures = z.infer<typeof PersonFigures>

/** What central tells one person: their own figures, and a branch manager those of the branch's people there. */
export const ClerkFigures = z.object({
  asOf: IsoTime,
  /** Mondays of the first and the last whole week that count; the present week does not. */
  from: IsoDate,
  to: IsoDate,
  /** For how long figures say whose visit it was. */
  months: z.int().positive(),
  own: PersonFigures,
  /** Empty but for a manager. */
  people: z.array(PersonFigures).max(200),
  /** What the last practice cases were that the asker concluded; nobody else's. */
  debriefs: z.array(PracticeDebrief).max(20).default([]),
})
export type ClerkFigures = z.infer<typeof ClerkFigures>

/** POST /v1/figures: a person's figures, asked for where they are logged in (audited). `sealed` as at the look-up, holding ClerkFigures. */
export const ClerkFiguresRequest = z.object({ operator_id: z.string().max(32) })
export const SealedClerkFigures = z.object({ sealed: z.string().max(262_144) })

/** On screen: null where central cannot be asked and nothing was kept; `isKept`: what was told before, as old as `asOf`. */
export const ClerkFiguresView = z.object({ figures: ClerkFigures.nullable(), isKept: z.boolean() })
export type ClerkFiguresView = z.infer<typeof ClerkFiguresView>
