import { usualSigning, type AdditionalDetails, type CardDocument, type PartialDate, type Portrait } from './document.ts'

/** What the presets below need to know of a document and its holder. */
export interface DocumentRequest {
  mrzLines: readonly string[]
  can: string | null
  surname: string
  givenNames: readonly string[]
  usageName: string | null
  birthDate: PartialDate
  birthPlace: string
  /** Lines of the address; null where the document carries none. */
  address: readonly string[] | null
  issueDate: string
  issuingAuthority: string
  portrait: Portrait
  /** Validity of the Document Signer's certificate is laid around this day. */
  today: Date
}

function details(request: DocumentRequest): AdditionalDetails {
  return {
    surname: request.surname,
    givenNames: request.givenNames,
    otherName: request.usageName,
    birthDate: request.birthDate,
    birthPlace: [request.birthPlace],
    address: request.address,
    dateForm: 'text',
  }
}

function usualDocument(request: DocumentRequest, country: string): CardDocument {
  return {
    mrzLines: request.mrzLines,
    can: request.can,
    hasBac: false,
    pace: [],
    chipAuthentication: [],
    activeAuthentication: null,
    portrait: request.portrait,
    additionalDetails: details(request),
    documentDetails: { issuingAuthority: request.issuingAuthority, issueDate: request.issueDate, dateForm: 'text' },
    signatureImage: null,
    hasFingerprints: true,
    takesExtendedLength: true,
    signing: { ...usualSigning(request.today), country },
  }
}

/** Passport of the kind issued since 2013: BAC and PACE, Chip Authentication with the key alone in DG14. */
export function frenchPassport(request: DocumentRequest): CardDocument {
  return {
    ...usualDocument(request, 'FR'),
    hasBac: true,
    pace: [{ mapping: 'GM', cipher: 'AES-256', parameterId: 12 }],
    chipAuthentication: [{ cipher: '3DES', parameterId: 12, keyId: null, keyOnly: true }],
    activeAuthentication: { kind: 'ecdsa', curve: 'P-256', hash: 'sha256', encoding: 'plain' },
  }
}

/** CNIe: PACE alone, by MRZ or CAN, generic and integrated mapping side by side. */
export function frenchIdCard(request: DocumentRequest): CardDocument {
  const usual = usualDocument(request, 'FR')
  return {
    ...usual,
    pace: [
      { mapping: 'GM', cipher: 'AES-256', parameterId: 13 },
      { mapping: 'IM', cipher: 'AES-256', parameterId: 13 },
    ],
    chipAuthentication: [{ cipher: 'AES-256', parameterId: 13, keyId: null }],
    signing: { ...usual.signing, contentType: '1.3.27.1.1.1', ldsVersion: 1 },
  }
}

/** Residence permit of the uniform format: TD1, PACE with MRZ and CAN, BAC besides. */
export function residencePermit(request: DocumentRequest): CardDocument {
  return {
    ...usualDocument(request, 'FR'),
    hasBac: true,
    pace: [{ mapping: 'GM', cipher: 'AES-128', parameterId: 13 }],
    chipAuthentication: [{ cipher: 'AES-128', parameterId: 13, keyId: 1 }],
  }
}

/** A passport of another State: PACE with Chip Authentication Mapping, BAC, and an address nowhere on the chip. */
export function foreignPassport(request: DocumentRequest, country: string): CardDocument {
  return {
    ...usualDocument({ ...request, address: null }, country),
    hasBac: true,
    pace: [
      { mapping: 'GM', cipher: 'AES-128', parameterId: 13 },
      { mapping: 'CAM', cipher: 'AES-128', parameterId: 13 },
    ],
    chipAuthentication: [{ cipher: 'AES-128', parameterId: 13, keyId: 13 }],
  }
}

/** A passport of the first generation: BAC alone, no proof against copies but Active Authentication with RSA. */
export function oldPassport(request: DocumentRequest, country: string): CardDocument {
  return {
    ...usualDocument(request, country),
    hasBac: true,
    takesExtendedLength: false,
    hasFingerprints: false,
    activeAuthentication: { kind: 'rsa', modulusBits: 1024, hash: 'sha1' },
  }
}
