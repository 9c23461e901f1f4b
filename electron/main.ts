import { join } from 'node:path'
import { app, dialog, session } from 'electron'
import type { Logger } from 'pino'
import { Failure } from '../src/contract/failure.ts'
import type { Station } from '../src/station/port.ts'
import { softwareVersion } from '../src/station/software-version.ts'
import { createStation } from '../src/station/station.ts'
import { stationOptionsFromEnvironment } from '../src/station/start/environment.ts'
import { explainFailure, toStartFailure } from '../src/station/start/explain-failure.ts'
import { findNativeParts } from '../src/station/start/native-parts.ts'
import { networkFromEnvironment } from '../src/station/start/network-settings.ts'
import { outliveRejections } from '../src/station/start/outlive-rejections.ts'
import { createTechnicalLog } from '../src/station/start/technical-log.ts'
import { forbiddenSwitch } from './command-line.ts'
import { confineKiosk, confineNavigation } from './confine.ts'
import { lockWhenAway } from './lock-when-away.ts'
import { joinWire } from './ipc.ts'
import { systemKeyWrap } from './key-store.ts'
import { setMenu } from './menu.ts'
import { wireChannel } from './origin.ts'
import { denyPermissions } from './permissions.ts'
import { endInOrder, endWithSession } from './quit.ts'
import { handleScheme, registerScheme } from './scheme.ts'
import { shellSettingsFrom, type ShellSettings } from './shell-settings.ts'
import { storeDownloads } from './store-downloads.ts'
import { keepPageAlive } from './survive.ts'
import { createWindow, loadPage } from './window.ts'

// Two kiosks on one database would be two writers of one sequence: the second start only raises the first's window.
if (!app.requestSingleInstanceLock()) app.quit()
else void start().catch(explainAndEnd)

async function start(): Promise<void> {
  refuseSwitches()
  app.enableSandbox()
  registerScheme()
  app.on('web-contents-created', (_event, contents) => contents.setWindowOpenHandler(() => ({ action: 'deny' })))
  await app.whenReady()
  const { resourcesFolder, uiFolder } = installedFolders()
  const settings = shellSettingsFrom(process.env)
  const options = stationOptionsFromEnvironment(process.env, { dataFolder: app.getPath('userData'), resourcesFolder })
  // Whatever is written from here on is this account's alone.
  process.umask(0o077)
  // Electron on Windows has no standard error: a write to it would fail.
  const log = createTechnicalLog(options.dataFolder, { toStandardError: !app.isPackaged })
  outliveRejections(log)
  log.info({ version: softwareVersion, ...(await findNativeParts()), presence: settings.presence }, 'starting')
  // A revoked station has destroyed its data: nothing is left to show.
  const onDestroyed = () => app.exit(0)
  const network = networkFromEnvironment(process.env, (url) => session.defaultSession.resolveProxy(url))
  const station = await createStation({ ...options, keyWrap: systemKeyWrap(), network, log, onDestroyed })
  await show(station, { uiFolder, settings, log })
  log.info('started')
}

/** From outside nobody looks into an installed application; while it is developed the tools do. */
function refuseSwitches(): void {
  const found = app.isPackaged ? forbiddenSwitch(process.argv) : null
  if (found !== null) throw new Failure('start_settings_invalid', found)
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

async function show(
  station: Station,
  { uiFolder, settings, log }: { uiFolder: string; settings: ShellSettings; log: Logger },
): Promise<void> {
  const isKiosk = settings.presence === 'kiosk'
  denyPermissions(session.defaultSession)
  handleScheme(session.defaultSession, uiFolder, station)
  setMenu(isKiosk)
  const window = createWindow(join(app.getAppPath(), '.vite', 'build', 'preload.cjs'), settings.presence)
  const load = () => loadPage(window)
  confineNavigation(window.webContents, () => void load().catch(() => {}))
  keepPageAlive(window, log, load)
  const leaveWire = joinWire(window, station)
  const isEnding = endInOrder(() => {
    leaveWire()
    return station.stop().then(() => log.info('stopped'))
  })
  if (isKiosk) confineKiosk(window, isEnding)
  endWithSession(window)
  lockWhenAway(station)
  storeDownloads(session.defaultSession, settings.downloadFolder ?? app.getPath('downloads'), (payload) =>
    window.webContents.send(wireChannel, { event: 'download.ended', payload }),
  )
  app.on('second-instance', () => {
    if (window.isMinimized()) window.restore()
    window.focus()
  })
  await load().catch(() => log.error('the page was not loaded at the first time'))
}
