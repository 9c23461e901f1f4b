import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { codeOf } from '../../contract/failure.ts'
import { defaultPolicy } from '../../contract/policy.ts'
import { usualSigning } from '../../virtual-card/document.ts'
import { seededRandom } from '../../virtual-card/seeded-random.ts'
import { revoke, specimenAuthority, specimenRevocationLists, specimenTrust } from '../../virtual-card/specimen-pki.ts'
import { fingerprintOf, importTrust, usualWeakSignaturePolicy } from '../../emrtd/verify.ts'
import { testAnchor, testIssuer } from '../testing/made-visit.ts'
import { makeFolder, openTestStation, type TestStation } from '../testing/test-station.ts'
import { createTrustAnchors } from './trust-anchors.ts'

const now = () => new Date('2026-11-28T10:00:00Z')
let place: ReturnType<typeof makeFolder>
let station: TestStation
beforeEach(() => {
  place = makeFolder()
  station = openTestStation({ folder: place.folder })
})
afterEach(() => {
  station.store.close()
  place.remove()
})

const anchorsOf = (training: boolean) =>
  createTrustAnchors({
    store: station.store,
    audit: station.audit,
    folder: join(place.folder, 'none'),
    specimens: training ? specimenTrust() : [],
    training,
    central: station.central,
    policy: () => ({ trustDays: 30 }),
    now,
  })
const bring = (training: boolean, bytes: Uint8Array, confirmed: string[] = fingerprintsOf(bytes)) => {
  try {
    return anchorsOf(training).import({ fileName: 'file', bytes }, confirmed, 'marie').added
  } catch (error) {
    return codeOf(error)
  }
}
/** As somebody confirms who compared them all. */
function fingerprintsOf(bytes: Uint8Array): string[] {
  try {
    return importTrust(bytes, 'file').flatMap(({ certificates }) => certificates.map(fingerprintOf))
  } catch {
    return []
  }
}
const [specimen] = specimenTrust()
const [specimenCrl] = specimenRevocationLists(now())

test('production takes no specimen, alone or among others; training has them anyway', () => {
  const [other] = specimenTrust().slice(1)
  expect(bring(false, specimen!)).toBe('trust_specimen')
  expect(bring(false, Buffer.concat([testAnchor(), specimen!]))).toBe('trust_specimen')
  expect(bring(false, specimenCrl!)).toBe('trust_specimen')
  expect(bring(false, new Uint8Array(100))).toBe('trust_file_unusable')
  expect(anchorsOf(false).status()).toEqual({ anchors: 0, specimensRefused: 0, outdated: false })
  expect(bring(false, testAnchor())).toBe(1)
  expect(anchorsOf(false).status().anchors).toBe(1)
  expect(bring(true, other!)).toBe(0)
  expect(anchorsOf(true).status()).toEqual({ anchors: 4, specimensRefused: 0, outdated: false })
})

test('a specimen that an old production store holds is left out and counted', () => {
  const bytes = Buffer.concat([testAnchor(), specimen!])
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  station.store.db
    .prepare('INSERT INTO trust_files (sha256, name, bytes, added_at, added_by) VALUES (?, ?, ?, ?, ?)')
    .run(sha256, 'old', bytes, '2026-01-01T00:00:00.000Z', 'marie')
  expect(anchorsOf(false).status()).toEqual({ anchors: 1, specimensRefused: 1, outdated: false })
})

test('a certificate is taken once its fingerprint was confirmed, listed with who brought it, and goes again', () => {
  const anchors = anchorsOf(false)
  const file = { fileName: 'csca.cer', bytes: testAnchor() }
  const { items, confirm } = anchors.review(file)
  expect(items).toMatchObject([{ kind: 'anchor', country: 'FR', standing: 'unconfirmed', fingerprint: confirm![0] }])
  expect(bring(false, testAnchor(), [])).toBe('trust_confirmation_missing')
  expect(bring(false, testAnchor(), ['0'.repeat(64)])).toBe('trust_confirmation_missing')
  anchors.import(file, confirm!, 'marie')
  expect(anchors.review(file).confirm).toEqual([])
  const [list] = anchors.list().lists
  expect(list).toMatchObject({ source: 'csca.cer', origin: 'manager', addedBy: 'marie', certificates: 1 })
  anchors.remove(list!.removable!, 'marie')
  expect(anchors.status().anchors).toBe(0)
  expect(() => anchors.remove(list!.removable!, 'marie')).toThrow('not_found')
})

test('a revocation list from nobody is not taken; with its issuer here it is', () => {
  const authority = specimenAuthority({ ...usualSigning(now()), country: 'FR', authorityAs: testIssuer })
  const crl = revoke(authority, [], now(), seededRandom('crl'))
  expect(bring(false, crl)).toBe('trust_issuer_unknown')
  expect(bring(false, testAnchor())).toBe(1)
  expect(bring(false, crl)).toBe(0)
})

test('says which of the accepted documents can be verified, and what is to fetch for the others', () => {
  const { coverage } = anchorsOf(false).list()
  expect(
    coverage.map(({ documentType, authority, anchors, missing }) => [documentType, authority, anchors, missing.length]),
  ).toEqual([
    ['passport', 'CSCA-FRANCE', 0, 4],
    ['cnie', 'eID-FRANCE', 0, 1],
    ['residence_permit', 'CSCA-FRANCE', 0, 4],
  ])
  expect(coverage[1]!.missing[0]).toMatchObject({ from: 2021, to: 2036, readOn: '2026-11-28', secondSource: null })
})

test('past its age what central said is outdated, and bytes that it did not sign are not taken', () => {
  const sha256 = createHash('sha256').update(testAnchor()).digest('hex')
  const file = { sha256, name: 'central.cer', source: '', added_at: '2026-10-01T00:00:00.000Z' }
  const said = (as_of: string, files = [file]) =>
    station.central.set({ trust: { environment: 'production', version: 3, as_of, files } })
  const anchors = anchorsOf(false)
  said('2026-10-29T10:00:00.000Z')
  expect([anchors.isOutdated(), anchors.missing()]).toEqual([false, [file]])
  expect(() => anchors.take(sha256, specimen!)).toThrow('central_response_invalid')
  expect(() => anchors.take('0'.repeat(64), testAnchor())).toThrow('central_response_invalid')
  anchors.take(sha256, testAnchor())
  expect([anchors.missing(), anchors.status()]).toEqual([[], { anchors: 1, specimensRefused: 0, outdated: false }])
  // central's are not a manager's to remove
  expect(() => anchors.remove(sha256, 'marie')).toThrow('not_found')
  said('2026-10-29T09:59:59.000Z')
  expect(anchors.status()).toMatchObject({ anchors: 1, outdated: true })
  said('2026-11-28T09:00:00.000Z', [])
  anchors.settle()
  expect(anchors.status()).toMatchObject({ anchors: 0, outdated: false })
})

test('the default policy refuses the weak signatures that the chip library refuses by itself', () => {
  expect(defaultPolicy).toMatchObject(usualWeakSignaturePolicy)
})
