import { decodeJwt } from 'jose'
import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { activeStation, databases, startCentralOn, type CentralOn } from '../../../tests/fixtures/central-on.ts'
import { callApi, registerClient, type VirtualClient } from '../../../tests/fixtures/virtual-client.ts'
import { callJson, type VirtualStation } from '../../../tests/simulate/virtual-station.ts'
import { TrustBundle } from '../../contract/protocol/config.ts'
import { issueCrl, issueCsca, issueSigner, type TestName } from '../../virtual-card/testing/pki/issue.ts'
import { makeEcKey, type SignatureSpec } from '../../virtual-card/testing/pki/keys.ts'
import { makeMasterList } from '../../virtual-card/testing/pki/sign-cms.ts'
import { specimenTrust } from '../../virtual-card/specimen-pki.ts'

const ec: SignatureSpec = { scheme: 'ecdsa', hash: 'sha256' }
const name: TestName = [['C', 'DE'], ['CN', 'Test CSCA']] // prettier-ignore
const csca = issueCsca(name, makeEcKey('P-256'), ec)
const lister = issueSigner(csca, makeEcKey('P-256'), ec, { extendedKeyUsage: '2.23.136.1.1.3' })
const listed = issueCsca([['C', 'IT'], ['CN', 'Listed CSCA']], makeEcKey('P-256'), ec) // prettier-ignore
const embedded = [lister.certificate, csca.certificate]
const masterList = makeMasterList([listed.certificate], { signer: lister, signature: ec, embedded })
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
const fileOf = (bytes: Uint8Array, confirmed: string[] = []) => ({
  name: 'file.bin',
  source: 'publisher’s page, read today',
  base64: Buffer.from(bytes).toString('base64'),
  confirmed,
})

describe.each(databases)('trust of chips, on %s', (database, installed) => {
  let running: CentralOn
  let station: VirtualStation
  let anne: VirtualClient
  let bruno: VirtualClient
  beforeAll(async () => {
    if (!installed) return
    running = await startCentralOn(database)
    station = await activeStation(running.central)
    anne = await registerClient(running.central, 'anne', ['trust:propose', 'trust:approve'], 'anne-martin')
    bruno = await registerClient(running.central, 'bruno', ['trust:propose', 'trust:approve'], 'bruno-petit')
  })
  afterAll(() => running?.stop())

  const bundle = async () => TrustBundle.parse(decodeJwt((await callJson(station, 'GET', '/v1/config')).body.trust))
  const propose = (bytes: Uint8Array, confirmed: string[] = []) =>
    callApi(anne, 'POST', '/api/v1/trust/proposals', fileOf(bytes, confirmed))
  const approve = (by: VirtualClient, id: string, confirmed: string[] = []) =>
    callApi(by, 'POST', `/api/v1/trust/proposals/${id}/approve`, { confirmed })

  test.runIf(installed)(
    'an anchor needs its fingerprint from two people, and every station is told of it',
    async () => {
      const before = await bundle()
      const fingerprint = sha256(csca.certificate)
      const review = await callApi(anne, 'POST', '/api/v1/trust/reviews', fileOf(csca.certificate))
      expect(review.body.items).toMatchObject([{ kind: 'anchor', standing: 'unconfirmed', fingerprint }])
      expect((await propose(csca.certificate)).body.code).toBe('trust_confirmation_missing')
      const { proposal_id } = (await propose(csca.certificate, [fingerprint])).body
      expect((await callApi(bruno, 'GET', '/api/v1/trust')).body.waiting).toMatchObject([
        { proposal_id, action: 'add' },
      ])
      const refused = [
        await approve(anne, proposal_id, [fingerprint]),
        await approve(bruno, proposal_id),
        await approve(bruno, proposal_id, ['0'.repeat(64)]),
      ]
      expect(refused.map(({ body }) => body.code)).toEqual([
        'trust_conflict',
        'trust_confirmation_missing',
        'trust_confirmation_missing',
      ])
      expect((await bundle()).version).toBe(before.version)
      expect((await approve(bruno, proposal_id, [fingerprint])).status).toBe(200)
      expect((await approve(bruno, proposal_id, [fingerprint])).body.code).toBe('trust_conflict')
      const after = await bundle()
      expect([after.version, after.files.length]).toEqual([before.version + 1, before.files.length + 1])
      expect(after.files.at(-1)).toMatchObject({ sha256: fingerprint, source: 'publisher’s page, read today' })
      const { body } = await callJson(station, 'GET', `/v1/trust/${fingerprint}`)
      expect(Buffer.from(body.base64, 'base64').equals(csca.certificate)).toBe(true)
    },
  )

  test.runIf(installed)('the same person under another client is one person', async () => {
    const again = await registerClient(running.central, 'anne-too', ['trust:approve'], 'anne-martin')
    const other = issueCsca([['C', 'ES'], ['CN', 'Other']], makeEcKey('P-256'), ec) // prettier-ignore
    const confirmed = [sha256(other.certificate)]
    const { proposal_id } = (await propose(other.certificate, confirmed)).body
    expect((await approve(again, proposal_id, confirmed)).body.code).toBe('trust_conflict')
    expect((await callApi(anne, 'DELETE', `/api/v1/trust/proposals/${proposal_id}`)).status).toBe(200)
    expect((await approve(bruno, proposal_id, confirmed)).body.code).toBe('not_found')
  })

  test.runIf(installed)('a list is taken from who is known here, and from nobody else', async () => {
    // The master list’s signer stands under the anchor of before.
    const { proposal_id, items } = (await propose(masterList)).body
    expect(items).toMatchObject([{ kind: 'master_list', standing: 'vouched', count: 1 }])
    expect((await approve(bruno, proposal_id)).status).toBe(200)
    const crl = issueCrl({ issuer: name, key: csca.key, signature: ec, serials: [1] })
    expect((await propose(crl)).body.items).toMatchObject([{ kind: 'crl', standing: 'vouched' }])
    const stranger = issueCrl({ issuer: name, key: makeEcKey('P-256'), signature: ec, serials: [1] })
    expect((await propose(stranger)).body.code).toBe('trust_issuer_unknown')
    const [specimen] = specimenTrust()
    expect((await propose(specimen!, [sha256(specimen!)])).body.code).toBe('trust_specimen')
    expect((await propose(new Uint8Array(80))).body.code).toBe('trust_file_unusable')
  })

  test.runIf(installed)('what was taken goes again by two people, and is gone from the next bundle', async () => {
    const before = await bundle()
    const fingerprint = sha256(csca.certificate)
    const { proposal_id } = (await callApi(anne, 'POST', '/api/v1/trust/removals', { sha256: fingerprint })).body
    expect((await approve(anne, proposal_id)).body.code).toBe('trust_conflict')
    expect((await approve(bruno, proposal_id)).status).toBe(200)
    const after = await bundle()
    expect([after.version, after.files.some((file) => file.sha256 === fingerprint)]).toEqual([
      before.version + 1,
      false,
    ])
    expect((await callJson(station, 'GET', `/v1/trust/${fingerprint}`)).status).toBe(404)
    expect((await callApi(anne, 'POST', '/api/v1/trust/removals', { sha256: fingerprint })).body.code).toBe('not_found')
  })

  test.runIf(installed)('a specimen that an old database holds is not trusted', async () => {
    const [specimen] = specimenTrust()
    const row = { sha256: sha256(specimen!), name: 'old', bytes: Buffer.from(specimen!), added_at: new Date() }
    await running.central.db.insertInto('trust_file').values(row).execute()
    const { createTrustLoader } = await import('./trust-files.ts')
    const store = await createTrustLoader(running.central.db, 'production')()
    expect(store.authorities.some((one) => Buffer.from(one.raw).equals(specimen!))).toBe(false)
    const taught = await createTrustLoader(running.central.db, 'training')()
    expect(taught.authorities.some((one) => Buffer.from(one.raw).equals(specimen!))).toBe(true)
  })
})
