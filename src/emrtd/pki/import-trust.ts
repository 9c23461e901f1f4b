import { Buffer } from 'node:buffer'
import { EmrtdFailure } from '../failure.ts'
import { asn1, eachBer, readBer, sequenceOf } from '../tlv/ber.ts'
import { parseCertificate, type Certificate } from './certificate.ts'
import { isSignedData, parseSignedData } from './cms.ts'
import { collectReadable } from './collect-readable.ts'
import { parseCrl, type RevocationList } from './crl.ts'
import { deviationListOid, importDeviationList } from './deviation-list.ts'
import { importMasterList } from './master-list.ts'
import type { TrustList } from './trust-store.ts'
import { readZip } from './zip.ts'

/** Directories of all states stay well below this. */
const maxFileBytes = 256 * 1024 * 1024
const maxNesting = 3

/**
 * Imports whatever a state or the ICAO directory publishes: certificates and CRLs in DER (one or several in a row), PEM
 * bundles, PKCS #7 bags, master lists, LDIF, bare base64, and ZIP files of these. One list per signed master list, one
 * for the rest. Fails with `chip_data_malformed` when nothing in it can be used, or a master list's signature is wrong.
 */
export function importTrust(bytes: Uint8Array, name: string, nesting = 0): TrustList[] {
  if (bytes.length > maxFileBytes || nesting > maxNesting)
    throw new EmrtdFailure('chip_data_malformed', 'trust file too large')
  const format = formats.find(({ matches }) => matches(bytes))
  if (format === undefined)
    throw new EmrtdFailure('chip_data_malformed', 'neither certificate, list nor directory file')
  const lists = format.read(bytes, name, nesting).filter((list) => sizeOf(list) > 0)
  if (lists.length === 0) throw new EmrtdFailure('chip_data_malformed', 'no certificate in the file')
  return lists
}

const sizeOf = ({ certificates, crls, deviations = [] }: TrustList): number =>
  certificates.length + crls.length + deviations.length

/** Certificates of a DER, PEM or PKCS #7 file. Fails with `chip_data_malformed`. */
export function importCertificates(bytes: Uint8Array, name = 'certificates'): TrustList {
  return mergeLists(importTrust(bytes, name), name)
}

/** CRLs of a DER or PEM file, or of any other that `importTrust` reads. Fails with `chip_data_malformed`. */
export function importCrls(bytes: Uint8Array): RevocationList[] {
  const crls = importTrust(bytes, 'CRL').flatMap((list) => list.crls)
  if (crls.length === 0) throw new EmrtdFailure('chip_data_malformed', 'no CRL in the file')
  return crls
}

interface Format {
  readonly matches: (bytes: Uint8Array) => boolean
  readonly read: (bytes: Uint8Array, name: string, nesting: number) => TrustList[]
}

const formats: readonly Format[] = [
  { matches: (bytes) => startsWith(bytes, 'PK\x03\x04'), read: readArchive },
  { matches: isSignedData, read: readSigned },
  { matches: (bytes) => bytes[0] === asn1.sequence && (bytes[1] ?? 0) >= 0x80, read: readDerRow },
  { matches: (bytes) => headOf(bytes).includes('-----BEGIN '), read: readPem },
  { matches: (bytes) => /^(dn|version):/im.test(headOf(bytes)), read: readLdif },
  { matches: (bytes) => /^[A-Za-z0-9+/=\s]{64,}$/.test(headOf(bytes)), read: readBase64 },
]

/** A deviation list says what it is; other signed content is taken for a master list, or is none. */
function readSigned(bytes: Uint8Array, name: string): TrustList[] {
  const isDeviations = parseSignedData(bytes).contentType === deviationListOid
  return [isDeviations ? importDeviationList(bytes, name) : importMasterList(bytes, name)]
}

const headOf = (bytes: Uint8Array) => Buffer.from(bytes.subarray(0, 65_536)).toString('latin1')
const startsWith = (bytes: Uint8Array, text: string) => headOf(bytes.subarray(0, text.length)) === text

function readDerRow(bytes: Uint8Array, name: string): TrustList[] {
  const certificates: Certificate[] = []
  const crls: RevocationList[] = []
  for (const { raw } of eachBer(trimFiller(bytes))) {
    if (isCrl(raw)) crls.push(parseCrl(raw))
    else certificates.push(parseCertificate(raw))
  }
  return [{ name, kind: 'certificates', date: null, signer: null, certificates, crls, unreadableCount: 0 }]
}

/** A CRL's third field is a time, a certificate's (after version and serial number) a name or a validity. */
function isCrl(raw: Uint8Array): boolean {
  const [tbs] = sequenceOf(readBer(raw))
  const fields = sequenceOf(tbs)
  const at =
    fields[0]?.tag === asn1.integer && fields[1]?.tag === asn1.sequence && fields[2]?.tag === asn1.sequence ? 3 : 2
  const tag = fields[at]?.tag
  return tag === 0x17 || tag === 0x18
}

/** Files are padded with 00 or end in a line break. */
function trimFiller(bytes: Uint8Array): Uint8Array {
  const { length } = readBer(bytes).raw
  const filler = bytes.subarray(length).every((byte) => byte === 0 || byte === 0x0a || byte === 0x0d || byte === 0xff)
  return filler ? bytes.subarray(0, length) : bytes
}

function readPem(bytes: Uint8Array, name: string, nesting: number): TrustList[] {
  const text = Buffer.from(bytes).toString('latin1')
  const blocks = text.matchAll(/-----BEGIN [A-Z0-9 ]+-----([^-]*)-----END [A-Z0-9 ]+-----/g)
  return importParts(
    Array.from(blocks, ([, body]) => Buffer.from(body ?? '', 'base64')),
    name,
    nesting,
  )
}

/** Values of LDIF (RFC 2849) that are binary; lines that begin with a blank go on from the line before. */
function readLdif(bytes: Uint8Array, name: string, nesting: number): TrustList[] {
  const text = Buffer.from(bytes)
    .toString('latin1')
    .replace(/\r?\n /g, '')
  const values = Array.from(text.matchAll(/^[\w;.-]+:: *([A-Za-z0-9+/=]+)$/gm), ([, body]) =>
    Buffer.from(body ?? '', 'base64'),
  )
  return importParts(
    values.filter((value) => value[0] === asn1.sequence),
    name,
    nesting,
  )
}

function readBase64(bytes: Uint8Array, name: string, nesting: number): TrustList[] {
  const decoded = Buffer.from(Buffer.from(bytes).toString('latin1'), 'base64')
  return importTrust(decoded, name, nesting + 1)
}

function readArchive(bytes: Uint8Array, name: string, nesting: number): TrustList[] {
  return importParts(readZip(bytes), name, nesting)
}

/** Parts that cannot be used are counted, so that one odd certificate does not cost a directory. */
function importParts(parts: readonly Uint8Array[], name: string, nesting: number): TrustList[] {
  const { read, unreadableCount } = collectReadable(parts, (part) => importTrust(part, name, nesting + 1))
  const lists = read.flat()
  const loose = lists.filter((list) => list.kind === 'certificates')
  const merged = { ...mergeLists(loose, name), unreadableCount }
  return [...lists.filter((list) => list.kind !== 'certificates'), merged]
}

function mergeLists(lists: readonly TrustList[], name: string): TrustList {
  return {
    name,
    kind: 'certificates',
    date: null,
    signer: null,
    certificates: lists.flatMap((list) => list.certificates),
    crls: lists.flatMap((list) => list.crls),
    unreadableCount: lists.reduce((sum, list) => sum + list.unreadableCount, 0),
  }
}
