import { readdirSync, readFileSync } from 'node:fs'
import { verifyActiveAuthentication } from '../../src/emrtd/active-auth/active-auth.ts'
import type { FuzzTarget } from './fuzz-target.ts'
import { evidenceTargets } from './evidence-targets.ts'
import { readHostileCard } from './hostile-card.ts'
import { mrzTargets } from './mrz-targets.ts'
import { parseResponse } from '../../src/emrtd/iso7816/apdu.ts'
import { cipherSuites, type CipherName } from '../../src/emrtd/crypto/cipher-suite.ts'
import { concat, fromBigInt } from '../../src/emrtd/crypto/bytes.ts'
import { parseCom } from '../../src/emrtd/lds/com.ts'
import { parseDg1 } from '../../src/emrtd/lds/dg1.ts'
import { parseDg2 } from '../../src/emrtd/lds/dg2.ts'
import { parseDg7 } from '../../src/emrtd/lds/dg7.ts'
import { parseDg11 } from '../../src/emrtd/lds/dg11.ts'
import { parseDg12 } from '../../src/emrtd/lds/dg12.ts'
import { parseDg15 } from '../../src/emrtd/lds/dg15.ts'
import { readFaceRecord } from '../../src/emrtd/lds/iso-19794-5.ts'
import { readFaceBlock } from '../../src/emrtd/lds/iso-39794-5.ts'
import { parseSod } from '../../src/emrtd/lds/sod.ts'
import { decodePortrait } from '../../src/emrtd/portrait/decode-portrait.ts'
import { imageFormatOf } from '../../src/emrtd/portrait/image-format.ts'
import { readImageSize } from '../../src/emrtd/portrait/image-size.ts'
import { readPortrait } from '../../src/emrtd/portrait/read-portrait.ts'
import { SecureMessaging } from '../../src/emrtd/secure-messaging/secure-messaging.ts'
import { parseDg14, parseSecurityInfos } from '../../src/emrtd/lds/security-infos.ts'
import { findTlvPath, parseTlvs, readTlv } from '../../src/emrtd/tlv/tlv.ts'
import { childrenOf, readBer, toDer } from '../../src/emrtd/tlv/ber.ts'
import { judgeCardSecurity, openCardSecurity } from '../../src/emrtd/passive-auth/card-security.ts'
import { onDay } from '../../src/emrtd/pki/issue-day.ts'
import { usualWeakSignaturePolicy } from '../../src/emrtd/pki/weak-signature.ts'
import { isRoot, parseCertificate, publicKeyOf } from '../../src/emrtd/pki/certificate.ts'
import { parseCrl } from '../../src/emrtd/pki/crl.ts'
import { importTrust } from '../../src/emrtd/pki/import-trust.ts'
import { importMasterList } from '../../src/emrtd/pki/master-list.ts'
import { nameText } from '../../src/emrtd/pki/name.ts'
import { passiveAuthentication } from '../../src/emrtd/passive-auth/passive-auth.ts'
import { createTrustStore } from '../../src/emrtd/pki/trust-store.ts'

const folder = new URL('./corpus/', import.meta.url)
const files = readdirSync(folder).sort()

/** Sound files of a kind, from the corpus folder. */
function samplesOf(kind: string): Uint8Array[] {
  const own = files.filter((file) => file.startsWith(`${kind}.`))
  return own.map((file) => new Uint8Array(readFileSync(new URL(file, folder))))
}

const at = new Date('2026-06-01')
const trust = createTrustStore(
  samplesOf('master_list')
    .slice(0, 1)
    .map((bytes) => importMasterList(bytes)),
)
const [dg1 = new Uint8Array()] = samplesOf('dg1')
const [dg15 = new Uint8Array()] = samplesOf('dg15')
const challenge = new Uint8Array(8)

const target = (kind: string, run: (bytes: Uint8Array) => unknown, memoryMiB = 64): FuzzTarget => ({
  samples: samplesOf(kind),
  run,
  memoryMiB,
})

export const targets: Readonly<Record<string, FuzzTarget>> = {
  tlv: target('tlv', (bytes) => [readTlv(bytes), parseTlvs(bytes), findTlvPath(bytes, [0x75, 0x7f61, 0x7f60, 0x5f2e])]),
  asn1: target('asn1', (bytes) => [toDer(readBer(bytes)), childrenOf(readBer(bytes))]),
  apdu: target('apdu', parseResponse),
  secure_messaging: target('secure_messaging', unprotect),
  card_access: target('card_access', parseSecurityInfos),
  card_security: target('card_security', (cardSecurity) => {
    const question = { trust, at, issued: onDay(at), weakSignatures: usualWeakSignaturePolicy }
    const { securityInfos } = judgeCardSecurity(openCardSecurity(cardSecurity, trust), question)
    return securityInfos === null ? null : parseSecurityInfos(securityInfos)
  }),
  sod: target('sod', parseSod),
  passive_authentication: target('sod', (sod) =>
    passiveAuthentication({ sod, dataGroups: new Map([[1, dg1]]), trust, at }),
  ),
  com: target('com', parseCom),
  dg1: target('dg1', parseDg1),
  dg2: target('dg2', (bytes) => [readPortrait(bytes), parseDg2(bytes)]),
  dg7: target('dg7', parseDg7),
  dg11: target('dg11', parseDg11),
  dg12: target('dg12', parseDg12),
  dg14: target('dg14', parseDg14),
  dg15: target('dg15', parseDg15),
  active_authentication: target('dg14', (dg14) =>
    verifyActiveAuthentication({ dg15, dg14, challenge, response: dg14.subarray(0, 128) }),
  ),
  iso_19794_5: target('iso_19794_5', readFaceRecord),
  iso_39794_5: target('iso_39794_5', readFaceBlock),
  jpeg_2000: target('jpeg_2000', showPicture, 256),
  certificate: target('certificate', (bytes) => {
    const certificate = parseCertificate(bytes)
    return [publicKeyOf(certificate), nameText(certificate.subject), isRoot(certificate)]
  }),
  crl: target('crl', parseCrl),
  master_list: target('master_list', (bytes) => importMasterList(bytes)),
  trust_file: target('trust_file', (bytes) => importTrust(bytes, 'fuzz')),
  ...mrzTargets,
  ...evidenceTargets,
  hostile_bac_card: { samples: samplesOf('hostile_card'), run: readHostileCard('old'), share: 0.02 },
  hostile_pace_card: { samples: samplesOf('hostile_card'), run: readHostileCard('idCard'), share: 0.01 },
}

/** Data objects that reach the reader with a right MAC, as a hostile card that knows the keys would send them. */
function unprotect(objects: Uint8Array): unknown {
  const cipher: CipherName = (objects[0] ?? 0) % 2 === 0 ? '3DES' : 'AES-128'
  const suite = cipherSuites[cipher]
  const keys = {
    cipher,
    ksEnc: new Uint8Array(suite.keyLength).fill(1),
    ksMac: new Uint8Array(suite.keyLength).fill(2),
  }
  const mac = suite.messageMac(keys.ksMac, concat(fromBigInt(1n, suite.blockLength), objects))
  const data = concat(objects, Uint8Array.of(0x8e, mac.length), mac)
  return new SecureMessaging(keys).unprotect({ data, sw: 0x9000 })
}

function showPicture(bytes: Uint8Array): Promise<unknown> | null {
  const format = imageFormatOf(bytes)
  if (format === null) return null
  const size = readImageSize(format, bytes)
  return decodePortrait({ format, bytes, width: size?.width ?? 0, height: size?.height ?? 0 })
}
