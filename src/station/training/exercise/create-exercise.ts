import { z } from 'zod'
import { ExerciseResult, type Conclusion, type ExerciseView } from '../../../contract/exercise.ts'
import { Failure } from '../../../contract/failure.ts'
import type { Language } from '../../../contract/identity.ts'
import { judgeConclusion } from '../../../enrolment/judge-conclusion.ts'
import { localDay } from '../../../enrolment/local-day.ts'
import type { DailyLog } from '../../daily-log/port.ts'
import type { Operators } from '../../people/port.ts'
import type { Store } from '../../store/open-store.ts'
import { specimenReference } from '../specimens/specimen-applications.ts'
import { specimens } from '../specimens/specimens.ts'
import { exerciseCases, scoreExercise } from './score-exercise.ts'

/** One operator's exercise, under their name in the store. */
const Begun = z.object({ at: z.string(), times: z.int(), result: ExerciseResult.nullable() })
type Begun = z.infer<typeof Begun>

export interface Exercise {
  /** From now on the first sealed result of each case counts. Code outside training: forbidden. */
  begin(operatorId: string): void
  /** Code outside training: forbidden. */
  view(operatorId: string, language: Language): ExerciseView
  /**
   * Who stands before the camera in that case, as a picture of assets/specimens: while the exercise runs, where a face is what has to be
   * judged. Code outside training: forbidden.
   */
  faceOf(operatorId: string, reference: string): string | null
  /** After a seal: scores and records the exercise once its last case is there; whether it did. */
  conclude(operatorId: string): boolean
}

interface Parts {
  store: Store
  training: boolean
  dailyLog: Pick<DailyLog, 'rows'>
  operators: Pick<Operators, 'noteExercise'>
  now: () => Date
  today: () => string
  timeZone: string
}

const cases = exerciseCases.map(({ key, right, face }) => {
  const specimen = specimens.find((one) => one.key === key)!
  return { right, face: face ?? null, specimen, reference: specimenReference(specimen) }
})

/** The scored exercise at the end of a training: practice citizens, concluded as any other, judged by what was sealed. */
export function createExercise({ store, training, dailyLog, operators, now, today, timeZone }: Parts): Exercise {
  const nameOf = (operatorId: string) => `exercise ${operatorId}`
  const read = (operatorId: string): Begun | null => {
    const found = store.readMeta(nameOf(operatorId))
    return found === null ? null : Begun.parse(JSON.parse(found))
  }
  const write = (operatorId: string, begun: Begun) => store.writeMeta(nameOf(operatorId), JSON.stringify(begun))
  const requireTraining = () => {
    if (!training) throw new Failure('forbidden')
  }
  /** The first of that case since the exercise began: what was wrong is not made right by another try. */
  const sealedFirst = (operatorId: string, at: string, reference: string): Conclusion | null => {
    const range = { from: localDay(at, timeZone), to: today(), operatorId }
    const { rows } = dailyLog.rows(range, 0, 200, { reference, outcome: null, documentType: null })
    return rows.findLast(({ sealedAt }) => sealedAt > at) ?? null
  }
  const sealedOf = (operatorId: string, begun: Begun | null) =>
    cases.map((one) => ({ ...one, sealed: begun && sealedFirst(operatorId, begun.at, one.reference) }))
  return {
    begin: (operatorId) => {
      requireTraining()
      const times = (read(operatorId)?.times ?? 0) + 1
      write(operatorId, { at: now().toISOString(), times, result: null })
    },
    view: (operatorId, language) => {
      requireTraining()
      const begun = read(operatorId)
      const result = begun?.result ?? null
      const shown = sealedOf(operatorId, begun).map(({ reference, sealed, right, specimen }) => ({
        reference,
        isSealed: sealed !== null,
        correction: result &&
          sealed && {
            ...{ title: specimen.title[language], teaches: specimen.teaches[language] },
            ...{ verdict: judgeConclusion(sealed, right), right },
            sealed: { outcome: sealed.outcome, reasons: sealed.reasons },
          },
      }))
      return { isBegun: begun !== null, cases: shown, result }
    },
    faceOf: (operatorId, reference) => {
      requireTraining()
      const begun = read(operatorId)
      if (begun === null || begun.result !== null) return null
      return cases.find((one) => one.reference === reference)?.face ?? null
    },
    conclude: (operatorId) => {
      const begun = training ? read(operatorId) : null
      if (begun === null || begun.result !== null) return false
      const verdicts = sealedOf(operatorId, begun).flatMap(({ sealed, right }) =>
        sealed === null ? [] : [judgeConclusion(sealed, right)],
      )
      if (verdicts.length < cases.length) return false
      const scored = scoreExercise(verdicts)
      store.transaction(() => {
        write(operatorId, { ...begun, result: { on: today(), ...scored } })
        operators.noteExercise(operatorId, { ...scored, times: begun.times })
      })
      return true
    },
  }
}
