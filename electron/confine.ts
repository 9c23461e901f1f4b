import type { BrowserWindow, WebContents } from 'electron'
import { citizenAddress, isOwnAddress } from './origin.ts'
import { isWayOut } from './permissions.ts'
import { isKeptFromKiosk } from './kiosk-keys.ts'
import { citizenWindowOptions } from './window.ts'

/**
 * The page stays where it is: it goes nowhere, and opens nothing but the citizen's screen, which does neither; what gets somewhere
 * all the same is brought back.
 */
export function confineNavigation(contents: WebContents, loadOwnPage: () => void): void {
  contents.setWindowOpenHandler(({ url }) =>
    url === citizenAddress
      ? { action: 'allow', overrideBrowserWindowOptions: citizenWindowOptions }
      : { action: 'deny' },
  )
  contents.on('did-create-window', (citizen) => {
    citizen.webContents.on('will-navigate', (event) => event.preventDefault())
    // It may share the process of the clerk's page, which ends with the visit.
    citizen.webContents.on('render-process-gone', () => void citizen.loadURL(citizenAddress).catch(() => {}))
    // Without the clerk's page it would show nothing of anybody, and keep the application from ending.
    contents.once('destroyed', () => !citizen.isDestroyed() && citizen.destroy())
  })
  contents.on('will-navigate', (event) => {
    if (!isOwnAddress(event.url) && !isWayOut(event.url)) event.preventDefault()
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
