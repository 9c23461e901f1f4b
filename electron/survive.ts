import { app, type BrowserWindow } from 'electron'
import type { Logger } from 'pino'
import { restBeforeRevivalMs } from '../src/station/process/rest-before-revival.ts'

/**
 * Electron answers an exception that nobody caught with a dialog, and the counter stands still until somebody presses its button. What must
 * be whole is in the station's process, which ends and comes back by itself: here it is logged (outlive-rejections.ts), and the window stays.
 */
export function outliveExceptions(): void {
  process.on('uncaughtException', () => {})
}

/** A page that hangs this long after Chromium noticed is ended and made again. */
const patienceMs = 5_000

/**
 * Brings the page back after its process died, hung or could not load it. The station and with it the open visit live in
 * another process: the page asks for them again. Every such event is a line in the log. Answers how the page is made again on purpose,
 * in another process: what the first held of a visit goes with it.
 */
export function keepPageAlive(window: BrowserWindow, log: Logger, loadOwnPage: () => Promise<void>): () => void {
  const contents = window.webContents
  const failedAt: number[] = []
  let hung: NodeJS.Timeout | undefined
  let isMeant = false
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
    if (isMeant) {
      isMeant = false
      // What failed to load is told by did-fail-load.
      return void loadOwnPage().catch(() => {})
    }
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
    // Chromium makes these again by itself.
    // The station's own is told of by who keeps it running.
    if (reason !== 'clean-exit' && type !== 'Utility')
      log.error({ type, reason, exitCode }, 'a process of the window ended')
  })
  return () => {
    isMeant = true
    contents.forcefullyCrashRenderer()
  }
}
