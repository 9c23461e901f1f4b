import { seededRandom } from './seeded-random.ts'
import type { RandomSource } from '../emrtd/crypto/random.ts'
import { usualSigning, type KeyForm, type SigningForm } from './document.ts'
import { issueCertificate, issueRevocationList, type Authority } from './pki/certificate.ts'
import { issueMasterList } from './pki/master-list.ts'
import type { DistinguishedName } from './pki/name.ts'
import { makeEcKey, makeRsaKey, type SigningKey } from './pki/signing-key.ts'

export interface Issuer {
  authority: Authority
  signer: Authority
}

const day = (text: string) => new Date(`${text}T00:00:00Z`)
/** The anchor outlives every specimen whatever today is, so that its certificate is the same on every machine. */
const validity = { notBefore: day('2000-01-01'), notAfter: day('2099-12-31') }

function authorityName(country: string, known: boolean): DistinguishedName {
  const organisation = 'GUICHET SPECIMEN - NOT A STATE'
  const commonName = known ? 'GUICHET SPECIMEN CSCA' : 'GUICHET SPECIMEN CSCA OF NOBODY'
  return { country, organisation, unit: 'SPECIMEN', commonName }
}

function makeKey(form: KeyForm, random: RandomSource): SigningKey {
  return 'rsaBits' in form ? makeRsaKey(form.rsaBits) : makeEcKey(form.curve, random, form)
}

const authorities = new Map<string, Authority>()

/** The specimen CSCA for this form of signing; the same form gives the same authority within a process. */
export function specimenAuthority(signing: SigningForm): Authority {
  const { country, authorityKey, authorityScheme, unknownAuthority, authorityAs } = signing
  const own = authorityAs === undefined ? [] : [authorityAs]
  const seed = JSON.stringify([country, authorityKey, authorityScheme, unknownAuthority, ...own])
  const known = authorities.get(seed)
  if (known) return known
  const random = seededRandom(`guichet specimen csca ${seed}`)
  const content = {
    subject: authorityAs ?? authorityName(country, !unknownAuthority),
    key: makeKey(authorityKey, random),
    isAuthority: true,
    scheme: authorityScheme,
    ...validity,
  }
  const authority = issueCertificate(content, null, random)
  authorities.set(seed, authority)
  return authority
}

/** Countries that specimen documents are issued in. */
const specimenCountries = ['FR', 'BE', 'UT']

/**
 * The training trust anchors: the specimen CSCAs, DER, the same bytes on every machine. Their keys are derived from a
 * seed everybody can read, so they must never be in the trust store of a production station.
 */
export function specimenTrust(): Uint8Array[] {
  const usual = usualSigning(validity.notBefore)
  return specimenCountries.map((country) => specimenAuthority({ ...usual, country }).certificate)
}

/** CRLs of the specimen CSCAs that revoke nothing, valid for 90 days from `at`: training's checks are complete. */
export function specimenRevocationLists(at: Date): Uint8Array[] {
  const usual = usualSigning(validity.notBefore)
  const random = seededRandom('guichet specimen crl')
  return specimenCountries.map((country) => revoke(specimenAuthority({ ...usual, country }), [], at, random))
}

/** A Document Signer under the specimen CSCA, with a certificate of its own for one document. */
export function issueSigner(signing: SigningForm, random: RandomSource): Issuer {
  const authority = specimenAuthority(signing)
  const commonName = 'GUICHET SPECIMEN DOCUMENT SIGNER'
  const content = {
    subject: { ...authority.name, commonName },
    key: makeKey(signing.signerKey, random),
    isAuthority: false,
    scheme: signing.authorityScheme,
    notBefore: signing.signerNotBefore,
    notAfter: signing.signerNotAfter,
    withoutKeyIdentifiers: signing.withoutKeyIdentifiers,
    ...(signing.signerDocumentTypes && { documentTypes: signing.signerDocumentTypes }),
  }
  return { authority, signer: issueCertificate(content, authority, random) }
}

/**
 * The specimen CSCA's next key, self-signed and, as a link certificate, signed with the old one (Doc 9303-12 §3.1).
 */
export function issueSuccessor(authority: Authority, random: RandomSource): { next: Authority; link: Uint8Array } {
  const content = {
    subject: authority.name,
    key: makeEcKey('brainpoolP384r1', random),
    isAuthority: true,
    scheme: { hash: 'sha384' } as const,
    ...validity,
  }
  const next = issueCertificate(content, null, random)
  const link = issueCertificate({ ...content, scheme: authority.scheme }, authority, random)
  return { next, link: link.certificate }
}

/** A CRL of the specimen CSCA over Document Signers. */
export function revoke(
  authority: Authority,
  signers: readonly Authority[],
  at: Date,
  random: RandomSource,
): Uint8Array {
  const nextUpdate = new Date(at.getTime() + 90 * 86_400_000)
  return issueRevocationList(
    authority,
    signers.map((signer) => signer.serial),
    at,
    nextUpdate,
    random,
  )
}

/** A master list of these certificates, signed under the specimen CSCA. */
export function listCertificates(certificates: readonly Uint8Array[], signing: SigningForm, random: RandomSource) {
  const { authority, signer } = issueSigner(signing, random)
  return issueMasterList(certificates, signer, authority, signing.signerNotBefore, random)
}
