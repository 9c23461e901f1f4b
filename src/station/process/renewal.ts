import { Failure } from '../../contract/failure.ts'
import type { Exports } from '../daily-log/exports.ts'
import type { Broadcast } from '../wire/broadcast.ts'
import type { Dispatch } from '../wire/dispatch.ts'
import type { InFlight } from '../wire/in-flight.ts'

export interface Renewal {
  /**
   * A visit or a login is over. True where the process ends with it: the page is told nothing any more but that (`Station.handOver`). False where it goes on,
   * because no shell starts another one, or because an export under way would be lost; the next visit's end asks again.
   */
  begin(): boolean
  /** The way in, closed once a renewal has begun (wire_disconnected): the page that asks is about to be replaced. */
  dispatch: Dispatch
}

/** `onVisitEnd` is told when the requests under way are answered. */
export function createRenewal(parts: {
  onVisitEnd: (() => void) | undefined
  exports: Pick<Exports, 'isRunning'>
  broadcast: Broadcast
  requests: InFlight
  patienceMs: number
}): Renewal {
  const { onVisitEnd, exports, broadcast, requests, patienceMs } = parts
  let begun = false
  return {
    begin() {
      if (begun) return true
      if (onVisitEnd === undefined || exports.isRunning()) return false
      begun = true
      broadcast.hush()
      // What asked for this is among the requests under way, and its answer on its way out a turn later.
      setImmediate(() => void requests.settled(patienceMs).then(() => setImmediate(onVisitEnd)))
      return true
    },
    dispatch: (message) => (begun ? Promise.reject(new Failure('wire_disconnected')) : requests.dispatch(message)),
  }
}
