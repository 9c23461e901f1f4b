import { z } from 'zod'
import { Outcome, OutcomeReason } from './decision.ts'
import { IsoDate } from './identity.ts'

/** How one case of the exercise was concluded. `wrong_yes`: approved where it had to be anything else. */
export const ExerciseVerdict = z.enum(['right', 'wrong_yes', 'wrong_outcome', 'wrong_ground'])
export type ExerciseVerdict = z.infer<typeof ExerciseVerdict>

/** An outcome with its reasons; where it says what is right, one of the reasons is enough. */
export const Conclusion = z.object({ outcome: Outcome, reasons: z.array(OutcomeReason) })
export type Conclusion = z.infer<typeof Conclusion>

export const ExerciseResult = z.object({ on: IsoDate, score: z.int(), of: z.int(), passed: z.boolean() })
export type ExerciseResult = z.infer<typeof ExerciseResult>

/** One operator's exercise. What each case was about is said once all are sealed. */
export const ExerciseView = z.object({
  isBegun: z.boolean(),
  cases: z.array(
    z.object({
      reference: z.string(),
      isSealed: z.boolean(),
      correction: z
        .object({
          title: z.string(),
          teaches: z.string(),
          verdict: ExerciseVerdict,
          sealed: Conclusion,
          right: Conclusion,
        })
        .nullable(),
    }),
  ),
  result: ExerciseResult.nullable(),
})
export type ExerciseView = z.infer<typeof ExerciseView>
