import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunningCentral } from '../../src/central/central.ts'
import { createTechnicalLog } from '../../src/station/start/technical-log.ts'
import { redactLine } from '../../src/station/support/redact-log.ts'
import { specimenApplications } from '../../src/station/training/specimens/specimen-applications.ts'
import { dateSpecimen } from '../../src/virtual-card/printed-document.ts'
import { startCounter } from '../fixtures/counter.ts'
import { findAny } from '../fixtures/disk-bytes.ts'
import { decide, pin, specimenOf, walkToDecision } from '../fixtures/journey.ts'
import type { TestStation } from '../fixtures/test-station.ts'

// What is sent to whoever helps, after a whole day's work and with the worst that a log may hold.
const folder = mkdtempSync(join(tmpdir(), 'guichet-support-'))
const log = createTechnicalLog(folder, { toStandardError: false })
const camera = { cameras: 1, state: 'opened', width: 1280, height: 720 } as const
let central: RunningCentral
let kiosk: TestStation
beforeAll(async () => {
  ;({ central, kiosk } = await startCounter({ claire: 'clerk' }, { dataFolder: folder, log }))
})
afterAll(async () => {
  await kiosk.stop()
  await central.stop()
  rmSync(folder, { recursive: true, force: true })
})

const report = async () => {
  const { downloadUrl } = await kiosk.ask('support.report', { camera })
  return Buffer.from(kiosk.station.downloads.take(downloadUrl)!.content as Uint8Array)
}

/** All that a journey knows of its citizen, and of who stood there. */
function personal(key: string, reference: string): string[] {
  const { declared } = specimenApplications().find((one) => one.key === key)!
  const { documentNumber, holder } = specimenOf(key)
  const names = [declared.birthName, ...declared.givenNames, holder.surname, ...holder.givenNames]
  const words = names.flatMap((name) => [name, name.toUpperCase()]).filter((name) => name.length > 4)
  const lines = dateSpecimen(specimenOf(key), new Date()).mrzLines
  const citizen = [...words, ...lines, holder.birthDate, documentNumber, declared.email, declared.phone, reference]
  return [...citizen, ...declared.address.lines, pin, 'marie', 'Marie', 'claire', folder]
}

test('it says what the machine is and does, and nothing of anybody', async () => {
  const { application } = await walkToDecision(kiosk, 'passport')
  // What nobody should log, and somebody may one day.
  const { birthName } = application!.declared
  log.error(
    { err: new Error(`${birthName} at ${folder}`), name: birthName, reference: application!.reference },
    'request failed',
  )
  log.error({ err: birthName, request: { name: birthName } }, 'request failed')
  await decide(kiosk, 'approved')
  const bytes = await report()
  expect(findAny(bytes, personal('passport', application!.reference))).toEqual([])
  expect(
    findAny(readFileSync(join(folder, 'logs', 'station.log')), [birthName]),
    'the search would find it',
  ).toHaveLength(1)

  const said = JSON.parse(bytes.toString()) as Record<string, unknown>
  expect(said).toMatchObject({
    version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
    parts: { runtime: `node ${process.versions.node}` },
    status: { reader: { state: 'simulated' }, network: { state: 'online' }, queue: { parked: 0 } },
    camera,
  })
  const failed = (said.log as { msg: string; err: object }[]).filter(({ msg }) => msg === 'request failed')
  expect(failed).toMatchObject([
    { err: { type: 'Error', at: expect.arrayContaining([expect.stringContaining('node_modules/vitest')]) } },
    { err: {} },
  ])
})

test('a line is what the program said; one cut short is left out', () => {
  expect(
    redactLine('{"level":50,"msg":"a","err":{"code":"store_disk_full","message":"/home/claire"},"path":"x"}'),
  ).toEqual([{ level: 50, msg: 'a', err: { code: 'store_disk_full', at: [] } }])
  expect(redactLine('{"level":50,"ms')).toEqual([])
})

test('the command writes it where no kiosk runs', () => {
  const out = join(folder, 'report.json')
  const program = join(import.meta.dirname, '../../src/station/support/main.ts')
  execFileSync(process.execPath, [program, '--data', folder, '--out', out])
  const text = readFileSync(out, 'utf8')
  expect(JSON.parse(text)).toMatchObject({ status: null, camera: null, log: [] })
  expect(text).not.toContain(folder)
  expect(userInfo().homedir === '/' || !text.includes(userInfo().homedir)).toBe(true)
})
