import { randomUUID } from 'node:crypto'
import type { Browser, Page } from 'playwright'
import { expect, test } from 'playwright/test'
import type { StoredState } from '../../src/central/database/tables.ts'
import { launchChromium } from '../fixtures/chromium.ts'
import { startCentralOn, type CentralOn } from '../fixtures/central-on.ts'
import { expectAccessible } from './look.ts'

// The administrator's lists, full enough for a second page of each.
const stationStates = ['pending', 'active', 'revoked'] as const
const packetStates: StoredState[] = ['RECEIVED', 'APPROVED', 'REJECTED', 'NOT_VERIFIED', 'MANUAL_REVIEW', 'QUARANTINED']
const rows = 130
/** One that central does not know, with the files of all states. */
const someApplication = randomUUID()
const lists = {
  overview: '',
  'stations, second page': '/stations?page=2',
  'stations found by name': '/stations?q=Bureau+12',
  files: '/packets',
  'files after a gap': '/packets?gap=1',
  'no file': `/packets?q=${randomUUID()}`,
  'files to decide': '/review',
  'operators, second page': '/operators?page=2',
  'operators, none found': '/operators?q=nobody',
  'a failure': '/stations?failed=forbidden',
  'for two': '/pairs',
  'the fleet': '/fleet',
  'silent kiosks': '/fleet?trouble=silent',
  audit: '/audit?q=login',
  'found everywhere': '/search?q=0000',
  'one application': `/cases/${someApplication}`,
}
let running: CentralOn
let browser: Browser
let page: Page

test.describe.configure({ mode: 'serial' })
test.beforeAll(async () => {
  running = await startCentralOn('PGlite', { adminToken: randomUUID(), adjudicate: false })
  await fill(running)
  browser = await launchChromium()
  page = await (await browser.newContext({ locale: 'fr-FR' })).newPage()
  await page.goto(running.central.adminUrl!)
})
test.afterAll(async () => {
  await browser?.close()
  await running?.stop()
})

async function fill({ central: { db } }: CentralOn): Promise<void> {
  const at = new Date(Date.now() - 3_600_000)
  const stations = Array.from({ length: rows }, (_, i) => ({
    ...{ station_id: randomUUID(), branch_name: `Bureau ${i}`, kind: 'counter' as const, state: stationStates[i % 3]! },
    ...{ thumbprint: `thumb${i}`.padEnd(43, 'x'), public_key: '{}', encryption_key: '{}', software_version: '1' },
    registered_at: at,
  }))
  await db.insertInto('station').values(stations).execute()
  const people = stations.map((_, i) => `clerk-${i}`)
  const person = (person_id: string, i: number) => ({
    ...{ person_id, display_name: person_id, created_at: at, created_by: 'test' },
    ...{ confirmed_at: i % 3 === 0 ? null : at, revoked_at: i % 2 === 0 ? at : null },
  })
  const term = { valid_from: '2026-01-01', role: 'clerk' as const, trained_until: '2027-01-01', recorded_by: 'test' }
  await db.insertInto('person').values(people.map(person)).execute()
  await db
    .insertInto('person_term')
    .values(people.map((person_id) => ({ person_id, ...term, recorded_at: at })))
    .execute()
  await db
    .insertInto('assignment')
    .values(stations.map(({ station_id }, i) => ({ station_id, person_id: people[i]!, since: at })))
    .execute()
  const packets = Array.from({ length: rows * packetStates.length }, (_, i) => ({
    ...{ station_id: stations[0]!.station_id, packet_id: randomUUID(), seq: 2 * i + 2, prev_hash: '', sha256: '' },
    ...{
      application_id: i < 6 ? someApplication : randomUUID(),
      operator_id: 'clerk-0',
      outcome: 'approved' as const,
      captured_at: at,
    },
    ...{ received_at: at, delivered_by: stations[0]!.station_id, receipt: '', jwe: '', gap_since: i < 5 ? at : null },
    ...{
      state: packetStates[i % packetStates.length]!,
      reasons: '["application_unknown"]',
      notes: '["settled_later"]',
    },
  }))
  await db.insertInto('packet').values(packets).execute()
}

test('axe finds nothing on any list', async () => {
  for (const [name, path] of Object.entries(lists)) {
    await test.step(name, async () => {
      await page.goto(`${running.central.url}/admin${path}`)
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      await expectAccessible(page)
    })
  }
})

test('a file is searched and the next page opened with the keyboard alone', async () => {
  await page.goto(`${running.central.url}/admin/packets`)
  await page.keyboard.press('Tab')
  await expect(page.locator('a.skip'), 'first of all past the header').toBeFocused()
  const field = page.getByRole('main').getByRole('search').getByRole('textbox')
  await tabTo('main input[name="q"]')
  await page.keyboard.type(randomUUID())
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\?q=/)
  await expect(field).not.toHaveValue('')
  await page.goto(`${running.central.url}/admin/packets`)
  await tabTo('a[rel="next"]')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/after=/)
})

test('Enter in the words of a decision decides nothing', async () => {
  await page.goto(`${running.central.url}/admin/review`)
  const form = page.locator('form[action$="/decide"]').first()
  for (const box of await form.getByRole('checkbox').all()) await box.check()
  const posted: string[] = []
  page.on('request', (request) => request.method() === 'POST' && posted.push(request.url()))
  await form.locator('input[name="reason"]').fill('seen on the phone')
  await form.locator('input[name="reason"]').press('Enter')
  await page.goto(`${running.central.url}/admin/packets`)
  expect(posted).toEqual([])
})

/** A page of a list has a hundred rows, each with its links. */
const mostStops = 400

/** By Tab only; each stop on the way shows where it is. */
async function tabTo(selector: string): Promise<void> {
  for (let stops = 0; stops < mostStops; stops++) {
    await page.keyboard.press('Tab')
    const focused = page.locator(':focus')
    expect(await focused.evaluate((element) => getComputedStyle(element).outlineStyle)).not.toBe('none')
    if (await focused.evaluate((element, wanted) => element.matches(wanted), selector)) return
  }
  throw new Error(`${selector} is not reached by Tab`)
}
