import type { IsoDate } from '../../contract/identity.ts'
import type { z } from 'zod'

type Day = z.infer<typeof IsoDate>
const dayMs = 86_400_000

/** Days until the training lapses; 0 or less: may not decide. The last day of a short month stands for later ones. */
export function trainingDaysLeft(trainedOn: Day, today: Day, validMonths: number): number {
  return Math.round((Date.parse(addMonths(trainedOn, validMonths)) - Date.parse(today)) / dayMs)
}

function addMonths(day: Day, months: number): Day {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number]
  const lastOfMonth = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate()
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, lastOfMonth))).toISOString().slice(0, 10)
}
