import { Failure } from '../../contract/failure.ts'
import { html, type Html } from './html.ts'
import type { View } from './page.ts'
import { say } from './texts.ts'

/** Where branches are: France has twelve times. UTC for what was read in a log. */
export const zones = [
  'Europe/Paris',
  'America/Guadeloupe',
  'America/Martinique',
  'America/Cayenne',
  'America/Miquelon',
  'Indian/Reunion',
  'Indian/Mayotte',
  'Pacific/Noumea',
  'Pacific/Tahiti',
  'Pacific/Marquesas',
  'Pacific/Gambier',
  'Pacific/Wallis',
  'UTC',
] as const
export type Zone = (typeof zones)[number]

const minuteMs = 60_000

/**
 * The moment that a clock on the wall of a zone showed as `local` (`2026-03-01T08:00`). Of an hour that comes twice, when summer
 * time ends, the first: more is set aside, not less. Code: request_invalid (an hour that was left out, or no time).
 */
export function timeInZone(local: string, zone: Zone): Date {
  const asUtc = Date.parse(`${local}Z`)
  if (Number.isNaN(asUtc)) throw new Failure('request_invalid', 'time')
  const candidates = [asUtc - 24 * 60 * minuteMs, asUtc + 24 * 60 * minuteMs].map(
    (near) => asUtc - offsetMs(near, zone),
  )
  const found = candidates.filter((at) => at + offsetMs(at, zone) === asUtc)
  if (found.length === 0) throw new Failure('request_invalid', 'that hour was left out there')
  return new Date(Math.min(...found))
}

/** What the wall clock there is ahead of UTC. */
function offsetMs(at: number, zone: Zone): number {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hourCycle: 'h23',
    ...{ year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' },
  }).formatToParts(at)
  const part = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((one) => one.type === type)!.value)
  const wall = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'))
  return wall - Math.floor(at / 1000) * 1000
}

/** A moment as an administrator states it: what the clock showed, and where; `place` is the zone that is proposed. */
export function drawSince(view: View, place: string | null = null): Html {
  const { language } = view.session
  const option = (zone: Zone) =>
    zone === place
      ? html`<option value="${zone}" selected>${zone}</option>`
      : html`<option value="${zone}">${zone}</option>`
  return html`<label>${say('since', language)}<input type="datetime-local" name="since" required /></label
    ><label
      >${say('zone', language)}<select name="zone">
        ${zones.map(option)}
      </select></label
    >`
}
