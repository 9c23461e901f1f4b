import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { z } from 'zod'
import { activeStation, databases, startCentralOn, type CentralOn } from '../../../tests/fixtures/central-on.ts'
import { callJson, type VirtualStation } from '../../../tests/simulate/virtual-station.ts'
import { defaultPolicy } from '../../contract/policy.ts'
import type { StationReport } from '../../contract/protocol/station.ts'
import { say } from '../admin/texts.ts'
import { watchFleet } from './watch-fleet.ts'

type Change = Partial<z.input<typeof StationReport>>
const hourMs = 3_600_000
const token = 'a-token-of-the-test'

describe.each(databases)('the fleet as it describes itself, on %s', (name, installed) => {
  let running: CentralOn
  const kiosks: Record<string, VirtualStation> = {}
  let ms = Date.now()
  const now = () => new Date(ms)
  const ago = (hours: number) => new Date(ms - hours * hourMs).toISOString()
  const sound: StationReport = {
    unsent: 0,
    parked: 0,
    oldest_unsent_at: null,
    untold_visits: 0,
    reader: { state: 'ready', name: 'A reader' },
    camera: { state: 'ready', model: 'A camera (046d:082d)' },
    trust_as_of: new Date(ms).toISOString(),
    roster_as_of: null,
  }
  const tell = async (branch: string, change: Change = {}) =>
    (await callJson(kiosks[branch]!, 'POST', '/v1/stations/report', { ...sound, ...change })).status
  const troubled: Record<string, Change> = {
    behind: { unsent: 3, oldest_unsent_at: ago(13) },
    busy: { unsent: 3, oldest_unsent_at: ago(11) },
    stuck: { parked: 1 },
    unread: { reader: { state: 'none', name: null } },
    blind: { camera: { state: 'none', model: null } },
    barred: { camera: { state: 'refused', model: null } },
    older: { camera: undefined, untold_visits: undefined },
    untold: { untold_visits: 4 },
    old: { trust_as_of: ago(31 * 24) },
  }
  beforeAll(async () => {
    if (!installed) return
    running = await startCentralOn(name, { now, adminToken: token })
    for (const branch of ['sound', 'mute', ...Object.keys(troubled)])
      kiosks[branch] = await activeStation(running.central, branch)
    expect(await tell('sound')).toBe(204)
    for (const [branch, change] of Object.entries(troubled)) expect(await tell(branch, change)).toBe(204)
  })
  afterAll(() => running?.stop())

  const watch = async () => {
    const lines: object[] = []
    const log = { warn: (line: object) => lines.push(line) } as never
    await watchFleet({ db: running.central.db, now, log }, defaultPolicy)
    return lines
  }
  async function page(query = ''): Promise<string[]> {
    const rows = (await pageText(query)).matchAll(/<td>\s*(\w+)<br/g)
    return [...rows].map(([, branch]) => branch!).filter((branch) => branch in kiosks)
  }
  async function pageText(query = '', language = 'en'): Promise<string> {
    const path = `${running.central.url}/admin`
    const body = new URLSearchParams({ token })
    const login = await fetch(`${path}/login`, { method: 'POST', redirect: 'manual', body })
    const cookie = login.headers.get('set-cookie')!.split(';')[0]!
    return (
      await fetch(`${path}/fleet${query}`, { headers: { cookie: `${cookie}; guichet_language=${language}` } })
    ).text()
  }

  test.runIf(installed)('the page has each under what is wrong with it, and all of them', async () => {
    expect((await page()).sort()).toEqual(Object.keys(kiosks).sort())
    expect(await page('?trouble=lagging')).toEqual(['behind'])
    expect(await page('?trouble=stuck')).toEqual(['stuck'])
    expect(await page('?trouble=reader')).toEqual(['unread'])
    expect((await page('?trouble=camera')).sort(), 'of one that tells of none nothing is known').toEqual([
      'barred',
      'blind',
    ])
    expect(await page('?trouble=old_trust')).toEqual(['old'])
    expect(await page('?trouble=silent')).toEqual([])
  })

  test.runIf(installed)(
    'home visits that wait to be told stand beside the packets, of a kiosk that tells of them',
    async () => {
      for (const language of ['fr', 'en'] as const) {
        const words = say('untoldVisits', language)
        const cells = (await pageText('', language)).split('<tr>').filter((row) => row.includes(words))
        expect(cells.map((row) => /<td>\s*(\w+)<br/.exec(row)?.[1])).toEqual(['untold'])
        expect(cells[0]).toContain(`${words} 4<`)
      }
    },
  )

  test.runIf(installed)('who is behind or stuck raises an alarm a day, who is mended none', async () => {
    const both = [
      { alarm: 'station_lagging', stations: 1 },
      { alarm: 'station_stuck', stations: 1 },
    ]
    expect(await watch()).toEqual(both)
    expect(await watch(), 'once a day').toEqual([])
    await tell('stuck')
    await running.central.db.deleteFrom('alarm').execute()
    expect(await watch()).toEqual(both.slice(0, 1))
  })

  test.runIf(installed)('who is silent over a weekend and a day raises one; out of service nobody does', async () => {
    await running.central.retireStation(kiosks['mute']!.stationId)
    ms += 73 * hourMs
    const [silent] = await watch()
    expect(silent).toEqual({ alarm: 'station_silent', stations: Object.keys(kiosks).length - 1 })
    expect(await page('?trouble=silent')).not.toContain('mute')
  })
})
