import { BrowserWindow, type WebPreferences } from 'electron'
import { isOwnAddress, origin } from './origin.ts'

/** Every switch is stated, defaults included: an upgrade that changes one must change this line. */
export const webPreferences = (preload: string): WebPreferences => ({
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
  disableBlinkFeatures: '',
  enableBlinkFeatures: '',
  spellcheck: false,
  devTools: false,
})

/** Opens the kiosk's one window. It navigates nowhere and opens nothing. */
export async function openWindow(preload: string): Promise<BrowserWindow> {
  const window = new BrowserWindow({
    width: 1280,
    height: 800,
    minWidth: 800,
    minHeight: 600,
    show: false,
    autoHideMenuBar: true,
    title: 'Guichet',
    webPreferences: webPreferences(preload),
  })
  window.webContents.setWindowOpenHandler(() => ({ action: 'deny' }))
  window.webContents.on('will-navigate', (event) => {
    if (!isOwnAddress(event.url)) event.preventDefault()
  })
  window.webContents.on('will-attach-webview', (event) => event.preventDefault())
  window.once('ready-to-show', () => window.show())
  await window.loadURL(`${origin}/index.html`)
  return window
}
