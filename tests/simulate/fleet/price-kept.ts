import { setTimeout as rest } from 'node:timers/promises'
import { eachOf } from '../load.ts'
import { minus, nothingSpent, plus, spentBy, sumOf, times, type Spent } from '../meter.ts'
import type { Pricer } from '../price.ts'
import { call, type VirtualStation } from '../virtual-station.ts'

/** Seconds for which a question is kept here, in which white space is sent three times; in the 240 s of a kiosk's, twelve times. */
const heldSeconds = 59
const [breaths, breathsOfAll] = [3, 12]
/** A minute, so that each measurement has central's chores of a minute in it once. */
const windowMs = 60_000
const inWindow = (work: Promise<unknown>) => spentBy(() => Promise.all([work, rest(windowMs)]))
const atLeastNothing = (spent: Spent) => (sumOf(spent) > 0 ? spent : nothingSpent)

/**
 * What a question that is kept for 240 s costs, of which `asked` is what one costs that is answered at once; and what an instance spends in a
 * second to wake whom it keeps, however many they are.
 */
export async function priceKept(stations: readonly VirtualStation[], asked: Spent, { restPerSecond }: Pricer) {
  const hold = (station: VirtualStation) =>
    call(station, { method: 'GET', path: `/v1/events?after=&wait=${heldSeconds}` })
  const resting = times(restPerSecond, windowMs / 1000)
  const watching = atLeastNothing(minus(await inWindow(hold(stations[0]!)), resting))
  const all = minus(minus(await inWindow(eachOf(stations, stations.length, hold)), resting), watching)
  const held = times(all, 1 / stations.length)
  const kept = plus(asked, times(atLeastNothing(minus(held, asked)), breathsOfAll / breaths))
  return { kept, watchingPerSecond: times(watching, 1000 / windowMs) }
}
