import { BrowserWindow } from 'electron'
import { isOwnAddress, origin } from './origin.ts'

/**
 * Makes the kiosk's one window, still without its page. It navigates nowhere and opens nothing. Every switch of its page is stated, defaults
 * included: an upgrade that changes one must change this line. They stand in place, where a static check sees them.
 */
export function createWindow(preload: string): BrowserWindow {
  const window = new BrowserWindow({
    width: 1280,
    height: 800,
    minWidth: 800,
    minHeight: 600,
    show: false,
    autoHideMenuBar: true,
    title: 'Guichet',
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      // A middle click would open a window of its own.
      disableBlinkFeatures: 'Auxclick',
      enableBlinkFeatures: '',
      spellcheck: false,
      devTools: false,
    },
  })
  window.webContents.setWindowOpenHandler(() => ({ action: 'deny' }))
  window.webContents.on('will-navigate', (event) => {
    if (!isOwnAddress(event.url)) event.preventDefault()
  })
  window.webContents.on('will-attach-webview', (event) => event.preventDefault())
  window.once('ready-to-show', () => window.show())
  return window
}

/** Loads the interface. Whatever the page is to find must be there before: it asks as soon as it runs. */
export async function loadPage(window: BrowserWindow): Promise<void> {
  await window.loadURL(`${origin}/index.html`)
}
