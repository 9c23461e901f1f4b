import { app, type BrowserWindow } from 'electron'
import type { Logger } from 'pino'

/** A page that hangs this long after Chromium noticed is ended and made anew. */
const patienceMs = 5_000
const windowMs = 60_000
const longestRestMs = 30_000

/** How long to wait before a page that failed is made again: at once, then longer the more often it failed of late. */
export function restBeforeRevivalMs(failedAt: readonly number[], nowMs: number): number {
  const recent = failedAt.filter((at) => nowMs - at < windowMs).length
  return recent <= 1 ? 0 : Math.min(500 * 2 ** (recent - 2), longestRestMs)
}

/**
 * Brings the page back after its process died, hung or could not load it. The station and with it the open visit live in
 * another process: the page asks for them anew. Every such event is a line in the log.
 */
export function keepPageAlive(window: BrowserWindow, log: Logger, loadOwnPage: () => Promise<void>): void {
  const contents = window.webContents
  const failedAt: number[] = []
  let hung: NodeJS.Timeout | undefined
  const revive = () => {
    failedAt.push(Date.now())
    const restMs = restBeforeRevivalMs(failedAt, Date.now())
    setTimeout(() => {
      if (window.isDestroyed()) return
      // What failed to load is told by did-fail-load, which leads here again.
      void loadOwnPage().catch(() => {})
    }, restMs)
  }
  contents.on('render-process-gone', (_event, { reason, exitCode }) => {
    clearTimeout(hung)
    if (reason === 'clean-exit') return
    log.error({ reason, exitCode }, 'the page ended and is made anew')
    revive()
  })
  contents.on('unresponsive', () => {
    log.error('the page does not respond')
    hung = setTimeout(() => contents.forcefullyCrashRenderer(), patienceMs)
  })
  contents.on('responsive', () => clearTimeout(hung))
  contents.on('did-fail-load', (_event, errorCode, _description, _url, isMainFrame) => {
    // -3: another navigation took its place.
    if (!isMainFrame || errorCode === -3) return
    log.error({ errorCode }, 'the page could not be loaded')
    revive()
  })
  app.on('child-process-gone', (_event, { type, reason, exitCode }) => {
    // Chromium makes these anew by itself.
    if (reason !== 'clean-exit') log.error({ type, reason, exitCode }, 'a process of the window ended')
  })
}
