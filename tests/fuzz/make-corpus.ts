import { mkdirSync, writeFileSync } from 'node:fs'
import { fromHex } from '../../src/emrtd/crypto/bytes.ts'
import { encodeTlv } from '../../src/emrtd/tlv/tlv.ts'
import { makeCodestream, wrapJp2 } from '../../src/emrtd/portrait/testing/make-jpeg2000.ts'
import { der, integer, octets, oid, sequence, setOf, text } from '../../src/virtual-card/testing/pki/der.ts'
import { issueCrl, issueCsca, issueSigner, type TestName } from '../../src/virtual-card/testing/pki/issue.ts'
import { makeEcKey, makeRsaKey, type SignatureSpec } from '../../src/virtual-card/testing/pki/keys.ts'
import { makeMasterList, makeSod, signCms } from '../../src/virtual-card/testing/pki/sign-cms.ts'

/**
 * Writes the samples that fuzzing starts from: sound files of every kind, made up here. Run by hand when a format is
 * added (`node tests/fuzz/make-corpus.ts`); the files are kept so that a seed always gives the same inputs.
 */
const ec: SignatureSpec = { scheme: 'ecdsa', hash: 'sha256' }
const rsa: SignatureSpec = { scheme: 'pkcs1', hash: 'sha256' }
const pss: SignatureSpec = { scheme: 'pss', hash: 'sha256' }
const name: TestName = [['C', 'FR'], ['O', 'Fuzz'], ['CN', 'Fuzz CSCA']] // prettier-ignore
const rsaKey = makeRsaKey(1024)
const csca = issueCsca(name, rsaKey, rsa)
const ecCsca = issueCsca(name, makeEcKey('brainpoolP256r1', { explicit: true }), ec)
const signer = issueSigner(csca, makeRsaKey(1024), rsa)
const ecSigner = issueSigner(ecCsca, makeEcKey('P-256'), ec)
const crl = issueCrl({ issuer: name, key: rsaKey, signature: rsa, serials: [3, 4, 5] })
const width = 32
const colour = await makeCodestream(width, width, 3)

const mrz = 'P<FRATEST<<SPECIMEN<<<<<<<<<<<<<<<<<<<<<<<<<00AA000001FRA8001014F3001017<<<<<<<<<<<<<<00'
const ascii = (tag: number, value: string) => encodeTlv(tag, new TextEncoder().encode(value))
const dg1 = encodeTlv(0x61, ascii(0x5f1f, mrz))
const names = encodeTlv(0xa0, integer(1), ascii(0x5f0f, 'AUTRE<<NOM'))
const dg11 = encodeTlv(
  0x6b,
  ascii(0x5f0e, 'TEST<<SPÉCIMEN<A'),
  encodeTlv(0x5f2b, fromHex('19800101')),
  ascii(0x5f11, 'PARIS<FR'),
  names,
)
const dg12 = encodeTlv(
  0x6c,
  ascii(0x5f19, 'PRÉFECTURE'),
  ascii(0x5f26, '20200101'),
  encodeTlv(0xa0, ascii(0x5f1a, 'A<<B')),
)
const securityInfos = setOf(
  sequence(oid('0.4.0.127.0.7.2.2.4.2.4'), integer(2), integer(13)),
  sequence(oid('0.4.0.127.0.7.2.2.4.6.4'), integer(2), integer(13)),
  sequence(oid('0.4.0.127.0.7.2.2.3.2.4'), integer(1), integer(7)),
  sequence(oid('0.4.0.127.0.7.2.2.1.2'), makeEcKey('brainpoolP256r1').spki, integer(7)),
  sequence(oid('2.23.136.1.1.5'), integer(1), oid('0.4.0.127.0.7.1.1.4.1.3')),
)

const faceHeader = fromHex(
  '46414300303130000000000000010000000000000000000000000000000000000000000000000000000000000000',
)
const faceRecord = Uint8Array.of(
  ...faceHeader,
  ...fromHex('ffd8ffe000104a46494600010100000100010000ffc0000b080010001001011100ffd9'),
)
const faceBlock = [0xa0, 0xa0, 0xa1, 0x30, 0xa1].reduce(
  (value, tag) => encodeTlv(tag, value),
  encodeTlv(0x80, wrapJp2(colour, width, width, 3)),
)
const faceBlocks = encodeTlv(0xa1, encodeTlv(0x65, fromHex('a007800103810207e3'), faceBlock))
const dg2 = (block: Uint8Array) =>
  encodeTlv(0x75, encodeTlv(0x7f61, integer(1), encodeTlv(0x7f60, fromHex('a103870101'), block)))

const dataGroups = new Map([[1, dg1], [11, dg11]]) // prettier-ignore
const masterList = makeMasterList([csca.certificate, ecCsca.certificate], { signer, signature: rsa })
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')
const pem = (label: string, bytes: Uint8Array) => `-----BEGIN ${label}-----\n${base64(bytes)}\n-----END ${label}-----\n`
const ldif = `version: 1\n\ndn: c=FR\npkdMasterListContent:: ${base64(masterList)}\n\nuserCertificate;binary:: ${base64(csca.certificate)}\n`
// one stored file named f
const zip = `504b0304${'00'.repeat(22)}010000006630504b010214000000000000000000000000000000010000000100000001000000000000000000000000000000000066504b05060000000001000100${'2f000000'}20000000${'0000'}`

const corpus: Record<string, readonly Uint8Array[]> = {
  tlv: [dg2(encodeTlv(0x5f2e, faceRecord)), securityInfos],
  apdu: [fromHex('9000'), fromHex('6d36870901'), fromHex('99029000 8e08 1122334455667788 9000')],
  card_access: [securityInfos],
  card_security: [signCms({ content: securityInfos, contentType: '0.4.0.127.0.7.3.2.1', signer, signature: rsa })],
  com: [encodeTlv(0x60, ascii(0x5f01, '0107'), ascii(0x5f36, '040000'), encodeTlv(0x5c, fromHex('61756b6c6e')))],
  dg1: [dg1],
  dg2: [dg2(encodeTlv(0x5f2e, faceRecord)), dg2(encodeTlv(0x7f2e, faceBlocks))],
  dg7: [encodeTlv(0x67, integer(1), encodeTlv(0x5f43, fromHex('ffd8ffd9')))],
  dg11: [dg11],
  dg12: [dg12],
  dg14: [encodeTlv(0x6e, securityInfos)],
  dg15: [encodeTlv(0x6f, rsaKey.spki), encodeTlv(0x6f, makeEcKey('P-256', { explicit: true }).spki)],
  iso_19794_5: [faceRecord],
  iso_39794_5: [faceBlocks],
  jpeg_2000: [colour, wrapJp2(colour, width, width, 3)],
  sod: [
    makeSod({ dataGroups, signer, signature: rsa }),
    makeSod({ dataGroups, signer, signature: pss, indefinite: true, version1: true }),
    makeSod({ dataGroups, signer: ecSigner, signature: ec, identifiedBy: 'keyId' }),
  ],
  certificate: [csca.certificate, ecCsca.certificate, signer.certificate],
  crl: [crl],
  master_list: [masterList, makeMasterList([csca.certificate], { signer, signature: rsa, indefinite: true })],
  trust_file: [
    csca.certificate,
    new TextEncoder().encode(pem('CERTIFICATE', csca.certificate) + pem('X509 CRL', crl)),
    new TextEncoder().encode(ldif),
    fromHex(zip),
  ],
  secure_messaging: [
    encodeTlv(0x87, Uint8Array.of(1), new Uint8Array(16)),
    Uint8Array.of(...encodeTlv(0x85, new Uint8Array(16)), ...fromHex('99029000')),
    fromHex('99029000'),
  ],
}
// exchange, way of spoiling, material
const spoilt = Array.from({ length: 10 }, (_, i) =>
  Uint8Array.of(i, i, ...fromHex('6f108408a000000247100182'), 0x69, 0x82),
)
corpus['hostile_card'] = spoilt
corpus['asn1'] = [...(corpus['sod'] ?? []), sequence(text('x'), der(0xa0, octets(new Uint8Array(3))))]

const folder = new URL('./corpus/', import.meta.url)
mkdirSync(folder, { recursive: true })
for (const [target, samples] of Object.entries(corpus)) {
  for (const [i, sample] of samples.entries()) writeFileSync(new URL(`${target}.${i + 1}.bin`, folder), sample)
}
