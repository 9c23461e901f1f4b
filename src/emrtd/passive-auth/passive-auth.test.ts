import { describe, expect, it } from 'vitest'
import type { HashName } from '../crypto/hash.ts'
import type { CurveName } from '../crypto/ec.ts'
import { importCertificates } from '../pki/import-trust.ts'
import { passiveAuthentication, type PassiveAuthenticationInput } from './passive-auth.ts'
import { createTrustStore } from '../pki/trust-store.ts'
import { childrenOf, readBer, sequenceOf } from '../tlv/ber.ts'
import { der, octets, text } from '../../virtual-card/testing/pki/der.ts'
import {
  issueCsca,
  issueSigner,
  type CertificateSpec,
  type Issued,
  type TestName,
} from '../../virtual-card/testing/pki/issue.ts'
import { makeEcKey, makeRsaKey, type SignatureSpec, type TestKey } from '../../virtual-card/testing/pki/keys.ts'
import { makeSod, type SodSpec } from '../../virtual-card/testing/pki/sign-cms.ts'

const at = new Date('2026-06-01')
const cscaName: TestName = [
  ['C', 'FR'],
  ['O', 'Test'],
  ['CN', 'Test CSCA'],
]
const ec: SignatureSpec = { scheme: 'ecdsa', hash: 'sha256' }
const rsa: SignatureSpec = { scheme: 'pkcs1', hash: 'sha256' }
const cscaKey = makeEcKey('P-256')
const csca = issueCsca(cscaName, cscaKey, ec)
const signer = issueSigner(csca, makeEcKey('P-256'), ec)
const rsaKey = makeRsaKey()

const mrz = 'P<FRATEST<<SPECIMEN<<<<<<<<<<<<<<<<<<<<<<<<<00AA000001FRA8001014F3001017<<<<<<<<<<<<<<00'
const dg1 = der(0x61, Uint8Array.of(0x5f, 0x1f), text(mrz, 0).subarray(1))
const dg2 = der(0x75, octets(Uint8Array.of(1, 2, 3)))
const dataGroups = new Map([
  [1, dg1],
  [2, dg2],
])
const trustIn = (...issued: Issued[]) => createTrustStore(issued.map((one) => importCertificates(one.certificate)))

function authenticate(sod: Partial<SodSpec>, input: Partial<PassiveAuthenticationInput> = {}) {
  const file = makeSod({ dataGroups, signer, signature: ec, ...sod })
  return passiveAuthentication({ sod: file, dataGroups, trust: trustIn(csca), at, ...input })
}

const verdicts = (result: ReturnType<typeof authenticate>) =>
  result.checks.map(({ name, verdict, reason }) => `${name} ${verdict} ${reason}`)
const passed = [
  'signature passed null',
  'hashes passed null',
  'chain passed null',
  'revocation not_possible crl_missing',
]

describe('passive authentication', () => {
  it('passes a sound document and names signer and CSCA', () => {
    const result = authenticate({})
    expect(verdicts(result)).toEqual(passed)
    expect(result).toMatchObject({
      passed: true,
      signer: 'CN=Test Document Signer,C=FR',
      csca: 'CN=Test CSCA,O=Test,C=FR',
    })
  })

  const curves: [CurveName, HashName][] = [
    ['P-224', 'sha224'],
    ['P-384', 'sha384'],
    ['P-521', 'sha512'],
    ['brainpoolP224r1', 'sha224'],
    ['brainpoolP256r1', 'sha256'],
    ['brainpoolP320r1', 'sha384'],
    ['brainpoolP384r1', 'sha512'],
    ['brainpoolP512r1', 'sha1'],
  ]
  it.each(curves)('verifies ECDSA on %s with %s', (curve, hash) => {
    const signature: SignatureSpec = { scheme: 'ecdsa', hash }
    const own = issueSigner(csca, makeEcKey(curve), ec)
    expect(verdicts(authenticate({ signer: own, signature }))).toEqual(passed)
  })

  const keys: [string, TestKey, SignatureSpec][] = [
    ['explicit curve parameters', makeEcKey('brainpoolP256r1', { explicit: true }), ec],
    ['explicit NIST parameters', makeEcKey('P-384', { explicit: true }), ec],
    ['a wrong curve of the same size', makeEcKey('brainpoolP256r1', { declaredAs: 'P-256' }), ec],
    [
      'wrong explicit parameters of the same size',
      makeEcKey('P-256', { explicit: true, declaredAs: 'brainpoolP256r1' }),
      ec,
    ],
    ['a compressed point', makeEcKey('P-256', { compressed: true }), ec],
    ['ECDSA integers with an extra 00', makeEcKey('P-256'), { ...ec, extraZero: true }],
    ['plain ECDSA', makeEcKey('P-256'), { ...ec, plain: true }],
    ['ecdsa-with-SHA1', makeEcKey('P-256'), { scheme: 'ecdsa', hash: 'sha1' }],
    ['RSA PKCS #1', rsaKey, rsa],
    ['bare rsaEncryption', rsaKey, { ...rsa, bare: true }],
    ['RSA with SHA-1', rsaKey, { scheme: 'pkcs1', hash: 'sha1' }],
    ['RSA-PSS with SHA-256', rsaKey, { scheme: 'pss', hash: 'sha256' }],
    ['RSA-PSS with SHA-512', rsaKey, { scheme: 'pss', hash: 'sha512' }],
    ['an RSA key of an odd size', makeRsaKey(1537), { scheme: 'pss', hash: 'sha384' }],
  ]
  it.each(keys)('verifies %s', (_name, key, signature) => {
    const own = issueSigner(csca, key, ec)
    expect(verdicts(authenticate({ signer: own, signature }))).toEqual(passed)
  })

  const oddities: [string, Partial<SodSpec>][] = [
    ['content type 1.3.27.1.1.1', { contentType: '1.3.27.1.1.1' }],
    ['content type id-data', { contentType: '1.2.840.113549.1.7.1' }],
    ['indefinite-length BER', { indefinite: true }],
    ['a signer named by key identifier', { identifiedBy: 'keyId' }],
    ['a signer identifier that matches nothing', { identifiedBy: 'wrong' }],
    [
      'several certificates, the signer not first',
      { embedded: [csca.certificate, signer.certificate], identifiedBy: 'wrong' },
    ],
    ['no signed attributes', { withoutAttributes: true }],
    ['attributes not stored in DER order', { shuffled: true }],
    ['another digest than the signature has', { digest: 'sha512' }],
    ['LDS object version 1', { version1: true }],
    ['SHA-1 data group hashes', { hash: 'sha1' }],
    ['SHA-512 data group hashes', { hash: 'sha512' }],
    ['no outer tag 77', { bare: true }],
  ]
  it.each(oddities)('takes %s', (_name, sod) => {
    expect(verdicts(authenticate(sod))).toEqual(passed)
  })

  it('finds a signer that is not embedded among the trusted files, without trusting it for that', () => {
    expect(verdicts(authenticate({ embedded: [] }, { trust: trustIn(csca, signer) }))).toEqual(passed)
    expect(verdicts(authenticate({ embedded: [] }))[0]).toBe('signature failed signer_certificate_missing')
    expect(verdicts(authenticate({}, { trust: trustIn(signer) }))[2]).toBe('chain not_possible trust_empty')
  })

  it('reports the LDS version of a version 1 object', () => {
    expect(authenticate({ version1: true }).securityObject).toMatchObject({ ldsVersion: '0108', hash: 'sha256' })
  })
})

describe('what is not genuine', () => {
  it('fails changed data groups, over the bytes as read', () => {
    const changed = dg2.slice()
    changed[changed.length - 1] = 9
    const result = authenticate({}, { dataGroups: new Map([[1, dg1], [2, changed]]) }) // prettier-ignore
    expect(verdicts(result)[1]).toBe('hashes failed data_group_changed')
    expect(result).toMatchObject({ passed: false, checks: { 1: { detail: 'DG2' } } })
  })

  it('ignores padding after a data group, but no other change', () => {
    const padded = Uint8Array.of(...dg2, 0, 0, 0)
    expect(verdicts(authenticate({}, { dataGroups: new Map([[2, padded]]) }))[1]).toBe('hashes passed null')
    // the same value in a longer encoding of the length is not what was signed
    const reencoded = Uint8Array.of(0x75, 0x81, ...dg2.subarray(1))
    expect(verdicts(authenticate({}, { dataGroups: new Map([[2, reencoded]]) }))[1]).toBe(
      'hashes failed data_group_changed',
    )
  })

  it('fails a data group that is not in the list, and says when there is none to compare', () => {
    expect(verdicts(authenticate({}, { dataGroups: new Map([[11, dg1]]) }))[1]).toBe(
      'hashes failed data_group_not_signed',
    )
    expect(verdicts(authenticate({}, { dataGroups: new Map() }))[1]).toBe('hashes not_possible no_data_groups')
  })

  it('fails changed content and a changed signature', () => {
    const sod = makeSod({ dataGroups, signer, signature: ec })
    const content = Buffer.from(sod).indexOf(dataGroupHash(sod))
    const broken = sod.slice()
    broken[content] = (broken[content] ?? 0) ^ 1
    expect(verdicts(authenticate({}, { sod: broken })).slice(0, 2)).toEqual([
      'signature failed signed_content_changed',
      'hashes failed data_group_changed',
    ])
    const last = sod.slice()
    last[last.length - 1] = (last[last.length - 1] ?? 0) ^ 1
    expect(verdicts(authenticate({}, { sod: last }))[0]).toBe('signature failed signature_wrong')
  })

  it('fails a signature by another key than the embedded certificate has', () => {
    const other: Issued = { ...signer, key: makeEcKey('P-256') }
    expect(verdicts(authenticate({ signer: other }))[0]).toBe('signature failed signature_wrong')
  })

  it('fails what is no EF.SOD without throwing', () => {
    for (const sod of [new Uint8Array(), Uint8Array.of(0x77, 0x00), dg1, new Uint8Array(500).fill(0x30)]) {
      expect(verdicts(authenticate({}, { sod }))[0]).toBe('signature failed sod_malformed')
    }
  })

  it('does not pass an unknown hash function', () => {
    const sod = Buffer.from(makeSod({ dataGroups, signer, signature: ec, hash: 'sha384' }))
    const oid = Buffer.from('608648016503040202', 'hex')
    sod.set(Buffer.from('60864801650304027f', 'hex'), sod.indexOf(oid))
    expect(verdicts(authenticate({}, { sod }))).toEqual([
      'signature failed signed_content_changed',
      'hashes not_possible hash_algorithm_unknown',
      'chain passed null',
      'revocation not_possible crl_missing',
    ])
  })

  it('fails a document of one state signed under the CSCA of another', () => {
    const foreign = issueCsca([['C', 'DE'], ['CN', 'Foreign CSCA']], makeEcKey('P-256'), ec) // prettier-ignore
    const own = issueSigner(foreign, makeEcKey('P-256'), ec)
    const result = authenticate({ signer: own }, { trust: trustIn(csca, foreign) })
    expect(verdicts(result)[2]).toBe('chain failed issuing_state_differs')
    expect(result.passed).toBe(false)
  })
})

describe('the signer certificate', () => {
  const wrongPurpose = 'chain failed signer_wrong_purpose'
  const cases: [string, Partial<CertificateSpec>, string][] = [
    ['has expired since it signed', { notAfter: new Date('2026-02-04') }, 'chain passed null'],
    ['had expired when it signed', { notAfter: new Date('2026-02-02') }, 'chain failed signer_expired'],
    ['was not valid yet when it signed', { notBefore: new Date('2026-02-04') }, 'chain failed signer_not_yet_valid'],
    ['lists the document’s code', { documentTypes: ['ID', 'P'] }, 'chain passed null'],
    ['lists the document’s code with a filler', { documentTypes: ['P<'] }, 'chain passed null'],
    ['lists other codes', { documentTypes: ['ID', 'PD', 'AR'] }, 'chain failed document_type_not_listed'],
    ['lists no code', { documentTypes: [] }, 'chain failed document_type_not_listed'],
    ['is of another country', { subject: [['C', 'BE'], ['CN', 'DS']] }, 'chain failed issuing_state_differs'], // prettier-ignore
    ['is of the country in another case', { subject: [['C', 'fr'], ['CN', 'DS']] }, 'chain passed null'], // prettier-ignore
    ['is of the country as the MRZ has it', { subject: [['C', 'FRA'], ['CN', 'DS']] }, 'chain passed null'], // prettier-ignore
    ['names no country', { subject: [['CN', 'DS']] }, 'chain passed null'],
    ['may not sign', { keyUsage: 0x20 }, 'chain failed signer_wrong_purpose'],
    ['signs master lists', { extendedKeyUsage: '2.23.136.1.1.3' }, 'chain failed signer_wrong_purpose'],
    ['signs barcodes', { extendedKeyUsage: '2.23.136.1.1.14.2' }, 'chain failed signer_wrong_purpose'],
    ['signs code', { extendedKeyUsage: '1.3.6.1.5.5.7.3.3' }, 'chain failed signer_wrong_purpose'],
    ['has a purpose that nobody knows', { extendedKeyUsage: '1.2.3.4' }, 'chain failed signer_wrong_purpose'],
    ['names a purpose beside the harmless one', { extendedKeyUsage: ['2.5.29.37.0', '2.23.136.1.1.3'] }, wrongPurpose],
    ['lists purposes and names none', { extendedKeyUsage: [] }, wrongPurpose],
    ['may issue certificates', { keyUsage: 0x84 }, wrongPurpose],
    ['restricts nothing', { extendedKeyUsage: '2.5.29.37.0' }, 'chain passed null'],
    ['is an authority itself', { ca: true, keyUsage: 0x86 }, 'chain failed signer_wrong_purpose'],
    ['serves TLS', { extendedKeyUsage: '1.3.6.1.5.5.7.3.1' }, 'chain failed signer_wrong_purpose'],
    ['says no key usage', { keyUsage: null }, 'chain passed null'],
    ['names no authority key', { noAuthorityKeyId: true }, 'chain passed null'],
    ['names a key nobody has', { authorityOf: makeEcKey('P-256') }, 'chain passed null'],
    ['is of version 1', { version1: true }, 'chain passed null'],
    ['has the issuer in another order', { issuer: cscaName.toReversed() }, 'chain passed null'],
    [
      'has the issuer in other string types',
      { issuer: cscaName.map(([type, value]) => [type, value, 0x0c]) },
      'chain passed null',
    ],
    [
      'has the issuer in capitals',
      { issuer: cscaName.map(([type, value]) => [type, value.toUpperCase()]) },
      'chain passed null',
    ],
    [
      'is signed by somebody else',
      { issuerKey: makeEcKey('P-256'), authorityOf: cscaKey },
      'chain failed signer_not_issued_by_csca',
    ],
    ['is of an unknown key of that name', { issuerKey: makeEcKey('P-256') }, 'chain not_possible csca_unknown'],
  ]
  it.each(cases)('%s', (_name, more, expected) => {
    const own = issueSigner(csca, makeEcKey('P-256'), ec, more)
    expect(verdicts(authenticate({ signer: own }))[2]).toBe(expected)
  })
})

it('fails a signer that bears an extension twice: which of the two counts is anybody’s guess', () => {
  const own = issueSigner(csca, makeEcKey('P-256'), ec, { extendedKeyUsage: [['2.23.136.1.1.3'], ['2.5.29.37.0']] })
  expect(verdicts(authenticate({ signer: own }))[0]).toBe('signature failed sod_malformed')
})

describe('the day of issue', () => {
  const dg12 = (day: string) => der(0x6c, Uint8Array.of(0x5f, 0x26), text(day, 0).subarray(1))
  const periods = { notBefore: new Date('2015-01-01'), notAfter: new Date('2020-01-01') }
  const short = issueSigner(csca, makeEcKey('P-256'), ec, periods)
  const root = issueCsca(cscaName, cscaKey, ec, periods)
  /** A document whose signer and CSCA were valid from 2015 to 2019; its MRZ expires on 2030-01-01. */
  function judge({ day, signingTime, mrzExpiry = '300101', groups = [1, 12], ...input }: JudgeCase) {
    const lines = mrz.replace('F3001017', `F${mrzExpiry}7`)
    const files = new Map([[1, der(0x61, Uint8Array.of(0x5f, 0x1f), text(lines, 0).subarray(1))]])
    if (day !== undefined) files.set(12, dg12(day))
    const own = {
      dataGroups: files,
      signer: short,
      ...(signingTime === undefined ? { withoutAttributes: true } : { signingTime }),
    }
    const given = new Map([...files].filter(([group]) => groups.includes(group)))
    const result = authenticate(own, { dataGroups: given, trust: trustIn(root), ...input })
    return [verdicts(result)[2], result.issued?.source, result.issued?.day]
  }
  interface JudgeCase extends Partial<PassiveAuthenticationInput> {
    readonly day?: string
    readonly signingTime?: Date
    readonly mrzExpiry?: string
    readonly groups?: readonly number[]
  }
  const inside = new Date('2019-05-05T10:00:00Z')
  const cases: [string, JudgeCase, string, string, string][] = [
    ['DG12 within', { day: '20190405' }, 'chain passed null', 'dg12', '2019-04-05'],
    ['DG12 after', { day: '20210405', signingTime: inside }, 'chain failed signer_expired', 'dg12', '2021-04-05'],
    [
      'DG12 before',
      { day: '20140405', signingTime: inside },
      'chain failed signer_not_yet_valid',
      'dg12',
      '2014-04-05',
    ],
    ['DG12 of a decision before the signer began', { day: '20141215' }, 'chain passed null', 'dg12', '2014-12-15'],
    ['DG12 on the signer’s last day, elsewhere', { day: '20200101' }, 'chain passed null', 'dg12', '2020-01-01'],
    ['DG12 without a day', { day: '20210000', signingTime: inside }, 'chain passed null', 'signing_time', '2019-05-05'],
    ['DG12 to come', { day: '20270101', signingTime: inside }, 'chain passed null', 'signing_time', '2019-05-05'],
    ['no DG12', { signingTime: inside }, 'chain passed null', 'signing_time', '2019-05-05'],
    [
      'signed later',
      { signingTime: new Date('2021-01-01') },
      'chain failed signer_expired',
      'signing_time',
      '2021-01-01',
    ],
    ['neither: ten years before the expiry', { mrzExpiry: '290101' }, 'chain passed null', 'estimated', '2019-01-01'],
    ['neither, of five years', { mrzExpiry: '240101' }, 'chain passed null', 'estimated', '2014-01-01'],
    [
      'neither, and no day fits',
      { mrzExpiry: '310101' },
      'chain not_possible issue_day_unknown',
      'estimated',
      '2021-01-01',
    ],
    ['neither, and no MRZ', { groups: [] }, 'chain passed null', 'estimated', '2015-01-01'],
    [
      'a day that was asked for',
      { day: '20190405', certificatesAt: at },
      'chain failed signer_expired',
      'asked',
      '2026-06-01',
    ],
  ]
  it.each(cases)('%s', (_name, judged, verdict, source, day) => {
    expect(judge(judged)).toEqual([verdict, source, day])
  })

  it('does not believe a DG12 that EF.SOD does not sign', () => {
    const files = new Map([[1, dg1], [12, dg12('20210101')]]) // prettier-ignore
    const sod = makeSod({ dataGroups: files, signer: short, signature: ec, signingTime: inside })
    const result = authenticate(
      {},
      { sod, dataGroups: new Map([...files, [12, dg12('20190101')]]), trust: trustIn(root) },
    )
    expect([verdicts(result)[1], result.issued?.source]).toEqual(['hashes failed data_group_changed', 'signing_time'])
  })

  it('is that of the signature that verified, not of another one beside it', () => {
    const late = makeSod({ dataGroups, signer: short, signature: ec, signingTime: new Date('2021-01-01') })
    const other = makeSod({ dataGroups: new Map([[1, dg2]]), signer: short, signature: ec, signingTime: inside })
    const sod = makeSod({
      ...{ dataGroups, signer: short, signature: ec, signingTime: new Date('2021-01-01') },
      signerInfosBefore: [signerInfoOf(other)],
    })
    const judged = (file: Uint8Array) => {
      const { checks, issued } = authenticate({}, { sod: file, trust: trustIn(root) })
      return [checks[0]?.verdict, checks[2]?.reason, issued?.day]
    }
    expect(judged(late)).toEqual(['passed', 'signer_expired', '2021-01-01'])
    expect(judged(sod)).toEqual(judged(late))
  })

  it('is said in the detail of the chain', () => {
    expect(authenticate({}).checks[2]?.detail).toMatch(/; issued \(signing time\) 2026-02-03$/)
  })
})

describe('weak signatures', () => {
  const sha1Rsa: SignatureSpec = { scheme: 'pkcs1', hash: 'sha1' }
  const weigh = (
    key: TestKey,
    signature: SignatureSpec,
    more: Partial<SodSpec> = {},
    input: Partial<PassiveAuthenticationInput> = {},
  ) => authenticate({ signer: issueSigner(csca, key, ec), signature, ...more }, input).checks

  it('are named, and pass until the policy’s day', () => {
    const [signature, hashes] = weigh(makeRsaKey(1024), sha1Rsa, { hash: 'sha1' })
    expect([signature?.verdict, hashes?.verdict]).toEqual(['passed', 'passed'])
    expect(signature?.detail).toMatch(/; weak: SHA-1 RSA-1024$/)
    expect(hashes?.detail).toMatch(/; weak: SHA-1$/)
    const weakSignatures = { sha1RefusedFrom: '2026-02-03', shortRsaRefusedFrom: null }
    expect(weigh(rsaKey, sha1Rsa, {}, { weakSignatures })[0]).toMatchObject({
      verdict: 'failed',
      reason: 'signature_too_weak',
    })
    expect(weigh(makeRsaKey(1536), rsa, {}, { weakSignatures })[0]).toMatchObject({ verdict: 'passed' })
    const later = { sha1RefusedFrom: '2026-02-04', shortRsaRefusedFrom: '2026-01-01' }
    expect(weigh(rsaKey, sha1Rsa, {}, { weakSignatures: later })[0]?.verdict).toBe('passed')
    expect(weigh(makeRsaKey(1536), rsa, {}, { weakSignatures: later })[0]?.detail).toMatch(/weak: RSA-1536$/)
  })

  it('never pass with RSA below 1024 bits, of the signer or its CSCA', () => {
    expect(weigh(makeRsaKey(768), rsa)[0]).toMatchObject({
      verdict: 'failed',
      reason: 'signature_too_weak',
      detail: expect.stringMatching('RSA-768'),
    })
    const root = issueCsca(cscaName, makeRsaKey(1000), rsa)
    const own = issueSigner(root, makeEcKey('P-256'), rsa)
    expect(verdicts(authenticate({ signer: own }, { trust: trustIn(root) }))[2]).toBe('chain failed signature_too_weak')
  })

  it('never pass with MD5, in the signature, the digest, the hashes or the certificate', () => {
    const swap = (bytes: Uint8Array, from: string, to: string) =>
      Uint8Array.from(Buffer.from(Buffer.from(bytes).toString('hex').replaceAll(from, to), 'hex'))
    const [sha1WithRsa, md5WithRsa] = ['2a864886f70d010105', '2a864886f70d010104']
    const sod = makeSod({ dataGroups, signer: issueSigner(csca, rsaKey, ec), signature: sha1Rsa })
    expect(verdicts(authenticate({}, { sod: swap(sod, sha1WithRsa, md5WithRsa) }))[0]).toBe(
      'signature failed signature_too_weak',
    )
    const root = issueCsca(cscaName, rsaKey, rsa)
    const own = issueSigner(root, makeEcKey('P-256'), sha1Rsa)
    const certified = makeSod({
      dataGroups,
      signer: { ...own, certificate: swap(own.certificate, sha1WithRsa, md5WithRsa) },
      signature: ec,
    })
    expect(verdicts(authenticate({}, { sod: certified, trust: trustIn(root) }))[2]).toBe(
      'chain failed signature_too_weak',
    )
    // MD5 in place of SHA-1 where the two identifiers are as long: 1.3.14.3.2.3 is md5WithRSA of the same arc.
    const hashed = makeSod({ dataGroups, signer, signature: ec, hash: 'sha1' })
    expect(verdicts(authenticate({}, { sod: swap(hashed, '06052b0e03021a', '06052b0e030203') }))[1]).toBe(
      'hashes failed signature_too_weak',
    )
  })
})

/** The first SignerInfo of an EF.SOD. */
function signerInfoOf(sod: Uint8Array): Uint8Array {
  const [, wrapper] = sequenceOf(readBer(readBer(sod).value))
  const signers = sequenceOf(childrenOf(wrapper!)[0]).at(-1)
  return childrenOf(signers!)[0]!.raw
}

/** First hash in the LDS security object: the octets after "data group 1". */
function dataGroupHash(sod: Uint8Array): Buffer {
  const marker = Buffer.from('0201010420', 'hex')
  const found = Buffer.from(sod).indexOf(marker) + marker.length
  return Buffer.from(sod.slice(found, found + 32))
}
