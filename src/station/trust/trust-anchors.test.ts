import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { codeOf } from '../../contract/failure.ts'
import { specimenRevocationLists, specimenTrust } from '../../virtual-card/specimen-pki.ts'
import { testAnchor } from '../testing/made-visit.ts'
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
    now,
  })
const bring = (training: boolean, bytes: Uint8Array) => {
  try {
    return anchorsOf(training).import({ fileName: 'file', bytes }, 'marie').added
  } catch (error) {
    return codeOf(error)
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
  station.store.db.prepare('INSERT INTO trust_files VALUES (?, ?, ?, ?, ?)').run(sha256, 'old', bytes, '2026', 'marie')
  expect(anchorsOf(false).status()).toEqual({ anchors: 1, specimensRefused: 1, outdated: false })
})
