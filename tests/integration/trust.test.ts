import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { createCentral, type RunningCentral } from '../../src/central/central.ts'
import { addPeople } from '../../src/station/testing/test-facts.ts'
import { testAnchor } from '../../src/station/testing/made-visit.ts'
import { makeFolder, openTestStation, type TestStation } from '../../src/station/testing/test-station.ts'
import { callApi, registerClient } from '../fixtures/virtual-client.ts'
import { issueCsca } from '../../src/virtual-card/testing/pki/issue.ts'
import { makeEcKey } from '../../src/virtual-card/testing/pki/keys.ts'

let central: RunningCentral
let place: ReturnType<typeof makeFolder>
let station: TestStation
beforeAll(async () => {
  central = await createCentral({ environment: 'training' })
  place = makeFolder()
})
afterEach(async () => {
  await station.sync.stop()
  station.store.close()
})
afterAll(async () => {
  place.remove()
  await central.stop()
})
const until = (check: () => void) => vi.waitFor(check, { timeout: 20_000, interval: 25 })
const origins = () => station.trust.list().lists.map(({ source, origin }) => `${origin} ${source}`)

test('what two people put in force at central comes to the station, stays without network, and goes again', async () => {
  station = openTestStation({ folder: place.folder, centralUrl: central.url, random: () => 0.05 })
  await addPeople(station)
  await station.sync.register(await central.issueStationCode('Lyon Terreaux'))
  station.sync.start()
  expect(station.trust.status().anchors).toBe(0)
  await central.addTrust('first', testAnchor())
  const other = issueCsca([['C', 'ES'], ['CN', 'Other']], makeEcKey('P-256'), { scheme: 'ecdsa', hash: 'sha256' }) // prettier-ignore
  await central.addTrust('second', other.certificate)
  station.sync.wake()
  await until(() => expect(origins()).toEqual(['central first', 'central second']))
  expect(station.trust.list().central).toMatchObject({ version: 2, outdated: false })
  // It says so at its next contact.
  const held = central.db.selectFrom('station').select('trust_held')
  station.sync.wake()
  await vi.waitFor(async () => expect(await held.execute()).toEqual([{ trust_held: 2 }]), { timeout: 20_000 })

  const [anne, bruno] = [await registerClient(central, 'anne'), await registerClient(central, 'bruno')]
  const { sha256 } = (await callApi(anne, 'GET', '/api/v1/trust')).body.files[0]
  const { proposal_id } = (await callApi(anne, 'POST', '/api/v1/trust/removals', { sha256 })).body
  await callApi(bruno, 'POST', `/api/v1/trust/proposals/${proposal_id}/approve`, { confirmed: [] })
  station.sync.wake()
  await until(() => expect(origins()).toEqual(['central second']))
  expect(station.audit.verify().ok).toBe(true)
  expect(station.faults).toEqual([])

  // What was fetched is kept: the next start needs no network for it.
  await station.sync.stop()
  station.store.close()
  station = openTestStation({ folder: place.folder })
  expect([origins(), station.trust.status().anchors]).toEqual([['central second'], 1])
})
