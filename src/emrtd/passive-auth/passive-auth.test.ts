import { describe, expect, it } from 'vitest'
import type { HashName } from '../crypto/hash.ts'
import type { CurveName } from '../crypto/ec.ts'
import { importCertificates } from '../pki/import-trust.ts'
import { passiveAuthentication, type PassiveAuthenticationInput } from './passive-auth.ts'
import { createTrustStore } from '../pki/trust-store.ts'
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
  const cases: [string, Partial<CertificateSpec>, string][] = [
    ['has expired', { notAfter: new Date('2026-05-31') }, 'chain failed signer_expired'],
    ['is not valid yet', { notBefore: new Date('2026-06-02') }, 'chain failed signer_not_yet_valid'],
    ['may not sign', { keyUsage: 0x20 }, 'chain failed signer_wrong_purpose'],
    ['signs master lists', { extendedKeyUsage: '2.23.136.1.1.3' }, 'chain failed signer_wrong_purpose'],
    ['signs barcodes', { extendedKeyUsage: '2.23.136.1.1.14.2' }, 'chain failed signer_wrong_purpose'],
    ['signs code', { extendedKeyUsage: '1.3.6.1.5.5.7.3.3' }, 'chain failed signer_wrong_purpose'],
    ['has a purpose that nobody knows', { extendedKeyUsage: '1.2.3.4' }, 'chain failed signer_wrong_purpose'],
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

/** First hash in the LDS security object: the octets after "data group 1". */
function dataGroupHash(sod: Uint8Array): Buffer {
  const marker = Buffer.from('0201010420', 'hex')
  const found = Buffer.from(sod).indexOf(marker) + marker.length
  return Buffer.from(sod.slice(found, found + 32))
}
