import { join } from 'node:path'
import { app, crashReporter, dialog, session } from 'electron'
import type { Logger } from 'pino'
import { Failure } from '../src/contract/failure.ts'
import { keepOutOfDumps } from '../src/station/process/no-dumps.ts'
import { StartRefused } from '../src/station/process/supervise.ts'
import { softwareVersion } from '../src/contract/software-version.ts'
import { stationOptionsFromEnvironment } from '../src/station/start/environment.ts'
import { explainFailure, toStartFailure } from '../src/station/start/explain-failure.ts'
import { findNativeParts } from '../src/station/start/native-parts.ts'
import { withManagedSettings } from '../src/station/start/managed-settings.ts'
import { outliveRejections } from '../src/station/start/outlive-rejections.ts'
import { createTechnicalLog } from '../src/station/start/technical-log.ts'
import { forbiddenSwitch } from './command-line.ts'
import { confineKiosk, confineNavigation } from './confine.ts'
import { lockWhenAway } from './lock-when-away.ts'
import { answerInstaller, installerEvent } from './installer-events.ts'
import { joinWire } from './ipc.ts'
import { systemKeyWrap } from './key-store.ts'
import { setMenu } from './menu.ts'
import { denyPermissions } from './permissions.ts'
import { endInOrder, endWithSession } from './quit.ts'
import { handleScheme, registerScheme } from './scheme.ts'
import { shellSettingsFrom, type ShellSettings } from './shell-settings.ts'
import { startStation, type StationShell } from './station-shell.ts'
import { storeDownloads } from './store-downloads.ts'
import { keepPageAlive, outliveExceptions } from './survive.ts'
import { createWindow, loadPage } from './window.ts'

const installing = installerEvent(process.platform, process.argv, process.execPath)
if (installing !== null) answerInstaller(installing, () => app.quit())
// Two kiosks on one database would be two writers of one sequence: the second start only raises the first's window.
else if (!app.requestSingleInstanceLock()) app.quit()
else void start().catch(explainAndEnd)

async function start(): Promise<void> {
  refuseSwitches()
  keepOutOfDumps()
  app.enableSandbox()
  registerScheme()
  app.on('web-contents-created', (_event, contents) => contents.setWindowOpenHandler(() => ({ action: 'deny' })))
  await app.whenReady()
  const { resourcesFolder, uiFolder } = installedFolders()
  const variables = withManagedSettings(process.env)
  const settings = shellSettingsFrom(variables)
  reportCrashes(settings)
  const options = stationOptionsFromEnvironment(variables, { dataFolder: app.getPath('userData'), resourcesFolder })
  // Whatever is written from here on is this account's alone.
  process.umask(0o077)
  // Electron on Windows has no standard error: a write to it would fail.
  const log = createTechnicalLog(options.dataFolder, { toStandardError: !app.isPackaged })
  outliveRejections(log)
  outliveExceptions()
  log.info({ version: softwareVersion, ...(await findNativeParts()), presence: settings.presence }, 'starting')
  let renewPage = () => {}
  const station = startStation({
    file: join(app.getAppPath(), '.vite', 'build', 'station-process.cjs'),
    variables,
    folders: { dataFolder: app.getPath('userData'), resourcesFolder, hasStandardError: !app.isPackaged },
    keyWrap: systemKeyWrap(),
    resolveProxy: (url) => session.defaultSession.resolveProxy(url),
    log,
    onRenewed: () => renewPage(),
    // A revoked station has destroyed its data: nothing is left to show.
    onDestroyed: () => app.exit(0),
    onRefused: explainAndEnd,
  })
  await station.ready
  renewPage = await show(station, { uiFolder, settings, log })
  log.info('started')
}

/** An installed application has no debugging port; in development the tools use one. */
function refuseSwitches(): void {
  const found = app.isPackaged ? forbiddenSwitch(process.argv) : null
  if (found !== null) throw new Failure('start_settings_invalid', found)
}

/** Off unless the operator has an address for them: a report goes nowhere else, and none is kept here. */
function reportCrashes({ crashReportUrl }: ShellSettings): void {
  if (crashReportUrl !== null) crashReporter.start({ submitURL: crashReportUrl, uploadToServer: true, compress: true })
}

/** Beside the bundle in development, in the resources folder once packaged (forge.config.ts, extraResource). */
function installedFolders() {
  const resourcesFolder = app.isPackaged ? process.resourcesPath : app.getAppPath()
  const uiFolder = join(resourcesFolder, ...(app.isPackaged ? ['ui'] : ['dist', 'ui']))
  return { resourcesFolder, uiFolder }
}

/** There is no window yet in which to say it. */
function explainAndEnd(error: unknown): void {
  const { title, text } = error instanceof StartRefused ? error : explainFailure(toStartFailure(error), app.getLocale())
  dialog.showErrorBox(title, text)
  app.exit(1)
}

async function show(
  station: StationShell,
  { uiFolder, settings, log }: { uiFolder: string; settings: ShellSettings; log: Logger },
): Promise<() => void> {
  const isKiosk = settings.presence === 'kiosk'
  denyPermissions(session.defaultSession)
  handleScheme(session.defaultSession, uiFolder, station)
  setMenu(isKiosk)
  const window = createWindow(join(app.getAppPath(), '.vite', 'build', 'preload.cjs'), settings.presence)
  const load = () => loadPage(window)
  confineNavigation(window.webContents, () => void load().catch(() => {}))
  const renewPage = keepPageAlive(window, log, load)
  const leaveWire = joinWire(window, { give: station.give, remakePage: renewPage, log })
  const isEnding = endInOrder(() => {
    leaveWire()
    return station.stop().then(() => log.info('stopped'))
  })
  if (isKiosk) confineKiosk(window, isEnding)
  endWithSession(window)
  lockWhenAway(station.lock)
  storeDownloads(session.defaultSession, settings.downloadFolder ?? app.getPath('downloads'), (payload) =>
    station.tell({ event: 'download.ended', payload }),
  )
  app.on('second-instance', () => {
    if (window.isMinimized()) window.restore()
    window.focus()
  })
  await load().catch(() => log.error('the page was not loaded at the first time'))
  return renewPage
}
