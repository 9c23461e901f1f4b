import type { CipherName } from '../emrtd/crypto/cipher-suite.ts'
import type { CurveName } from '../emrtd/crypto/ec.ts'
import type { HashName } from '../emrtd/crypto/hash.ts'
import type { DistinguishedName, NameForm } from './pki/name.ts'
import type { SignatureScheme } from './pki/signing-key.ts'

/** A calendar date whose day, or month and day, may be unknown: `1980-05-17`, `1980-05`, `1980` (Doc 9303-3 §4.8). */
export type PartialDate = string
export type Sex = 'F' | 'M' | 'X'

export type Cipher = CipherName
export type Mapping = 'GM' | 'IM' | 'CAM'

/** Key agreement on one of the standardised domain parameters of Doc 9303-11 §9.5.1 (0-2 DH, 8-18 ECDH). */
export interface PaceOption {
  mapping: Mapping
  cipher: Cipher
  parameterId: number
}

export interface ChipAuthenticationOption {
  cipher: Cipher
  parameterId: number
  keyId: number | null
  /** DG14 carries the key alone, without ChipAuthenticationInfo, as French passports did. */
  keyOnly?: boolean
}

export type ActiveAuthenticationOption =
  | { kind: 'rsa'; modulusBits: number; hash: HashName; trailer?: readonly number[] }
  | {
      kind: 'ecdsa'
      curve: CurveName
      hash: HashName
      encoding: 'plain' | 'der'
      /** The hash DG14 announces, when it is not the one used. */
      announcedHash?: HashName | null
      explicitParameters?: boolean
    }

export interface Portrait {
  image: Uint8Array
  codec: 'jpeg' | 'jpeg2000'
  widthPx: number
  heightPx: number
  encoding: 'ISO 19794-5' | 'ISO 39794-5'
  /** Bytes after the image's end, which some issuers leave there. */
  trailingBytes?: number
}

/** `short` has two digits for the year; `impossible` is a thirteenth month. */
export type DateForm = 'text' | 'bcd' | 'short' | 'day-first' | 'impossible'

/** Additional personal details (Doc 9303-10 §4.7.11). Null leaves a field out. */
export interface AdditionalDetails {
  surname: string
  givenNames: readonly string[]
  otherName: string | null
  birthDate: PartialDate | null
  birthPlace: readonly string[] | null
  address: readonly string[] | null
  dateForm: DateForm
  /** Stray fillers after the name, seen on French documents. */
  strayFillers?: boolean
  /** Of the texts; UTF-8 where not said. */
  encoding?: 'latin1' | 't61'
}

/** Additional document details (Doc 9303-10 §4.7.12). */
export interface DocumentDetails {
  issuingAuthority: string
  issueDate: string
  dateForm: DateForm
}

export type EcKeyForm = { curve: CurveName; explicit?: boolean; declaredAs?: CurveName }
export type KeyForm = { rsaBits: number } | EcKeyForm

/** How the document was signed; everything has a usual default (see `usualSigning`). */
export interface SigningForm {
  country: string
  authorityKey: KeyForm
  authorityScheme: SignatureScheme
  signerKey: KeyForm
  signerScheme: SignatureScheme
  groupHash: HashName
  contentType: string
  signerIdentifier: 'issuer-and-serial' | 'key-identifier' | 'mismatched'
  issuerForm: NameForm
  indefinite: boolean
  ldsVersion: 0 | 1
  /** A signer of another authority, which no trust anchor knows. */
  unknownAuthority: boolean
  /** Another name for the CSCA than the specimens': tests of production need an issuer that production may trust. */
  authorityAs?: DistinguishedName
  signerNotBefore: Date
  signerNotAfter: Date
  damagedSignature: boolean
  withoutKeyIdentifiers: boolean
  /** Document codes that the signer's certificate lists; none where not said. */
  signerDocumentTypes?: readonly string[]
}

/** Everything a virtual document is made of. Pure data: `personalise` turns it into files and keys. */
export interface CardDocument {
  mrzLines: readonly string[]
  can: string | null
  hasBac: boolean
  pace: readonly PaceOption[]
  chipAuthentication: readonly ChipAuthenticationOption[]
  activeAuthentication: ActiveAuthenticationOption | null
  portrait: Portrait
  additionalDetails: AdditionalDetails | null
  documentDetails: DocumentDetails | null
  /** A displayed signature image (DG7), JPEG. */
  signatureImage: Uint8Array | null
  /** Fingerprints are on the chip but under Extended Access Control, which this reader does not implement. */
  hasFingerprints: boolean
  takesExtendedLength: boolean
  /** The key of chip authentication mapping is none of DG14's. */
  hasMappingKeyApart?: boolean
  /** Blanks stand for the fillers in DG1. */
  hasBlanksInDg1?: boolean
  /** How DG14 holds its SecurityInfos (DER SET), where not as they are. */
  dg14Form?: (infos: Uint8Array) => Uint8Array
  signing: SigningForm
}

/** ECDSA brainpoolP384r1 over brainpoolP256r1 with SHA-256, all of it as Doc 9303-12 recommends. */
export function usualSigning(today: Date): SigningForm {
  const year = today.getUTCFullYear()
  return {
    country: 'UT',
    authorityKey: { curve: 'brainpoolP384r1' },
    authorityScheme: { hash: 'sha384' },
    signerKey: { curve: 'brainpoolP256r1' },
    signerScheme: { hash: 'sha256' },
    groupHash: 'sha256',
    contentType: '2.23.136.1.1.1',
    signerIdentifier: 'issuer-and-serial',
    issuerForm: {},
    indefinite: false,
    ldsVersion: 0,
    unknownAuthority: false,
    signerNotBefore: new Date(Date.UTC(year - 16, 0, 1)),
    signerNotAfter: new Date(Date.UTC(year + 16, 0, 1)),
    damagedSignature: false,
    withoutKeyIdentifiers: false,
  }
}
