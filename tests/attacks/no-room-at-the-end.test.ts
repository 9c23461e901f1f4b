import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createCentral, type RunningCentral } from '../../src/central/central.ts'
import { beginAsManager, soon, untilReady, walkToDecision } from '../fixtures/journey.ts'
import { startLoopbackKiosk, type LoopbackKiosk } from '../fixtures/loopback-kiosk.ts'
import { descendantsOf } from '../fixtures/processes.ts'

// A process of the station that cannot close in order ends all the same: one that stays would keep the counter waiting for the next.
const folder = mkdtempSync(join(tmpdir(), 'guichet-no-room-'))
let central: RunningCentral
let kiosk: LoopbackKiosk
let processes: number[] = []
const isThere = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
beforeAll(async () => {
  central = await createCentral({ environment: 'training', seed: 'training' })
  kiosk = await startLoopbackKiosk({ GUICHET_DATA: folder, GUICHET_CENTRAL_URL: central.url })
  processes = [kiosk.pid, ...descendantsOf(kiosk.pid)]
})
afterAll(async () => {
  for (const pid of processes.filter(isThere)) process.kill(pid, 'SIGKILL')
  await central.stop()
  rmSync(folder, { recursive: true, force: true })
})

test.skipIf(process.platform !== 'linux')(
  'a kiosk whose disk takes nothing more is stopped in the middle of a visit',
  { timeout: 60_000 },
  async () => {
    await beginAsManager(kiosk)
    await untilReady(kiosk)
    await walkToDecision(kiosk, 'passport')
    processes = [kiosk.pid, ...descendantsOf(kiosk.pid)]
    for (const pid of descendantsOf(kiosk.pid)) execFileSync('prlimit', ['--pid', String(pid), '--fsize=0'])
    await kiosk.stop()
    await soon(() => expect(processes.filter(isThere)).toEqual([]))
  },
)
