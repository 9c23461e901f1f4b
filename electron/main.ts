import { join } from 'node:path'
import { app, session } from 'electron'
import { createStation, type Station } from '../src/station/station.ts'
import { stationOptionsFromEnvironment } from '../src/station/environment.ts'
import { joinWire } from './ipc.ts'
import { systemKeyWrap } from './key-store.ts'
import { denyPermissions } from './permissions.ts'
import { handleScheme, registerScheme } from './scheme.ts'
import { openWindow } from './window.ts'

// Two kiosks on one database would be two writers of one sequence: the second start only raises the first's window.
if (!app.requestSingleInstanceLock()) app.quit()
else void start()

async function start(): Promise<void> {
  app.enableSandbox()
  registerScheme()
  app.on('web-contents-created', (_event, contents) => contents.setWindowOpenHandler(() => ({ action: 'deny' })))
  await app.whenReady()
  // Beside the bundle in development, in the resources folder once packaged (forge.config.ts, extraResource).
  const resourcesFolder = app.isPackaged ? process.resourcesPath : app.getAppPath()
  const uiFolder = app.isPackaged ? join(resourcesFolder, 'ui') : join(resourcesFolder, 'dist', 'ui')
  const options = stationOptionsFromEnvironment(process.env, { dataFolder: app.getPath('userData'), resourcesFolder })
  await show(await createStation({ ...options, keyWrap: systemKeyWrap() }), uiFolder)
}

async function show(station: Station, uiFolder: string): Promise<void> {
  denyPermissions(session.defaultSession)
  handleScheme(session.defaultSession, uiFolder, station)
  const window = await openWindow(join(app.getAppPath(), '.vite', 'build', 'preload.cjs'))
  const leaveWire = joinWire(window, station)
  app.on('second-instance', () => {
    if (window.isMinimized()) window.restore()
    window.focus()
  })
  app.on('window-all-closed', () => {
    leaveWire()
    void station.stop().finally(() => app.quit())
  })
}
