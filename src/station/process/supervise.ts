import type { Logger } from 'pino'
import { restBeforeRevivalMs } from './rest-before-revival.ts'

/** A process of the station as its shell handles it; `S`: what the shell passes with a message (a socket, a port). */
export interface StationProcess<S> {
  post(message: ToStation, handed?: S): void
  onMessage(hear: (message: FromStation) => void): void
  /** Called once, however the process ended. */
  onExit(hear: () => void): void
  kill(): void
}

/** `state`: what the process before sent with `renewed`, null at first. */
export type ToStation =
  { type: 'start'; state: unknown } | { type: 'handed' } | { type: 'left' } | { type: 'stop' } | ShellMessage
export type FromStation =
  | { type: 'ready'; told: unknown }
  | { type: 'failed'; title: string; text: string }
  /** It is about to end, in order: after `left` nothing more is handed to it, and then its page is told. */
  | { type: 'leaving' }
  /** It ends now; the next one is to know this. */
  | { type: 'renewed'; state: unknown }
  | { type: 'destroyed' }
  | ShellMessage

/** What only shell and station know. */
export interface ShellMessage {
  type: 'shell'
  message: unknown
}

export interface Supervised<S> {
  /** What the first process told when it was ready. Rejects with a StartRefused, or because it ended without a word. */
  ready: Promise<unknown>
  /** Given to the process that answers now, or to the next one as soon as it does. */
  hand(handed: S): void
  tell(message: unknown): void
  /** Ends it in order; resolves when it has ended. */
  stop(): Promise<void>
}

/** Why the station could not start, in words. */
export class StartRefused extends Error {
  readonly title: string
  readonly text: string
  constructor({ title, text }: { title: string; text: string }) {
    super(title)
    this.title = title
    this.text = text
  }
}

export interface SuperviseOptions<S> {
  spawn: () => StationProcess<S>
  log: Logger
  /** Each process but the first has taken over. */
  onRenewed?: () => void
  onShellMessage?: (message: unknown) => void
  /** A revoked station has destroyed its data. */
  onDestroyed: () => void
  /** A later process could not start. */
  onRefused: (reason: Error) => void
}

type Phase = 'starting' | 'ready' | 'leaving' | 'left'

/**
 * Keeps one process of the station running: the next one when a visit or a login has ended it, and after a crash another that knows
 * nothing of it. The one that comes next is started beforehand and waits, so that nobody at the counter waits for it.
 */
export function superviseStation<S>(options: SuperviseOptions<S>): Supervised<S> {
  const { spawn, log } = options
  const failedAt: number[] = []
  const waiting: S[] = []
  const first = Promise.withResolvers<unknown>()
  const ended = Promise.withResolvers<void>()
  let hasServed = false
  let isStopping = false
  let spare: StationProcess<S> | null = null
  let serving: { process: StationProcess<S>; phase: Phase } | null = null
  let state: unknown = null

  const prepare = (): StationProcess<S> => {
    const made = spawn()
    made.onExit(() => {
      if (made === spare) spare = null
      if (made === serving?.process) exited(serving.phase)
    })
    made.onMessage((message) => {
      if (made === serving?.process) hear(serving, message)
    })
    return made
  }

  const begin = () => {
    if (isStopping) return ended.resolve()
    serving = { process: spare ?? prepare(), phase: 'starting' }
    spare = null
    serving.process.post({ type: 'start', state })
  }

  const hear = (from: NonNullable<typeof serving>, message: FromStation) => {
    if (message.type === 'ready') {
      from.phase = 'ready'
      for (const one of waiting.splice(0)) from.process.post({ type: 'handed' }, one)
      if (hasServed) options.onRenewed?.()
      hasServed = true
      first.resolve(message.told)
      if (!isStopping) spare = prepare()
    } else if (message.type === 'leaving') {
      from.phase = 'leaving'
      from.process.post({ type: 'left' })
    } else if (message.type === 'renewed') {
      from.phase = 'left'
      state = message.state
    } else if (message.type === 'failed') refuse(new StartRefused(message))
    else if (message.type === 'destroyed') {
      isStopping = true
      options.onDestroyed()
    } else options.onShellMessage?.(message.message)
  }

  const refuse = (reason: Error) => {
    isStopping = true
    if (hasServed) options.onRefused(reason)
    else first.reject(reason)
  }

  const exited = (phase: Phase) => {
    serving = null
    if (isStopping) return ended.resolve()
    if (!hasServed) return refuse(new Error('the station ended as it started'))
    if (phase === 'left') return begin()
    log.error('the station ended and is made anew')
    failedAt.push(Date.now())
    state = null
    setTimeout(begin, restBeforeRevivalMs(failedAt, Date.now()))
  }

  begin()
  return {
    ready: first.promise,
    hand(handed) {
      if (serving?.phase === 'ready') serving.process.post({ type: 'handed' }, handed)
      else waiting.push(handed)
    },
    tell: (message) => serving?.process.post({ type: 'shell', message }),
    stop() {
      isStopping = true
      spare?.kill()
      if (serving === null) ended.resolve()
      else serving.process.post({ type: 'stop' })
      return ended.promise
    },
  }
}
