import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import type { Page } from 'playwright'
import { createFedCamera, type FedCamera } from '../fixtures/camera.ts'
import { launchChromium } from '../fixtures/chromium.ts'

const root = resolve(import.meta.dirname, '..', '..')

/** One of our processes, once it has said where it listens. */
export interface Service {
  url: string
  /** Central's: opens the administrators' pages once. */
  adminUrl?: string
  stop(): Promise<void>
  /** As a power cut would. */
  kill(): Promise<void>
}

/** Starts a program of the product and waits for its line of JSON. */
export function startService(file: string, variables: Record<string, string>): Promise<Service> {
  const child = spawn(process.execPath, [file], {
    cwd: root,
    stdio: ['ignore', 'pipe', process.env.E2E_LOG ? 'inherit' : 'ignore'],
    env: { ...process.env, ...variables },
  })
  const ends = { stop: () => endChild(child, 'SIGTERM'), kill: () => endChild(child, 'SIGKILL') }
  return new Promise((resolveService, reject) => {
    createInterface({ input: child.stdout! }).on('line', (line) => {
      if (line.startsWith('{"url"'))
        resolveService({ ...(JSON.parse(line) as Pick<Service, 'url' | 'adminUrl'>), ...ends })
    })
    child.once('exit', (code) => reject(new Error(`${file} ended with ${code}`)))
  })
}

function endChild(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  return new Promise((resolveExit) => {
    child.once('exit', () => resolveExit())
    child.kill(signal)
  })
}

export interface Kiosk {
  page: Page
  camera: FedCamera
  central: { url: string; adminUrl: string | undefined; stop(): Promise<void>; start(): Promise<void> }
  /** Stops the station as a power cut would and starts it again on the same data; the page is opened anew. */
  restartStation(): Promise<void>
  stop(): Promise<void>
}

export interface KioskOptions {
  reader: 'pcsc' | 'simulated'
  kind?: 'counter' | 'tablet'
  viewport?: { width: number; height: number }
  /** `identity`: the identity service on the same server, with the citizen's web application. */
  central?: 'central' | 'identity'
}

/** The whole product on loopback: central on its embedded database, the station, a real Chromium with a fed camera. */
export async function startKiosk({
  reader,
  kind = 'counter',
  viewport = { width: 1280, height: 800 },
  central: program = 'central',
}: KioskOptions): Promise<Kiosk> {
  const folder = mkdtempSync(join(tmpdir(), 'guichet-e2e-'))
  const camera = await createFedCamera()
  const startCentral = (port: string) =>
    startService(`src/${program}/main.ts`, {
      GUICHET_CENTRAL_DATA: join(folder, 'central'),
      PORT: port,
      GUICHET_ENVIRONMENT: 'training',
    })
  let centralService = await startCentral('0')
  const { url, adminUrl } = centralService
  const startStation = () =>
    startService('src/station/main.ts', {
      GUICHET_DATA: join(folder, 'station'),
      GUICHET_CENTRAL_URL: url,
      GUICHET_READER: reader,
      GUICHET_KIND: kind,
      GUICHET_MODE: 'training',
    })
  // First: the address of the station is good for half a minute.
  const browser = await launchChromium(camera)
  let station = await startStation()
  const context = await browser.newContext({ viewport, locale: 'fr-FR', reducedMotion: 'reduce' })
  const page = await context.newPage()
  await page.goto(station.url)
  return {
    page,
    camera,
    central: {
      url,
      adminUrl,
      stop: () => centralService.stop(),
      start: async () => {
        centralService = await startCentral(new URL(url).port)
      },
    },
    async restartStation() {
      await station.kill()
      station = await startStation()
      await page.goto('about:blank')
      await page.goto(station.url)
    },
    async stop() {
      await browser.close()
      await station.stop()
      await centralService.stop()
      camera.remove()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
