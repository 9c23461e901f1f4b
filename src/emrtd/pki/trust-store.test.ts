import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32, deflateRawSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { codeOf } from '../failure.ts'
import { buildChain } from './chain.ts'
import { parseCertificate } from './certificate.ts'
import { checkRevocation, parseCrl } from './crl.ts'
import { onDay, type IssueDay } from './issue-day.ts'
import { importCertificates, importCrls, importTrust } from './import-trust.ts'
import { loadTrustFolder } from '../../station/trust/load-trust.ts'
import { mayIssueFor } from './country-codes.ts'
import { importMasterList } from './master-list.ts'
import { createTrustStore, summariseTrust } from './trust-store.ts'
import {
  issue,
  issueCrl,
  issueCsca,
  issueSigner,
  type Issued,
  type TestName,
} from '../../virtual-card/testing/pki/issue.ts'
import { makeEcKey, makeRsaKey, type SignatureSpec } from '../../virtual-card/testing/pki/keys.ts'
import { makeMasterList, makeSod } from '../../virtual-card/testing/pki/sign-cms.ts'

const at = new Date('2026-06-01')
const issued = onDay(at)
const ec: SignatureSpec = { scheme: 'ecdsa', hash: 'sha256' }
const rsa: SignatureSpec = { scheme: 'pkcs1', hash: 'sha256' }
const name: TestName = [
  ['C', 'FR'],
  ['CN', 'Test CSCA'],
]
const oldKey = makeEcKey('P-256')
const newKey = makeEcKey('P-384')
const oldCsca = issueCsca(name, oldKey, ec)
const newCsca = issueCsca(name, newKey, ec)
const linkSpec = { subject: name, key: newKey, issuer: name, issuerKey: oldKey, signature: ec, ca: true } as const
const link = issue(linkSpec)
const signer = issueSigner(newCsca, makeEcKey('P-256'), ec)

const storeOf = (...all: Issued[]) => createTrustStore(all.map((one) => importCertificates(one.certificate)))
const chainOf = (...all: Issued[]) => buildChain(parseCertificate(signer.certificate), storeOf(...all), issued)
const code = (run: () => unknown) => {
  try {
    run()
    return 'passed'
  } catch (error) {
    return codeOf(error)
  }
}

describe('chains', () => {
  it('finds the issuer among keys that share a name', () => {
    expect(chainOf(oldCsca, newCsca)).toMatchObject({ verdict: 'passed', path: { length: 2 } })
    expect(chainOf(oldCsca)).toMatchObject({ verdict: 'not_possible', reason: 'csca_unknown' })
  })

  it('goes by a link certificate, with the old root or trusted by itself', () => {
    expect(chainOf(oldCsca, link).verdict).toBe('passed')
    expect(chainOf(link).verdict).toBe('passed')
  })

  it('rejects a link certificate that the old root did not sign', () => {
    const forged = issue({ ...linkSpec, issuerKey: makeEcKey('P-256'), authorityOf: oldKey })
    expect(chainOf(oldCsca, forged)).toMatchObject({ verdict: 'failed', reason: 'csca_link_wrong' })
    expect(chainOf(oldCsca, forged, newCsca).verdict).toBe('passed')
  })

  it('tries every certificate with the shared key identifier, and takes one that is valid', () => {
    const expired = issueCsca(name, newKey, ec, { notAfter: new Date('2026-01-01') })
    expect(chainOf(expired)).toMatchObject({ verdict: 'failed', reason: 'csca_expired' })
    expect(chainOf(expired, newCsca).verdict).toBe('passed')
    expect(chainOf(expired, oldCsca, link).verdict).toBe('passed')
    const future = issueCsca(name, newKey, ec, { notBefore: new Date('2026-07-01') })
    expect(chainOf(future)).toMatchObject({ verdict: 'failed', reason: 'csca_not_yet_valid' })
  })

  it('does without key identifiers', () => {
    const bare = { noSubjectKeyId: true, noAuthorityKeyId: true }
    const root = issueCsca(name, newKey, ec, bare)
    expect(chainOf(oldCsca, root).verdict).toBe('passed')
    const bareLink = issue({ ...linkSpec, ...bare })
    expect(chainOf(oldCsca, bareLink).verdict).toBe('passed')
  })

  it('finds a CSCA of the country that bears another name', () => {
    const renamed = issueCsca([['C', 'FR'], ['CN', 'Renamed']], newKey, ec, { noSubjectKeyId: true }) // prettier-ignore
    expect(chainOf(renamed).verdict).toBe('passed')
  })

  it('takes a link under another name, but no authority of another state below a path length of zero', () => {
    const under = (subject: TestName) => {
      const below = issue({ ...linkSpec, subject, key: makeEcKey('P-256') })
      return buildChain(
        parseCertificate(issueSigner(below, makeEcKey('P-256'), ec).certificate),
        storeOf(oldCsca, below),
        issued,
      )
    }
    expect(under([['C', 'FR'], ['CN', 'Test CSCA 2']]).verdict).toBe('passed') // prettier-ignore
    expect(under([['C', 'BE'], ['CN', 'Test CSCA 2']])).toMatchObject({ verdict: 'failed', reason: 'csca_link_wrong' }) // prettier-ignore
  })

  it('does not take a certificate whose key usage is another, whatever its basic constraints say', () => {
    expect(chainOf(issueCsca(name, newKey, ec, { keyUsage: 0x80 }))).toMatchObject({ reason: 'trust_empty' })
  })

  it('does not take a certificate that may not issue', () => {
    const notAuthority = issue({ ...linkSpec, issuerKey: newKey, ca: false })
    expect(chainOf(notAuthority)).toMatchObject({ verdict: 'not_possible', reason: 'trust_empty' })
  })
})

describe('revocation', () => {
  const leaf = parseCertificate(signer.certificate)
  const store = storeOf(newCsca, oldCsca)
  const path = buildChain(leaf, store, issued).path
  const check = (serials: number[], more: Partial<Parameters<typeof issueCrl>[0]> = {}, day: IssueDay = issued) =>
    checkRevocation(path, [parseCrl(issueCrl({ issuer: name, key: newKey, signature: ec, serials, ...more }))], store, {
      at,
      issued: day,
    })

  it('passes a signer that is not listed, fails one that is', () => {
    expect(check([1, 2, 3]).verdict).toBe('passed')
    expect(check([]).verdict).toBe('passed')
    expect(check([1, signer.serial])).toMatchObject({ verdict: 'failed', reason: 'signer_revoked' })
  })

  const compromise = [undefined, 0, 1, 2, 7, 10]
  it.each(compromise)('fails one revoked for reason %s whatever the day of issue', (reason) => {
    const before = onDay(new Date('2021-01-01'))
    const outcome = check([signer.serial], { ...(reason !== undefined && { reason }) }, before)
    expect(outcome).toMatchObject({ verdict: 'failed', reason: 'signer_revoked' })
  })

  it.each([3, 4, 5, 6, 9])('fails one revoked for reason %i from its date on', (reason) => {
    const on = (day: IssueDay) => check([signer.serial], { reason, revokedOn: new Date('2025-06-01') }, day).verdict
    expect([on(onDay(new Date('2025-05-31'))), on(onDay(new Date('2025-06-01')))]).toEqual(['passed', 'failed'])
    const estimated: IssueDay = { day: '', source: 'estimated', earliest: new Date('2020-01-01'), latest: at }
    expect(on(estimated)).toBe('passed')
  })

  it('passes one taken off the list again', () => {
    expect(check([signer.serial], { reason: 8 }).verdict).toBe('passed')
  })

  it('takes a list signed with another key of the country', () => {
    expect(check([signer.serial], { key: oldKey }).reason).toBe('signer_revoked')
  })

  it('fails a revoked CSCA', () => {
    expect(check([newCsca.serial]).reason).toBe('csca_revoked')
  })

  it('says nothing on a forged, old, future or foreign list; an old one still revokes', () => {
    expect(check([signer.serial], { key: makeEcKey('P-256') }).reason).toBe('crl_signature_wrong')
    expect(check([], { nextUpdate: new Date('2026-05-01') }).reason).toBe('crl_expired')
    expect(check([signer.serial], { nextUpdate: new Date('2026-05-01') }).reason).toBe('signer_revoked')
    expect(check([], { thisUpdate: new Date('2026-07-01') }).reason).toBe('crl_not_yet_valid')
    expect(check([], { issuer: [['C', 'DE']] }).reason).toBe('crl_missing')
    expect(checkRevocation([], [], store, { at, issued })).toMatchObject({
      verdict: 'not_possible',
      reason: 'chain_not_proved',
    })
  })
})

describe('master lists', () => {
  const listSigner = issueSigner(newCsca, makeRsaKey(), ec, { extendedKeyUsage: '2.23.136.1.1.3' })
  const certificates = [oldCsca, newCsca, link].map((one) => one.certificate)
  const spec = { signer: listSigner, signature: rsa, embedded: [listSigner.certificate, newCsca.certificate] }
  const bytes = makeMasterList(certificates, spec)

  it('shows date, signer, age, size and countries', () => {
    const store = createTrustStore([importMasterList(bytes, 'test.ml')])
    expect(summariseTrust(store, at)).toEqual([
      {
        name: 'test.ml',
        kind: 'master_list',
        date: '2026-02-03T04:05:06.000Z',
        signer: 'CN=Test Document Signer,C=FR',
        ageDays: 117,
        certificateCount: 3,
        unreadableCount: 0,
        countries: ['FR'],
      },
    ])
    expect(buildChain(parseCertificate(signer.certificate), store, issued).verdict).toBe('passed')
  })

  it('refuses a list whose signature or content is not right', () => {
    const changed = bytes.slice()
    const inContent = Buffer.from(changed).indexOf(Buffer.from('Test CSCA'))
    changed[inContent] = 0x58
    expect(code(() => importMasterList(changed))).toBe('chip_data_malformed')
    const sod = makeSod({ dataGroups: new Map([[1, new Uint8Array(3)]]), signer, signature: ec, bare: true })
    expect(code(() => importMasterList(sod))).toBe('chip_data_malformed')
    const stranger = { ...listSigner, key: makeRsaKey() }
    expect(code(() => importMasterList(makeMasterList(certificates, { ...spec, signer: stranger })))).toBe(
      'chip_data_malformed',
    )
  })

  it('leaves out and counts certificates that cannot be read', () => {
    const list = importMasterList(makeMasterList([...certificates, Uint8Array.of(0x30, 0x00)], spec))
    expect([list.certificates.length, list.unreadableCount]).toEqual([3, 1])
  })

  it('takes indefinite lengths', () => {
    expect(importMasterList(makeMasterList(certificates, { ...spec, indefinite: true })).certificates.length).toBe(3)
  })

  it('imports 600 certificates in time to wait for, and chains among them', () => {
    const rsaKey = makeRsaKey()
    const many = Array.from({ length: 599 }, (_, i) => {
      const own: TestName = [['C', i % 2 ? 'FR' : 'DE'], ['CN', `CSCA ${i}`]] // prettier-ignore
      return issueCsca(own, rsaKey, rsa).certificate
    })
    many.push(newCsca.certificate)
    const store = createTrustStore([importMasterList(makeMasterList(many, spec))])
    expect(store.authorities.length).toBe(600)
    expect(buildChain(parseCertificate(signer.certificate), store, issued).verdict).toBe('passed')
  })
})

it('knows which country may sign for which issuing state', () => {
  expect(['FRA FR', 'D DE', 'PYF FR', 'CHN HK', 'UNO UN'].map(mayIssue)).toEqual([true, true, true, true, true])
  expect(['FRA DE', 'D FR', 'FRA BE', 'FRA UT', 'FRA ZZ'].map(mayIssue)).toEqual(Array(5).fill(false))
  expect(['UTO UT', 'UTO FR', 'XXX FR'].map(mayIssue)).toEqual([null, null, null])
  expect(['FRA FRA', 'D D', 'D DEU', 'FRA DEU'].map(mayIssue)).toEqual([true, true, true, false])
})
const mayIssue = (pair: string) => mayIssueFor(pair.split(' ')[0] ?? '', pair.split(' ')[1] ?? '')

describe('files of trusted certificates', () => {
  const pem = (bytes: Uint8Array, label: string) =>
    `-----BEGIN ${label}-----\n${Buffer.from(bytes).toString('base64').replace(/.{64}/g, '$&\n')}\n-----END ${label}-----\n`
  const crl = issueCrl({ issuer: name, key: newKey, signature: ec, serials: [7] })
  const list = makeMasterList([oldCsca.certificate], { signer: signer, signature: ec })
  const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')
  const folded = (line: string) => line.replace(/(.{76})(?=.)/g, '$1\n ')
  const ldif = `version: 1\n\ndn: c=FR\n${folded(`pkdMasterListContent:: ${base64(list)}`)}\n\ndn: c=DE\n${folded(`userCertificate;binary:: ${base64(newCsca.certificate)}`)}\n`
  const bag = makeMasterList([], { signer, signature: ec })

  const files: [string, Uint8Array, number, number][] = [
    ['DER', oldCsca.certificate, 1, 0],
    ['DER with a line break after it', Uint8Array.of(...oldCsca.certificate, 0x0a), 1, 0],
    ['several DER certificates in a row', Uint8Array.of(...oldCsca.certificate, ...newCsca.certificate), 2, 0],
    [
      'a PEM bundle',
      Buffer.from(`some text\n${pem(oldCsca.certificate, 'CERTIFICATE')}${pem(newCsca.certificate, 'CERTIFICATE')}`),
      2,
      0,
    ],
    ['PEM with a CRL', Buffer.from(pem(oldCsca.certificate, 'CERTIFICATE') + pem(crl, 'X509 CRL')), 1, 1],
    ['PEM around a master list', Buffer.from(pem(list, 'CMS')), 1, 0],
    ['a CRL', crl, 0, 1],
    ['LDIF', Buffer.from(ldif), 2, 0],
    ['bare base64', Buffer.from(base64(oldCsca.certificate)), 1, 0],
    ['ZIP', makeZip([oldCsca.certificate, Buffer.from(ldif)]), 3, 0],
  ]
  it.each(files)('reads %s', (_name, bytes, certificateCount, crlCount) => {
    const lists = importTrust(bytes, 'file')
    expect(lists.flatMap((one) => one.certificates).length).toBe(certificateCount)
    expect(lists.flatMap((one) => one.crls).length).toBe(crlCount)
  })

  it('fails cleanly on files of other kinds', () => {
    const others = [
      Buffer.from('hello'),
      new Uint8Array(),
      Buffer.from('PK\x03\x04 not a zip'),
      bag,
      crl.subarray(0, 40),
    ]
    for (const bytes of others) expect(code(() => importTrust(bytes, 'file'))).toBe('chip_data_malformed')
    expect(code(() => importCrls(oldCsca.certificate))).toBe('chip_data_malformed')
  })

  it('loads a folder, leaving out its README; no folder is an empty store', () => {
    const folder = mkdtempSync(join(tmpdir(), 'guichet-trust-'))
    writeFileSync(join(folder, 'README.md'), 'read me')
    writeFileSync(join(folder, 'fr.der'), oldCsca.certificate)
    writeFileSync(join(folder, 'list.ml'), list)
    const store = loadTrustFolder(folder)
    expect([store.lists.length, store.authorities.length]).toEqual([2, 1])
    writeFileSync(join(folder, 'odd.der'), 'no certificate')
    expect(() => loadTrustFolder(folder)).toThrow(/chip_data_malformed: odd.der: /)
    rmSync(folder, { recursive: true })
    expect(loadTrustFolder(folder).authorities).toEqual([])
  })
})

/** A ZIP archive, the first file stored and the others deflated. */
function makeZip(files: readonly Uint8Array[]): Uint8Array {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  for (const [i, file] of files.entries()) {
    const data = i === 0 ? Buffer.from(file) : deflateRawSync(file)
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(i === 0 ? 0 : 8, 4)
    common.writeUInt32LE(crc32(file), 10)
    common.writeUInt32LE(data.length, 14)
    common.writeUInt32LE(file.length, 18)
    common.writeUInt16LE(1, 22)
    const central = Buffer.alloc(14)
    central.writeUInt32LE(
      parts.reduce((sum, part) => sum + part.length, 0),
      10,
    )
    directory.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), common, central, Buffer.from('f'))
    parts.push(Buffer.from('PK\x03\x04', 'latin1'), common, Buffer.from('f'), data)
  }
  const entries = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 0, 'latin1')
  end.writeUInt16LE(files.length, 10)
  end.writeUInt32LE(entries.length, 12)
  end.writeUInt32LE(
    parts.reduce((sum, part) => sum + part.length, 0),
    16,
  )
  return Buffer.concat([...parts, entries, end])
}
