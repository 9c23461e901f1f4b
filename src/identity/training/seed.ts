import type { Identity } from '../context.ts'
import { addSlots, type NewSlot } from '../lifecycle/visit-slots.ts'
import { trainingRound } from '../../central/training/seed.ts'

const dayMs = 24 * 3_600_000
const days = 10
/** UTC hours of a round's visits; every commune has one, for a postcode begins with each digit. */
const hours = [8, 9, 10, 13, 14]
const visitMs = 30 * 60_000
const postcodes = '0123456789'

/** Free times of training's rounds for the next days: done again at every start, which renews them. */
export async function seedTraining(identity: Identity): Promise<void> {
  const { db, now } = identity
  const midnight = new Date(now()).setUTCHours(0, 0, 0, 0)
  const { last } = await db
    .selectFrom('identity.visit_slot')
    .select((eb) => eb.fn.max('starts_at').as('last'))
    .where('operator_id', '=', trainingRound)
    .executeTakeFirstOrThrow()
  const slots: NewSlot[] = []
  for (let day = 1; day <= days; day++) {
    for (const hour of hours) {
      const startsAt = new Date(midnight + day * dayMs + hour * 3_600_000)
      if (last !== null && startsAt <= new Date(last)) continue
      const endsAt = new Date(startsAt.getTime() + visitMs)
      for (const postcode of postcodes) slots.push({ operatorId: trainingRound, postcode, startsAt, endsAt })
    }
  }
  await addSlots(identity, slots)
}
