import type { BrowserWindow, WebContents } from 'electron'
import { isOwnAddress } from './origin.ts'
import { isKeptFromKiosk } from './kiosk-keys.ts'

/** The page stays where it is: it opens nothing and goes nowhere; what gets somewhere all the same is brought back. */
export function confineNavigation(contents: WebContents, loadOwnPage: () => void): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  contents.on('will-navigate', (event) => {
    if (!isOwnAddress(event.url)) event.preventDefault()
  })
  contents.on('will-redirect', (event) => {
    if (!isOwnAddress(event.url)) event.preventDefault()
  })
  contents.on('will-attach-webview', (event) => event.preventDefault())
  // about:blank is asked of nobody: it is seen only once it is there.
  contents.on('did-navigate', (_event, url) => {
    if (!isOwnAddress(url)) loadOwnPage()
  })
}

/** A kiosk is not reloaded, zoomed, left or closed from its keyboard; `mayClose` says whether the application is ending. */
export function confineKiosk(window: BrowserWindow, mayClose: () => boolean): void {
  const contents = window.webContents
  contents.on('before-input-event', (event, input) => {
    if (isKeptFromKiosk(input)) event.preventDefault()
  })
  contents.on('did-finish-load', () => void contents.setVisualZoomLevelLimits(1, 1))
  window.on('close', (event) => {
    if (!mayClose()) event.preventDefault()
  })
}
