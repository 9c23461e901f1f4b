import { Readable } from 'node:stream'
import { eventWait } from '../../contract/protocol/central-events.ts'

/** Most proxies give up an answer on which nothing came for a minute. */
const { breathMs } = eventWait

/**
 * A JSON answer that begins at once and ends after `seconds`, or earlier where `wait` says that it is over: until then white space, which
 * JSON allows before a value (RFC 8259 §2), shows whoever stands between that the connection lives. One who hung up is found out at the
 * next breath.
 */
export function holdAnswer(
  seconds: number,
  wait: (ms: number) => Promise<boolean>,
  end: () => Promise<unknown>,
): Readable {
  async function* write() {
    for (let leftMs = seconds * 1000; leftMs > 0; leftMs -= breathMs) {
      yield ' '
      if (await wait(Math.min(leftMs, breathMs))) break
    }
    yield JSON.stringify(await end())
  }
  return Readable.from(write(), { objectMode: false })
}
