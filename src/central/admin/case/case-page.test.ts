import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { activeStation, databases, startCentralOn, type CentralOn } from '../../../../tests/fixtures/central-on.ts'
import { admit } from '../../../../tests/fixtures/people.ts'
import { testApplication } from '../../../../tests/fixtures/test-application.ts'
import { releasedBy } from '../../../../tests/simulate/signed-release.ts'
import { makePayload, putPacket, sealNext } from '../../../../tests/simulate/virtual-packet.ts'
import { makeKeyPair, type VirtualStation } from '../../../../tests/simulate/virtual-station.ts'
import type { Application } from '../../../contract/application.ts'
import { eraseApplication } from '../../retention/erase.ts'
import { loadKeys } from '../../keys/central-keys.ts'
import type { AdminRole } from '../roles.ts'
import { startSession } from '../session.ts'

/** Words of a page as somebody reads them. */
const read = (page: string) =>
  page
    .replace(/<[^>]*>/g, ' ')
    .replace(/[\s\u00a0\u202f]+/g, ' ')
    .replaceAll('&#39;', "'")

describe.each(databases)('the page of one application, on %s', (name, installed) => {
  let running: CentralOn
  let station: VirtualStation
  let manager: Awaited<ReturnType<typeof makeKeyPair>>
  const now = () => new Date()
  let lot = 1
  beforeAll(async () => {
    if (!installed) return
    running = await startCentralOn(name, { adminToken: randomUUID(), draw: () => lot })
    station = await activeStation(running.central, 'Brest Siam')
    manager = await makeKeyPair()
    await admit(running.central, station, 'manager-1', { role: 'manager', key: manager })
  })
  afterAll(() => running?.stop())

  async function see(path: string, roles: AdminRole[] = ['supervisor']) {
    const { db } = running.central
    const cookie = await startSession({ db, now, publicOrigin: null }, { name: 'victor', roles, token: null })
    const headers = { cookie: `${cookie.split(';')[0]!}; guichet_language=en` }
    const reply = await fetch(running.central.url + path, { headers, redirect: 'manual' })
    const page = await reply.text()
    return { status: reply.status, page, text: read(page) }
  }
  async function sealed(more: Parameters<typeof sealNext>[2] = {}) {
    const application = testApplication()
    await running.central.addApplication(application)
    const { packetId } = await put(application, more)
    return { application, packetId, path: `/admin/cases/${application.applicationId}` }
  }
  async function put(application: Application, more: Parameters<typeof sealNext>[2]) {
    const packet = await sealNext(station, application, more)
    expect((await putPacket(station, packet)).status).toBe(202)
    await running.central.settled()
    return packet
  }
  async function released() {
    const application = testApplication()
    await running.central.addApplication(application)
    const payload = makePayload(station, application)
    const { session_id, captured_at } = payload
    const override = await releasedBy(payload, 'manager-1', manager)
    const { packetId } = await put(application, { session_id, captured_at, overrides: [override] })
    return { application, packetId, path: `/admin/cases/${application.applicationId}` }
  }
  const looks = (reference: string) =>
    running.central.db
      .selectFrom('audit')
      .select(['actor', 'action', 'detail', 'result'])
      .where('subject', '=', reference)
      .orderBy('at')
      .execute()

  test.runIf(installed)('tells the whole story without opening anything, and who looked', async () => {
    const { application, packetId, path } = await released()
    const { status, text } = await see(path)
    expect(status).toBe(200)
    expect(text).toContain(`Application ${application.reference}`)
    expect(text).toMatch(
      /Application opened.*Check made and sealed – Approved.*Result received.*Decision – Under review/,
    )
    expect(text).toMatch(/Released by manager-1/)
    expect(text).toMatch(/Examine and decide An administrator who decides/)
    expect(text).toContain(packetId)
    const { declared } = application
    for (const secret of [
      declared.birthName,
      declared.birthDate,
      declared.email,
      declared.phone,
      declared.documentNumber,
    ])
      expect(text).not.toContain(secret)
    expect(text, 'sealed in the packet').not.toContain('aucun lecteur')
    expect(await looks(application.reference)).toEqual([
      { actor: 'victor', action: 'case.view', detail: null, result: 'seen' },
    ])
  })

  test.runIf(installed)('opens one result on demand: verdicts side by side, the release in its words', async () => {
    const { application, packetId, path } = await released()
    const { text } = await see(`${path}?packet=${packetId}`)
    expect(text).toContain('La puce ne répond à aucun lecteur.')
    expect(text).toContain('Signature verified')
    expect(text).toMatch(/Declared and document Check Kiosk Central service Why/)
    expect(text).toContain('No difference')
    expect(text).not.toContain(application.declared.birthName)
    expect((await looks(application.reference)).map(({ action, detail }) => [action, detail])).toEqual([
      ['case.view', null],
      ['case.open', packetId],
    ])
    const { packetId: foreign } = await sealed()
    expect((await see(`${path}?packet=${foreign}`)).status, 'of another application').toBe(404)
  })

  test.runIf(installed)('marks where central finds otherwise than the kiosk concluded', async () => {
    const honest = makePayload(station, testApplication()).match
    const [first, ...rest] = honest
    const claimed = first!.class === 'same' ? ('same_by_rule' as const) : ('same' as const)
    const { packetId, path } = await sealed({ match: [{ ...first!, class: claimed }, ...rest] })
    const { page, text } = await see(`${path}?packet=${packetId}`, ['security_officer'])
    expect(text).toContain('1 difference')
    expect(page.match(/<tr class="marked">/g)).toHaveLength(1)
    expect(text).toContain('Set aside')
    expect(page, 'decided where it is seen').toContain(`/admin/packets/${station.stationId}/${packetId}/decide`)
    expect((await see(path, ['auditor'])).page, 'who decides nothing').not.toContain('/decide"')
  })

  test.runIf(installed)('is for whoever may see results, and of what exists', async () => {
    const { path } = await sealed()
    expect((await see(path, ['support'])).status).toBe(403)
    expect((await see(path, ['auditor'])).status).toBe(200)
    expect((await see(`/admin/cases/${randomUUID()}`)).status).toBe(404)
    expect((await see('/admin/cases/nothing')).status).toBe(400)
  })

  test.runIf(installed)('is linked from every list that names a result or a reference', async () => {
    const { path } = await sealed()
    const { path: waits } = await released()
    expect((await see('/admin/packets')).page).toContain(`href="${path}"`)
    expect((await see('/admin/review')).page).toContain(`href="${waits}"`)
  })

  test.runIf(installed)('says what was erased, and opens it no more', async () => {
    const { application, packetId, path } = await sealed()
    const { db } = running.central
    const keys = await loadKeys(db, { online: null, authority: null }, now())
    await eraseApplication({ db, keys: () => keys, now }, application.applicationId, now())
    const { text, page } = await see(path)
    expect(text).toContain('Declaration erased')
    expect(text).toContain('Result and evidence erased')
    expect(page).not.toContain('?packet=')
    expect((await see(`${path}?packet=${packetId}`)).text).toContain('This result does not open')
  })

  test.runIf(installed)('shows a result whose application is unknown', async () => {
    const application = testApplication()
    await put(application, {})
    const { status, text } = await see(`/admin/cases/${application.applicationId}`)
    expect([status, text.includes('Application unknown here')]).toEqual([200, true])
  })

  test.runIf(installed)(
    'judged again, an approval rests on itself neither for nor against, and no lot is drawn',
    async () => {
      const { packetId, path } = await sealed()
      lot = 0
      const { text } = await see(`${path}?packet=${packetId}`)
      lot = 1
      expect(text).toContain('people and policy: Accepted by the service No difference')
      expect(text).not.toContain('Nothing sealed is opened')
      expect(text).toContain('One result is opened below')
    },
  )
})
