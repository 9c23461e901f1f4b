import { BrowserWindow } from 'electron'
import { origin } from './origin.ts'
import type { ShellSettings } from './shell-settings.ts'

/**
 * Makes the kiosk's one window, still without its page. Every switch of its page is stated, defaults included: an upgrade
 * that changes one must change this line. They stand in place, where a static check sees them.
 */
export function createWindow(preload: string, presence: ShellSettings['presence']): BrowserWindow {
  const isKiosk = presence === 'kiosk'
  const window = new BrowserWindow({
    width: 1280,
    height: 800,
    minWidth: 800,
    minHeight: 600,
    show: false,
    autoHideMenuBar: true,
    fullscreen: presence !== 'window',
    kiosk: isKiosk,
    closable: !isKiosk,
    minimizable: !isKiosk,
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
  window.once('ready-to-show', () => window.show())
  return window
}

/** The citizen's screen: the same page without the preload, so without any way to the station. Every switch is stated again. */
export const citizenWindowOptions = {
  minWidth: 800,
  minHeight: 600,
  autoHideMenuBar: true,
  title: 'Guichet',
  webPreferences: {
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
    disableBlinkFeatures: 'Auxclick',
    enableBlinkFeatures: '',
    spellcheck: false,
    devTools: false,
  },
} as const

/** Loads the interface. Whatever the page is to find must be there before: it asks as soon as it runs. */
export async function loadPage(window: BrowserWindow): Promise<void> {
  await window.loadURL(`${origin}/index.html`)
}
