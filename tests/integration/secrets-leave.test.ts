import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createCentral, type RunningCentral } from '../../src/central/central.ts'
import { dateSpecimen } from '../../src/virtual-card/printed-document.ts'
import { beginAsManager, decide, pin, specimenOf, untilReady, walkToDecision } from '../fixtures/journey.ts'
import { startLoopbackKiosk, type LoopbackKiosk } from '../fixtures/loopback-kiosk.ts'
import { countInMemory, descendantsOf } from '../fixtures/processes.ts'

// What somebody who gets at the memory of the kiosk's processes finds of a visit: while it lasts everything, after it nothing.
const folder = mkdtempSync(join(tmpdir(), 'guichet-secrets-'))
const isLinux = process.platform === 'linux'
let central: RunningCentral
let kiosk: LoopbackKiosk
beforeAll(async () => {
  central = await createCentral({ environment: 'training', seed: 'training' })
  kiosk = await startLoopbackKiosk({ GUICHET_DATA: folder, GUICHET_CENTRAL_URL: central.url })
})
afterAll(async () => {
  await kiosk.stop()
  await central.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** Of the shell's own process and of every process of the station. */
function found(needles: Record<string, string>): Record<string, number> {
  const total = Object.fromEntries(Object.keys(needles).map((name) => [name, 0]))
  for (const pid of [kiosk.pid, ...descendantsOf(kiosk.pid)])
    for (const [name, count] of Object.entries(countInMemory(pid, needles))) total[name]! += count
  return total
}

// Reads all memory of three processes four times: slow on a busy machine.
const patience = { timeout: 400_000 }

test.skipIf(!isLinux)('the secrets of a visit leave memory with it, and with the login', patience, async () => {
  const { ask } = kiosk
  const specimen = specimenOf('passport')
  const needles: Record<string, string> = { pin, mrz: dateSpecimen(specimen, new Date()).mrzLines[1]! }
  // In training these stand in the program: more than that is the visit's.
  const atRest = found(needles)
  await beginAsManager(kiosk)
  await untilReady(kiosk)
  const { chip } = await walkToDecision(kiosk, 'passport')
  needles.portrait = chip.portrait!.base64.slice(2_000, 2_060)
  const during = found(needles)
  expect(during.pin).toBeGreaterThan(atRest.pin!)
  expect(during.mrz).toBeGreaterThan(atRest.mrz!)
  expect(during.portrait).toBeGreaterThan(0)

  await kiosk.renewed(() => decide(kiosk, 'approved'))
  expect(found(needles), 'after the visit').toEqual({ ...atRest, portrait: 0 })
  // Who stands at the counter is still there, and goes on.
  expect(await ask('status.get', {})).toMatchObject({ operator: { operatorId: 'marie' }, locked: false })
  await walkToDecision(kiosk, 'cnie')
  await kiosk.renewed(() => ask('operator.logout', {}))
  expect(found(needles), 'after the login').toEqual({ ...atRest, portrait: 0 })
  expect((await ask('status.get', {})).operator).toBe(null)
  await ask('operator.login', { operatorId: 'marie', pin })
  expect(await ask('draft.list', {})).toHaveLength(1)
})

test.skipIf(!isLinux)('no memory of its processes is written to a core file', () => {
  for (const pid of [kiosk.pid, ...descendantsOf(kiosk.pid)])
    expect(readFileSync(`/proc/${pid}/coredump_filter`, 'utf8').trim()).toBe('00000000')
})
