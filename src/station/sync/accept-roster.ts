import { Failure } from '../../contract/failure.ts'
import type { PublicJwk } from '../../contract/protocol/jwk.ts'
import type { Roster } from '../../contract/protocol/people.ts'
import type { Operators } from '../people/port.ts'
import type { CentralRecord, CentralState } from './central-state.ts'
import { verifyRoster } from './verify-central.ts'

/** A roster for this station, signed with a key of central's. Code: central_response_invalid. */
export function readRoster(
  jws: string,
  known: Pick<CentralState, 'stationId' | 'environment'>,
  keys: PublicJwk[],
): Roster {
  const roster = verifyRoster(jws, keys)
  const isOurs = roster !== null && roster.station_id === known.stationId && roster.environment === known.environment
  if (!isOurs) throw new Failure('central_response_invalid', 'roster')
  return roster
}

/**
 * Takes a roster over, inside the caller's transaction; one older than that in force changes nothing: it is a replay, or of an
 * instance that is behind. Returns who lost their right or their key.
 */
export function acceptRoster(
  { central, operators }: { central: CentralRecord; operators: Pick<Operators, 'applyRoster'> },
  roster: Roster,
): string[] {
  const { rosterAsOf } = central.get()
  if (rosterAsOf !== null && Date.parse(roster.as_of) < Date.parse(rosterAsOf)) return []
  central.set({ rosterAsOf: roster.as_of })
  return operators.applyRoster(roster.people)
}
