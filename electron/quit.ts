import { app, powerMonitor, type BrowserWindow } from 'electron'

/**
 * Stops the station in order, once, whatever ends the application: its menu, its last window, a signal, the end of the
 * session or of the machine. Answers whether the end has begun.
 */
export function endInOrder(stop: () => Promise<void>): () => boolean {
  let state: 'running' | 'stopping' | 'stopped' = 'running'
  app.on('before-quit', (event) => {
    if (state === 'stopped') return
    event.preventDefault()
    if (state === 'stopping') return
    state = 'stopping'
    void stop().finally(() => {
      state = 'stopped'
      app.quit()
    })
  })
  app.on('window-all-closed', () => app.quit())
  // Electron quits at SIGTERM and SIGINT by itself; the machine's own end is announced on Linux and macOS.
  powerMonitor.on('shutdown', (event?: { preventDefault(): void }) => {
    event?.preventDefault()
    app.quit()
  })
  return () => state !== 'running'
}

/** Windows asks nobody at the end of a session: what is not on disk by then is lost, so that all of it always is. */
export function endWithSession(window: BrowserWindow): void {
  window.on('session-end', () => app.quit())
}
