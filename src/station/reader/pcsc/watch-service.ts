import type { NativeContext, NativeReader } from 'pcsclite'

/** How long to wait before looking for the PC/SC service again, in milliseconds. */
const retryMs = 2000
/** How long after the last reader has gone the service is asked afresh whether it is still there, in milliseconds. */
const afreshMs = 2000

/** What is told of the service, in the order in which it happens. */
export interface ServiceListener {
  onUp(): void
  onReader(reader: NativeReader): void
  /** Its readers are gone with it. */
  onDown(): void
}

/** The PC/SC service of this machine, looked for until it is there and again whenever it has gone. */
export interface WatchedService {
  isUp(): boolean
  /** To be said when the last reader that was told has gone. */
  readersGone(): void
  stop(): void
}

/** Watches from now on. Without the native module or the service, keeps looking. */
export function watchService({ onUp, onReader, onDown }: ServiceListener): WatchedService {
  let context: NativeContext | null = null
  let isStopped = false
  let timer: NodeJS.Timeout | null = null
  const later = (act: () => Promise<void>, ms: number) => {
    if (timer !== null) clearTimeout(timer)
    timer = setTimeout(() => void act(), ms).unref()
  }

  async function start(): Promise<void> {
    if (isStopped) return
    const opened = await openContext()
    if (opened === null) return later(start, retryMs)
    if (isStopped) return opened.close()
    watch(opened)
    onUp()
  }

  function watch(opened: NativeContext): void {
    context = opened
    opened.on('error', () => restart(opened))
    opened.on('reader', (reader) => {
      // An unheard 'error' event would end the process.
      reader.on('error', () => {})
      if (context === opened) onReader(reader)
    })
  }

  /** The service has stopped, and it may come back. */
  function restart(failed: NativeContext): void {
    if (context !== failed) return
    context = null
    onDown()
    void start()
  }

  /**
   * A service that ends while the native module is telling of readers is told as readers that went: the module overwrites
   * its own error. So when the last reader has gone, a new connection finds out which of the two it was.
   */
  async function lookAfresh(last: NativeContext): Promise<void> {
    const opened = await openContext()
    if (opened === null) return restart(last)
    if (isStopped || context !== last) return opened.close()
    watch(opened)
    last.close()
  }

  void start()
  return {
    isUp: () => context !== null,
    readersGone() {
      const last = context
      if (last !== null) later(async () => void (context === last && (await lookAfresh(last))), afreshMs)
    },
    stop() {
      isStopped = true
      if (timer !== null) clearTimeout(timer)
      context?.close()
      context = null
    },
  }
}

/** Null when the module is not installed or the service is down. */
async function openContext(): Promise<NativeContext | null> {
  try {
    const { default: open } = await import('pcsclite')
    return open()
  } catch {
    // Which of the two it is makes no difference to the clerk; the code says what to do about either.
    return null
  }
}
