/*
 * A PKI for tests alone, beside the specimen one (`virtual-card/pki`) and sharing no code with it: it writes what a well-behaved
 * issuer never would (indefinite lengths, wrong string types, missing extensions, foreign curves), and checks the product's
 * reader against a second writer.
 */
import { createHash } from 'node:crypto'
import { bits, der, integer, octets, oid, sequence, setOf, text, time } from './der.ts'
import type { SignatureSpec, TestKey } from './keys.ts'

/** Names for tests: RDNs in the order given, each with its string type. */
export type TestName = readonly (readonly [type: keyof typeof nameTypes, value: string, tag?: number])[]

const nameTypes = { C: '2.5.4.6', O: '2.5.4.10', OU: '2.5.4.11', CN: '2.5.4.3', serialNumber: '2.5.4.5' }

export function encodeName(name: TestName): Uint8Array {
  return sequence(...name.map(([type, value, tag]) => setOf(sequence(oid(nameTypes[type]), text(value, tag ?? 0x13)))))
}

export interface CertificateSpec {
  readonly subject: TestName
  readonly key: TestKey
  readonly issuer: TestName
  readonly issuerKey: TestKey
  readonly signature: SignatureSpec
  readonly serial?: number
  readonly notBefore?: Date
  readonly notAfter?: Date
  readonly ca?: boolean
  /** First byte of KeyUsage; null leaves the extension out. */
  readonly keyUsage?: number | null
  /** One purpose, several in one extension, or (lists of lists) an extension each. */
  readonly extendedKeyUsage?: string | readonly string[] | readonly (readonly string[])[]
  /** Document codes that the signer lists. */
  readonly documentTypes?: readonly string[]
  readonly noSubjectKeyId?: boolean
  readonly noAuthorityKeyId?: boolean
  /** An authority key identifier that is another key's. */
  readonly authorityOf?: TestKey
  /** X.509 version 1: no extensions at all. */
  readonly version1?: boolean
}

export interface Issued {
  readonly certificate: Uint8Array
  readonly name: TestName
  readonly issuer: TestName
  readonly key: TestKey
  readonly serial: number
}

let lastSerial = 1000

export const keyIdOf = (key: TestKey) => new Uint8Array(createHash('sha1').update(key.spki).digest())

/** A signed certificate. The key identifier is a hash of the whole SubjectPublicKeyInfo. */
export function issue(spec: CertificateSpec): Issued {
  const serial = spec.serial ?? ++lastSerial
  const { algorithm } = spec.issuerKey.sign(new Uint8Array(), spec.signature)
  const tbs = sequence(
    ...(spec.version1 === true ? [] : [der(0xa0, integer(2))]),
    integer(serial),
    algorithm,
    encodeName(spec.issuer),
    sequence(time(spec.notBefore ?? new Date('2020-01-01')), time(spec.notAfter ?? new Date('2045-01-01'))),
    encodeName(spec.subject),
    spec.key.spki,
    ...(spec.version1 === true ? [] : [der(0xa3, sequence(...extensions(spec)))]),
  )
  const { signature } = spec.issuerKey.sign(tbs, spec.signature)
  return {
    certificate: sequence(tbs, algorithm, bits(signature)),
    name: spec.subject,
    issuer: spec.issuer,
    key: spec.key,
    serial,
  }
}

function extensions(spec: CertificateSpec): Uint8Array[] {
  const critical = Uint8Array.of(1, 1, 0xff)
  const usage = spec.keyUsage === undefined ? (spec.ca === true ? 0x06 : 0x80) : spec.keyUsage
  const authority = keyIdOf(spec.authorityOf ?? spec.issuerKey)
  return [
    ...(spec.ca === true ? [extension('2.5.29.19', sequence(critical, integer(0)), critical)] : []),
    ...(usage === null ? [] : [extension('2.5.29.15', der(0x03, Uint8Array.of(0, usage)), critical)]),
    ...(spec.noSubjectKeyId === true ? [] : [extension('2.5.29.14', octets(keyIdOf(spec.key)))]),
    ...(spec.noAuthorityKeyId === true ? [] : [extension('2.5.29.35', sequence(der(0x80, authority)))]),
    ...purposesOf(spec).map((purposes) => extension('2.5.29.37', sequence(...purposes.map(oid)))),
    ...(spec.documentTypes === undefined ? [] : [extension('2.23.136.1.1.6.2', documentTypeList(spec.documentTypes))]),
  ]
}

function purposesOf({ extendedKeyUsage: usage }: CertificateSpec): readonly (readonly string[])[] {
  if (usage === undefined) return []
  if (typeof usage === 'string') return [[usage]]
  return usage.every((one) => typeof one === 'string') ? [usage] : usage
}

const documentTypeList = (types: readonly string[]) =>
  sequence(integer(0), setOf(...types.map((type) => text(type, 0x13))))

function extension(id: string, value: Uint8Array, critical: Uint8Array = new Uint8Array()): Uint8Array {
  return sequence(oid(id), critical, octets(value))
}

/** A self-signed CSCA. */
export function issueCsca(
  name: TestName,
  key: TestKey,
  signature: SignatureSpec,
  more: Partial<CertificateSpec> = {},
): Issued {
  return issue({ subject: name, key, issuer: name, issuerKey: key, signature, ca: true, ...more })
}

/** A Document Signer under `csca`. */
export function issueSigner(
  csca: Issued,
  key: TestKey,
  signature: SignatureSpec,
  more: Partial<CertificateSpec> = {},
): Issued {
  const subject: TestName = [...csca.name.slice(0, 1), ['CN', 'Test Document Signer']]
  return issue({ subject, key, issuer: csca.name, issuerKey: csca.key, signature, ...more })
}

export interface CrlSpec {
  readonly issuer: TestName
  readonly key: TestKey
  readonly signature: SignatureSpec
  readonly serials: readonly number[]
  readonly thisUpdate?: Date
  readonly nextUpdate?: Date
  /** Of every entry: day of revocation, and reason code. */
  readonly revokedOn?: Date
  readonly reason?: number
}

/** A version 2 CRL. */
export function issueCrl(spec: CrlSpec): Uint8Array {
  const thisUpdate = time(spec.thisUpdate ?? new Date('2026-01-01'))
  const since = time(spec.revokedOn ?? spec.thisUpdate ?? new Date('2026-01-01'))
  const why = spec.reason === undefined ? [] : [sequence(extension('2.5.29.21', der(0x0a, Uint8Array.of(spec.reason))))]
  const revoked = spec.serials.map((serial) => sequence(integer(serial), since, ...why))
  const { algorithm } = spec.key.sign(new Uint8Array(), spec.signature)
  const tbs = sequence(
    integer(1),
    algorithm,
    encodeName(spec.issuer),
    thisUpdate,
    time(spec.nextUpdate ?? new Date('2027-01-01')),
    ...(revoked.length === 0 ? [] : [sequence(...revoked)]),
  )
  return sequence(tbs, algorithm, bits(spec.key.sign(tbs, spec.signature).signature))
}
