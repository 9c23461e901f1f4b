import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'playwright/test'
import { dateSpecimen } from '../../src/virtual-card/printed-document.ts'
import { startService, type Service } from '../e2e/kiosk.ts'
import { fr } from '../e2e/words.ts'
import { beginAsManager, pin, specimenOf, untilReady, walkToDecision } from '../fixtures/journey.ts'
import { commandLineOf, countInMemory, descendantsOf } from '../fixtures/processes.ts'
import { startBareShell, type BareShell } from './bare.ts'
import { makeDataFolder } from './launch.ts'
import { pageCounter } from './page-counter.ts'

// What somebody who gets at the memory of any process of the window finds of a visit: while it lasts everything, after it nothing.
const place = makeDataFolder()
const centralFolder = mkdtempSync(join(tmpdir(), 'guichet-shell-central-'))
let central: Service
let shell: BareShell

test.beforeAll(async () => {
  const variables = { GUICHET_CENTRAL_DATA: centralFolder, PORT: '0', GUICHET_ENVIRONMENT: 'training' }
  central = await startService('src/central/main.ts', variables)
  shell = await startBareShell({ folder: place.folder, variables: { GUICHET_CENTRAL_URL: central.url } })
})
test.afterAll(async () => {
  await shell.stop()
  await central.stop()
  place.remove()
  rmSync(centralFolder, { recursive: true, force: true })
})

/** In all processes together; which of them hold any stands in the answer, for whoever reads a failure. */
function found(needles: Record<string, string>): Record<string, number | string[]> {
  const total = Object.fromEntries(Object.keys(needles).map((name) => [name, 0]))
  const holders: string[] = []
  for (const pid of [shell.process.pid!, ...descendantsOf(shell.process.pid!)]) {
    const counts = countInMemory(pid, needles)
    for (const [name, count] of Object.entries(counts)) total[name]! += count
    for (const [name, count] of Object.entries(counts)) if (count > 0) holders.push(`${kindOf(pid)}: ${name}`)
  }
  return { ...total, holders }
}

const kindOf = (pid: number) => {
  // Their arguments are separated by spaces once a process has named itself anew.
  const line = commandLineOf(pid)
  return (/--utility-sub-type=([\w.]+)/.exec(line) ?? /--type=([\w-]+)/.exec(line))?.[1] ?? 'main'
}

const title = () => shell.inPage(`document.querySelector('h1')?.innerText ?? ''`).catch(() => '')

/** Until another process shows the page. */
async function renewed(work: () => Promise<unknown>): Promise<void> {
  const before = shell.processOf('renderer')
  await work()
  await expect.poll(() => shell.processOf('renderer')).not.toBe(before)
  await expect.poll(title).not.toBe('')
}

const station = 'node.mojom.NodeService'

test('the secrets of a visit leave every process with it, and with the login', async () => {
  test.skip(process.platform !== 'linux')
  await expect.poll(title, { timeout: 60_000 }).toBe(fr('access:firstTitle'))
  const counter = pageCounter(shell)
  await beginAsManager(counter)
  await untilReady(counter)
  const { application, chip } = await walkToDecision(counter, 'passport')
  const { phone } = application!.declared
  const portrait = chip.portrait!.base64.slice(2_000, 2_060)
  const mrz = dateSpecimen(specimenOf('passport'), new Date()).mrzLines[1]!
  const needles = { pin, phone, portrait, mrz }
  const during = found(needles)
  for (const name of ['phone', 'portrait', 'mrz']) expect(during[name], name).toBeGreaterThan(0)
  // What the page and the station say to each other passes through neither the window's own process nor any other.
  const holders = (during.holders as string[]).map((held) => held.split(':', 1)[0])
  expect(new Set(holders), String(during.holders)).toEqual(new Set([station, 'renderer']))

  await counter.ask('session.decide', { outcome: 'approved', reasons: [], pin })
  await renewed(() => counter.tell('session.close', {}))
  // The specimens on the shelf of training's home screen have their zones there.
  expect(found({ pin, phone, portrait }), 'after the visit').toEqual({ pin: 0, phone: 0, portrait: 0, holders: [] })
  await renewed(() => counter.tell('operator.logout', {}))
  expect(found(needles), 'after the login').toEqual({ pin: 0, phone: 0, portrait: 0, mrz: 0, holders: [] })
})
