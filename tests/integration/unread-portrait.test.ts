import { cpSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type RunningCentral } from '../../src/central/central.ts'
import { decidedAs } from '../fixtures/decided-as.ts'
import { startCounter } from '../fixtures/counter.ts'
import { decide, pin, specimenOf, walkToDecision, untilSent } from '../fixtures/journey.ts'
import { stationDefaults, type TestStation } from '../fixtures/test-station.ts'

// A genuine chip whose DG2 holds no picture, on a real station: the counter goes by the print, says beforehand that a person at central
// will look, and one does.
vi.setConfig({ testTimeout: 90_000 })
const [blank, whole] = ['passport', 'permit_ten_years'] as const
const assetsFolder = mkdtempSync(join(tmpdir(), 'guichet-assets-'))
let central: RunningCentral
let kiosk: TestStation

beforeAll(async () => {
  const { assetsFolder: usual } = stationDefaults
  for (const name of readdirSync(usual).filter((one) => one !== 'specimens'))
    symlinkSync(join(usual, name), join(assetsFolder, name))
  cpSync(join(usual, 'specimens'), join(assetsFolder, 'specimens'), { recursive: true })
  const { portrait, portraitFormat = 'jpg' } = specimenOf(blank)
  writeFileSync(join(assetsFolder, 'specimens', `${portrait}.${portraitFormat}`), Buffer.alloc(600))
  ;({ central, kiosk } = await startCounter({ claire: 'clerk' }, { assetsFolder }))
  await kiosk.ask('operator.login', { operatorId: 'claire', pin })
})
afterAll(async () => {
  await kiosk?.stop()
  await central?.stop()
  rmSync(assetsFolder, { recursive: true, force: true })
})

test.each([
  ['no picture', blank, false, 'MANUAL_REVIEW', ['chip_portrait_unread']],
  ['a picture', whole, true, 'APPROVED', []],
])('a chip with %s', async (_what, key, hasPicture, state, reasons) => {
  const { chip, decision, provisional, reviews } = await walkToDecision(kiosk, key)
  expect([chip.phase, chip.portrait !== null, decision.blockers]).toEqual(['read', hasPicture, []])
  expect([provisional, reviews]).toEqual([!hasPicture, reasons])
  const { packetId } = await decide(kiosk, 'approved')
  await untilSent(kiosk)
  const judged = await decidedAs(central, packetId)
  expect(judged).toEqual({ state, reasons })
})
