import { expect, test } from 'vitest'
import { der, integer, octets, oid, sequence, setOf, text } from '../../virtual-card/testing/pki/der.ts'
import { issueCsca, issueSigner, keyIdOf, type TestName } from '../../virtual-card/testing/pki/issue.ts'
import { makeEcKey, type SignatureSpec } from '../../virtual-card/testing/pki/keys.ts'
import { makeSod, signCms } from '../../virtual-card/testing/pki/sign-cms.ts'
import { importTrust } from '../pki/import-trust.ts'
import { reviewImport, toConfirm } from '../pki/review-import.ts'
import { createTrustStore } from '../pki/trust-store.ts'
import { toleratedIn, verifyEvidence } from './verify-evidence.ts'

const ec: SignatureSpec = { scheme: 'ecdsa', hash: 'sha256' }
const name: TestName = [['C', 'IT'], ['CN', 'Test CSCA']] // prettier-ignore
const csca = issueCsca(name, makeEcKey('P-256'), ec)
const signer = issueSigner(csca, makeEcKey('P-256'), ec)
const mrz = 'P<ITATEST<<SPECIMEN<<<<<<<<<<<<<<<<<<<<<<<<<00AA000001ITA8001014F3001017<<<<<<<<<<<<<<00'
const dg1 = der(0x61, Uint8Array.of(0x5f, 0x1f), text(mrz, 0).subarray(1))
const group = (tag: number, value: number) => der(tag, octets(Uint8Array.of(value)))
const tags: Record<number, number> = { 2: 0x75, 11: 0x6b, 12: 0x6c, 14: 0x6e, 15: 0x6f }

/** Says of documents of this signer that the hash of these data groups is wrong. */
function listOf(groups: number[], by = csca, documents: Uint8Array[] = [der(0x82, keyIdOf(signer.key))]) {
  const lister = issueSigner(by, makeEcKey('P-256'), ec, { extendedKeyUsage: '2.23.136.1.1.8' })
  const said = groups.map((dataGroup) => sequence(oid('2.23.136.1.1.7.2.2'), der(0xa0, integer(dataGroup))))
  const content = sequence(integer(0), setOf(sequence(sequence(...documents), setOf(...said))))
  return signCms({
    content,
    contentType: '2.23.136.1.1.7',
    signer: lister,
    signature: ec,
    embedded: [lister.certificate],
  })
}

/** The verdict on hashes where one data group is not what was signed. */
function hashes(changed: number, list: Uint8Array | null) {
  const signed = new Map([[1, dg1], ...Object.entries(tags).map(([n, tag]) => [Number(n), group(tag, 1)] as const)])
  const sod = makeSod({ dataGroups: signed, signer, signature: ec })
  const files = new Map([...signed].map(([n, bytes]) => [`DG${n}` as 'DG1', bytes]))
  files.set(`DG${changed}` as 'DG1', changed === 1 ? der(0x61, dg1.subarray(2, 40)) : group(tags[changed]!, 2))
  const evidence = {
    ...{ files: new Map([...files, ['EF.SOD', sod] as const]), imagesLeftOut: [], activeAuthentication: null },
    ...{ printedMrz: null, mrzKeys: null, seen: null },
  }
  const lists = [csca.certificate, ...(list === null ? [] : [list])].flatMap((bytes) => importTrust(bytes, 'file'))
  const { checks } = verifyEvidence(evidence, { store: createTrustStore(lists) }, new Date('2026-06-01'))
  return [checks.find((check) => check.name === 'hashes')?.verdict, toleratedIn(checks)]
}

test.each([11, 12])('a wrong hash of DG%i is tolerated where its state has said so, and its data do not count', (n) => {
  expect(hashes(n, null)).toEqual(['failed', []])
  expect(hashes(n, listOf([n]))).toEqual(['passed', [`DG${n}`]])
  expect(hashes(n, listOf([n === 11 ? 12 : 11]))).toEqual(['failed', []])
})

test.each([1, 2, 14, 15])('a wrong hash of DG%i never is', (n) => {
  expect(hashes(n, listOf([1, 2, 11, 12, 14, 15]))).toEqual(['failed', []])
})

test('a deviation of other documents, or of documents that it does not bound, excuses nothing', () => {
  expect(hashes(12, listOf([12], csca, [der(0x82, keyIdOf(csca.key))]))).toEqual(['failed', []])
  expect(hashes(12, listOf([12], csca, []))).toEqual(['failed', []])
  expect(hashes(12, listOf([12], csca, [der(0xa5, text('XX0000001'))]))).toEqual(['failed', []])
  expect(hashes(12, listOf([12], csca, [der(0xa5, text('00AA00000'))]))).toEqual(['passed', ['DG12']])
})

test('a state speaks for its own documents alone', () => {
  const neighbour = issueCsca([['C', 'FR'], ['CN', 'Neighbour']], makeEcKey('P-256'), ec) // prettier-ignore
  expect(hashes(12, listOf([12], neighbour))).toEqual(['failed', []])
  expect(hashes(12, listOf([12], neighbour, [der(0xa5, text('00AA00000'))]))).toEqual(['failed', []])
})

test('a list is taken only from who is known', () => {
  const store = createTrustStore(importTrust(csca.certificate, 'csca'))
  const items = (list: Uint8Array) => reviewImport(importTrust(list, 'list'), store, new Date('2026-06-01'))
  expect(items(listOf([12]))).toMatchObject([{ kind: 'deviation_list', standing: 'vouched' }])
  const stranger = issueCsca(name, makeEcKey('P-256'), ec)
  expect(toConfirm(items(listOf([12], stranger)))).toBe(null)
})
