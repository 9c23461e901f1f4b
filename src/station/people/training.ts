import type { IsoDate } from '../../contract/identity.ts'
import { addMonths } from '../../enrolment/dates.ts'

const dayMs = 86_400_000

/** Days until the training lapses; 0 or less: may not decide. The last day of a short month stands for later ones. */
export function trainingDaysLeft(trainedOn: IsoDate, today: IsoDate, validMonths: number): number {
  return Math.round((Date.parse(addMonths(trainedOn, validMonths)) - Date.parse(today)) / dayMs)
}
