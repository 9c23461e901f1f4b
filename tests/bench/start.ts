import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright'
import { spread, type BenchRow } from './row.ts'

const root = resolve(import.meta.dirname, '..', '..')
const runs = 7
const baseline = 'bare page over a bare encrypted database'
const bundle = ['main', 'station-process'].map((name) => join(root, 'dist', 'station', `${name}.mjs`))

interface Start {
  /** Until there is an address that can be opened. */
  servedMs: number
  /** Until a heading stands in the window. */
  usableMs: number
}

/** One start of a program and of Chromium at its page, as `npm start` does it: the program first, then the window. */
async function startOnce(args: string[], environment: Record<string, string>): Promise<Start> {
  const startedAt = performance.now()
  const child = spawn(process.execPath, args, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, ...environment },
  })
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string]
  const servedMs = performance.now() - startedAt
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: sandbox })
  const page = await browser.newPage()
  await page.goto((JSON.parse(line) as { url: string }).url, { waitUntil: 'commit' })
  await page.getByRole('heading', { level: 1 }).waitFor()
  const usableMs = performance.now() - startedAt
  await browser.close()
  child.kill('SIGTERM')
  await once(child, 'exit')
  return { servedMs, usableMs }
}

/**
 * From the launch of the Chromium shell's programs to a screen that can be used, as they are bundled for `npm start` and from their
 * sources, each turn about with a window that shows one line over an encrypted database that was just opened.
 */
export async function benchStart(): Promise<BenchRow[]> {
  if (!bundle.every((file) => existsSync(file))) throw new Error('npm run build first')
  const folder = mkdtempSync(join(tmpdir(), 'guichet-bench-'))
  const environment = { GUICHET_DATA: folder, GUICHET_CENTRAL_URL: 'http://127.0.0.1:9', GUICHET_MODE: 'training' }
  const works: Record<string, () => Promise<Start>> = {
    [baseline]: () =>
      startOnce([fileURLToPath(new URL('bare-kiosk.mjs', import.meta.url)), join(folder, 'bare.db')], {}),
    'bundled, as npm start': () => startOnce(bundle, environment),
    'from its sources': () => startOnce([join('src', 'station', 'main.ts')], environment),
  }
  const samples = Object.fromEntries(Object.keys(works).map((name): [string, Start[]] => [name, []]))
  // The first of each fills the system's caches.
  for (let run = 0; run <= runs; run += 1)
    for (const [name, work] of Object.entries(works)) {
      const start = await work()
      if (run > 0) samples[name]!.push(start)
    }
  rmSync(folder, { recursive: true, force: true })
  return (['servedMs', 'usableMs'] as const).flatMap((what) => {
    const measured = (name: string) => spread(samples[name]!.map((start) => start[what]))
    const label = what === 'servedMs' ? 'start to an address' : 'start to usable in Chromium'
    return Object.keys(works).map((name) => ({
      name: `${label}, ${name}`,
      ...measured(name),
      unit: 'ms',
      ...(name !== baseline && { baseline, ratio: measured(name).median / measured(baseline).median }),
    }))
  })
}
