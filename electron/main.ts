import { join } from 'node:path'
import { app, dialog, session } from 'electron'
import type { Station } from '../src/station/port.ts'
import { createStation } from '../src/station/station.ts'
import { createTechnicalLog } from '../src/station/start/technical-log.ts'
import { stationOptionsFromEnvironment } from '../src/station/start/environment.ts'
import { explainFailure, toStartFailure } from '../src/station/start/explain-failure.ts'
import { joinWire } from './ipc.ts'
import { systemKeyWrap } from './key-store.ts'
import { denyPermissions } from './permissions.ts'
import { handleScheme, registerScheme } from './scheme.ts'
import { createWindow, loadPage } from './window.ts'

// Two kiosks on one database would be two writers of one sequence: the second start only raises the first's window.
if (!app.requestSingleInstanceLock()) app.quit()
else void start().catch(explainAndEnd)

async function start(): Promise<void> {
  app.enableSandbox()
  registerScheme()
  app.on('web-contents-created', (_event, contents) => contents.setWindowOpenHandler(() => ({ action: 'deny' })))
  await app.whenReady()
  const { resourcesFolder, uiFolder } = installedFolders()
  const options = stationOptionsFromEnvironment(process.env, { dataFolder: app.getPath('userData'), resourcesFolder })
  // A revoked station has destroyed its data: nothing is left to show.
  const onDestroyed = () => app.exit(0)
  const shell = { keyWrap: systemKeyWrap(), log: createTechnicalLog(), onDestroyed }
  await show(await createStation({ ...options, ...shell }), uiFolder)
}

/** Beside the bundle in development, in the resources folder once packaged (forge.config.ts, extraResource). */
function installedFolders() {
  const resourcesFolder = app.isPackaged ? process.resourcesPath : app.getAppPath()
  const uiFolder = join(resourcesFolder, ...(app.isPackaged ? ['ui'] : ['dist', 'ui']))
  return { resourcesFolder, uiFolder }
}

/** There is no window yet in which to say it. */
function explainAndEnd(error: unknown): void {
  const { title, text } = explainFailure(toStartFailure(error), app.getLocale())
  dialog.showErrorBox(title, text)
  app.exit(1)
}

async function show(station: Station, uiFolder: string): Promise<void> {
  denyPermissions(session.defaultSession)
  handleScheme(session.defaultSession, uiFolder, station)
  const window = createWindow(join(app.getAppPath(), '.vite', 'build', 'preload.cjs'))
  const leaveWire = joinWire(window, station)
  app.on('second-instance', () => {
    if (window.isMinimized()) window.restore()
    window.focus()
  })
  app.on('window-all-closed', () => {
    leaveWire()
    void station.stop().finally(() => app.quit())
  })
  await loadPage(window)
}
