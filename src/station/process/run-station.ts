import type { Logger } from 'pino'
import { explainFailure, toStartFailure } from '../start/explain-failure.ts'
import { createStation } from '../station.ts'
import type { Station, StationOptions } from '../port.ts'
import { nothingHandedOver, type Handover } from './handover.ts'
import type { FromStation, ToStation } from './supervise.ts'

/** The station's own end of what supervise.ts starts. `S` is what the shell hands to it, `T` what stands for it from one process to the next. */
export interface StationSide<S, T> {
  post(message: FromStation, sent: () => void): void
  onMessage(hear: (message: ToStation, handed: S | undefined) => void): void
  /** Its options; called only when it is its turn. */
  options(): Promise<StationOptions & { log: Logger }>
  /** Serves a station that has been made; `before` is what `leave` answered in the process before. */
  serve(station: Station, before: T | null): Served<S, T>
}

export interface Served<S, T> {
  /** What the shell is told once it is ready. */
  ready: unknown
  take(handed: S): void
  hear(message: unknown): void
  /** Serves nobody any more; answers what the next one needs. */
  leave(): T
}

/** What one process leaves to the next. */
interface State<T> {
  handover: Handover
  shell: T
}

/**
 * Runs one process of the station until it is told to stop, its shell is gone, or a visit or login ends: then it closes everything in
 * order, says what the next one is to know, and exits. What it held of the visit is given back to the system with its memory.
 */
export function runStation<S, T>(side: StationSide<S, T>): void {
  let station: Station | null = null
  let served: Served<S, T> | null = null
  let log: Logger | null = null
  const say = (message: FromStation) => side.post(message, () => {})
  const exit = () => process.exit(0)

  /** One that cannot close in order ends all the same, and the next one knows nothing of it: whatever must be whole is a transaction. */
  const orEnd = (error: unknown) => {
    log?.error({ err: error }, 'the station could not close in order')
    process.exit(1)
  }
  const end = async () => {
    served?.leave()
    await station?.stop()
    exit()
  }
  const renew = async () => {
    const handover = station!.handOver()
    const state: State<T> = { handover, shell: served!.leave() }
    await station!.stop()
    side.post({ type: 'renewed', state }, exit)
  }
  const start = async (before: State<T> | null) => {
    const options = await side.options()
    log = options.log
    station = await createStation({
      ...options,
      before: before?.handover ?? nothingHandedOver,
      onVisitEnd: () => say({ type: 'leaving' }),
      onDestroyed: () => say({ type: 'destroyed' }),
    })
    served = side.serve(station, before?.shell ?? null)
    say({ type: 'ready', told: served.ready })
  }
  const refuse = async (error: unknown) => {
    const { locale } = Intl.DateTimeFormat().resolvedOptions()
    await station?.stop()
    side.post({ type: 'failed', ...explainFailure(toStartFailure(error), locale) }, () => process.exit(1))
  }

  side.onMessage((message, handed) => {
    if (message.type === 'start')
      void start(message.state as State<T> | null)
        .catch(refuse)
        .catch(orEnd)
    else if (message.type === 'handed' && handed !== undefined) served?.take(handed)
    else if (message.type === 'shell') served?.hear(message.message)
    else if (message.type === 'left') void renew().catch(orEnd)
    else if (message.type === 'stop') void end().catch(orEnd)
  })
}
