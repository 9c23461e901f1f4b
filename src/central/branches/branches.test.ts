import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { databases, startCentralOn, type CentralOn } from '../../../tests/fixtures/central-on.ts'
import { callApi, registerClient, type VirtualClient } from '../../../tests/fixtures/virtual-client.ts'
import type { BranchEntry } from './branch.ts'

const noumea: BranchEntry = {
  name: 'Nouméa Centre',
  time_zone: 'Pacific/Noumea',
  commune: '98818',
  postcode: '98800',
  closed_from: null,
  closed_until: null,
}

describe.each(databases)('branches on %s', (name, installed) => {
  let running: CentralOn
  let client: VirtualClient
  const now = new Date()
  const hours = (count: number) => new Date(now.getTime() + count * 3_600_000).toISOString()
  beforeAll(async () => {
    if (!installed) return
    running = await startCentralOn(name)
    client = await registerClient(running.central, 'network')
  })
  afterAll(() => running?.stop())
  const put = (id: string, more: Partial<BranchEntry> = {}) =>
    callApi(client, 'PUT', `/api/v1/branches/${id}`, { ...noumea, ...more })
  const availableNow = async (id: string) => (await callApi(client, 'GET', `/api/v1/branches/${id}`)).body.available_now

  test.runIf(installed)('face to face can end for a while, and begins again by itself', async () => {
    expect((await put('noumea-centre')).body).toMatchObject({ available_now: true, time_zone: 'Pacific/Noumea' })
    await put('noumea-centre', { closed_from: hours(1), closed_until: hours(2) })
    expect(await availableNow('noumea-centre')).toBe(true)
    await put('noumea-centre', { closed_from: hours(-1), closed_until: hours(1) })
    expect(await availableNow('noumea-centre')).toBe(false)
    await put('noumea-centre', { closed_from: hours(-2), closed_until: hours(-1) })
    expect(await availableNow('noumea-centre')).toBe(true)
    await put('noumea-centre', { closed_from: hours(-1) })
    expect(await availableNow('noumea-centre'), 'until further notice').toBe(false)
  })

  test.runIf(installed)('what is no time zone, no code or no order of times is refused', async () => {
    const wrong: Partial<BranchEntry>[] = [
      { time_zone: 'Mars/Olympus' },
      { time_zone: 'UTC+11' },
      { commune: '99' },
      { postcode: '9880' },
      { closed_until: hours(1) },
      { closed_from: hours(1), closed_until: hours(0) },
      // The same moment, and an earlier one, in other digits.
      { closed_from: '2026-12-01T10:00:00.500Z', closed_until: '2026-12-01T10:00:00Z' },
    ]
    for (const change of wrong) expect((await put('wrong', change)).body.code).toBe('request_invalid')
    expect((await put('Upper-Case')).body.code).toBe('request_invalid')
    expect((await put('wrong', { name: 'Brest\u202eSiam' })).body.code).toBe('request_invalid')
    expect((await callApi(client, 'GET', '/api/v1/branches/wrong')).body.code).toBe('not_found')
  })

  test.runIf(installed)('are listed by postcode, in pages', async () => {
    for (let i = 0; i < 101; i++)
      await put(`page-${String(i).padStart(3, '0')}`, { postcode: '29200', commune: '29019' })
    const first = (await callApi(client, 'GET', '/api/v1/branches?postcode=29200')).body
    expect([first.branches.length, first.next]).toEqual([100, 'page-099'])
    const rest = (await callApi(client, 'GET', `/api/v1/branches?postcode=29200&after=${first.next}`)).body
    expect([rest.branches.map((one: { branch_id: string }) => one.branch_id), rest.next]).toEqual([['page-100'], null])
  })
})
