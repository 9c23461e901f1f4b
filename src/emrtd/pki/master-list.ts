import { EmrtdFailure } from '../failure.ts'
import { asn1, eachBer, expectTag, readBer, sequenceOf } from '../tlv/ber.ts'
import { parseCertificate, type Certificate } from './certificate.ts'
import { parseSignedData, verifySignedData } from './cms.ts'
import { nameText } from './name.ts'
import { parseCrl } from './crl.ts'
import type { TrustList } from './trust-store.ts'
import { collectReadable } from './collect-readable.ts'

/** All states together have some 600 CSCA certificates; bounds what a hostile list can make us hold. */
const maxCertificates = 20_000

/**
 * Imports a CSCA master list (Doc 9303-12 §9): its CMS signature is verified, its signer reported for anyone who decides to
 * trust it. A PKCS #7 bag of certificates without content or signature is taken as plain certificates.
 * Fails with `chip_data_malformed`, also when the signature is wrong.
 */
export function importMasterList(bytes: Uint8Array, name = 'master list'): TrustList {
  const signed = parseSignedData(bytes)
  const crls = collectReadable(signed.crls, parseCrl)
  if (signed.content.length === 0 && signed.signers.length === 0) {
    const { certificates } = signed
    return { name, kind: 'certificates', date: null, signer: null, certificates, crls: crls.read, unreadableCount: 0 }
  }
  const verified = verifySignedData(signed)
  if (verified.outcome !== 'valid') throw new EmrtdFailure('chip_data_malformed', `master list: ${verified.reason}`)
  const { read, unreadableCount } = readCertificateSet(signed.content)
  return {
    name,
    kind: 'master_list',
    date: verified.info.signingTime,
    signer: nameText(verified.signer.subject),
    signedBy: { certificate: verified.signer, embedded: signed.certificates },
    certificates: read,
    crls: crls.read,
    unreadableCount: unreadableCount + crls.unreadableCount,
  }
}

/** CscaMasterList: version and SET OF Certificate. No other signed content of travel documents has this form. */
function readCertificateSet(content: Uint8Array): { read: Certificate[]; unreadableCount: number } {
  const [, certificates] = sequenceOf(readBer(content))
  const list = expectTag(certificates, asn1.set)
  const entries: Uint8Array[] = []
  for (const entry of eachBer(list.value)) {
    if (entries.push(entry.raw) > maxCertificates)
      throw new EmrtdFailure('chip_data_malformed', 'too many certificates')
  }
  return collectReadable(entries, parseCertificate)
}
