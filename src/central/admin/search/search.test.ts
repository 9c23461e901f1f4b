import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { activeStation, databases, startCentralOn, type CentralOn } from '../../../../tests/fixtures/central-on.ts'
import { testApplication } from '../../../../tests/fixtures/test-application.ts'
import { putPacket, sealNext } from '../../../../tests/simulate/virtual-packet.ts'
import type { VirtualStation } from '../../../../tests/simulate/virtual-station.ts'
import type { AdminRole } from '../roles.ts'
import { startSession } from '../session.ts'
import { findPackets, findReferences, packetsBeginning, packetsEnding, referencesBy } from './find.ts'
import { readNumberFragment, readReferenceFragment, referencePatterns } from './fragments.ts'

describe('a fragment', () => {
  test('is part of a reference, whatever its hyphens and look-alikes, or of none', () => {
    expect(readReferenceFragment('7k-m4 o')).toBe('7KM40')
    for (const none of ['7K', 'DUPONT', 'é7k2', '7KM-4O2-QXD1-2']) expect(readReferenceFragment(none), none).toBeNull()
    expect(referencePatterns('ABCDEFGHJK')).toEqual(['ABC-DEF-GHJK'])
    expect(referencePatterns('ABCDEFGHJ')).toEqual(['ABC-DEF-GHJ_', '_AB-CDE-FGHJ'])
  })

  test('is the beginning and the end of a number', () => {
    expect(readNumberFragment('01A2-2927')).toEqual({
      from: '01a22927-0000-0000-0000-000000000000',
      to: '01a22927-ffff-ffff-ffff-ffffffffffff',
      ending: '01a22927',
    })
    expect(readNumberFragment('7f8b979c77259')!.ending).toBe('7-f8b979c77259')
    for (const none of ['abc', 'xyzw', 'a'.repeat(33)]) expect(readNumberFragment(none)).toBeNull()
  })
})

describe.each(databases)('the search over everything, on %s', (name, installed) => {
  let running: CentralOn
  let station: VirtualStation
  const application = testApplication()
  let packetId: string
  beforeAll(async () => {
    if (!installed) return
    running = await startCentralOn(name, { adminToken: randomUUID() })
    station = await activeStation(running.central, 'Brest Siam 100%')
    await running.central.addApplication(application)
    packetId = (await putNext()).packetId
    await running.central.settled()
  })
  afterAll(() => running?.stop())

  async function putNext() {
    const sealed = await sealNext(station, application)
    await putPacket(station, sealed)
    return sealed
  }
  async function find(q: string, roles: AdminRole[] = ['auditor']): Promise<string> {
    const { db } = running.central
    const now = () => new Date()
    const cookie = await startSession({ db, now, publicOrigin: null }, { name: 'ada', roles, token: null })
    const url = `${running.central.url}/admin/search?q=${encodeURIComponent(q)}`
    return (await fetch(url, { headers: { cookie: cookie.split(';')[0]! } })).text()
  }
  const isCase = (page: string) => page.includes(`href="/admin/cases/${application.applicationId}"`)

  test.runIf(installed)('finds a reference by any part of it', async () => {
    const { db } = running.central
    const plain = application.reference.replaceAll('-', '')
    for (let from = 0; from + 3 <= plain.length; from++)
      for (let to = from + 3; to <= plain.length; to++) {
        const found = await findReferences(db, plain.slice(from, to))
        expect(
          found.map(({ reference }) => reference),
          plain.slice(from, to),
        ).toContain(application.reference)
      }
    expect(await findReferences(db, `${plain.slice(1)}${plain[0]!}`), 'its characters in another order').toEqual([])
    expect(isCase(await find(application.reference.slice(2, 8).toLowerCase()))).toBe(true)
  })

  test.runIf(installed)('finds a result by how its number begins or ends', async () => {
    const { db } = running.central
    for (const part of [packetId, packetId.slice(0, 8), packetId.slice(-12), packetId.slice(-4), packetId.slice(-15)])
      expect(
        (await findPackets(db, part)).map(({ packet_id }) => packet_id),
        part,
      ).toContain(packetId)
    expect(isCase(await find(packetId.slice(-12)))).toBe(true)
  })

  test.runIf(installed)('finds kiosks and people; what is a citizen’s only for who may see it', async () => {
    expect(await find('est siam 100%')).toContain(station.stationId)
    expect(await find(station.stationId.slice(0, 8))).toContain('Brest Siam')
    expect(await find('LERK-1')).toContain('href="/admin/operators?q=clerk-1"')
    const support = await find(application.reference, ['support'])
    expect(isCase(support)).toBe(false)
    expect(await find(application.declared.birthName), 'sealed').not.toContain('/admin/cases/')
  })

  test.runIf(installed)('stands in the audit by name, with no word that found nothing', async () => {
    const { db } = running.central
    await db.deleteFrom('audit').where('action', '=', 'search.view').execute()
    await find(application.declared.birthName)
    await find(packetId)
    await find('clerk-1', ['support'])
    const rows = await db
      .selectFrom('audit')
      .select(['actor', 'detail'])
      .where('action', '=', 'search.view')
      .orderBy('at')
      .execute()
    expect(rows).toEqual([
      { actor: 'ada', detail: null },
      { actor: 'ada', detail: packetId },
    ])
  })

  test.runIf(installed)('walks along the indexes that were made for it', async () => {
    const { db } = running.central
    const number = readNumberFragment(packetId.slice(-12))!
    const queries = {
      application_reference_parts: referencesBy(db, readReferenceFragment(application.reference.slice(1, 6))!),
      packet_by_ending: packetsEnding(db, number),
      packet_by_id: packetsBeginning(db, readNumberFragment(packetId.slice(0, 8))!),
    }
    await db.transaction().execute(async (trx) => {
      await sql`SET LOCAL enable_seqscan = off`.execute(trx)
      for (const [index, query] of Object.entries(queries)) {
        const { rows } = await sql<{ 'QUERY PLAN': string }>`EXPLAIN ${query as never}`.execute(trx)
        expect(rows.map((row) => row['QUERY PLAN']).join('\n')).toContain(index)
      }
    })
  })
})
