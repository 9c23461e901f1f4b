import { isCertificateAuthority, isRoot, verifyIssuedBy, type Certificate } from './certificate.ts'
import { checkRevocation, isCrlSignedBy } from './crl.ts'
import { onDay } from './issue-day.ts'
import { nameCountry, nameText } from './name.ts'
import { officialAnchors, officialAuthority, type OfficialAnchor } from './official-anchors.ts'
import { fingerprintOf, type TrustList, type TrustStore } from './trust-store.ts'

/**
 * `known`: here already. `official`: its fingerprint is one that its state publishes. `vouched`: signed under what is trusted here.
 * `unconfirmed`: nobody known vouches for it; whoever imports compares its fingerprint. `imitation`: bears an official authority's
 * name and another fingerprint than those published. `nobody`: a list without a signer that is known here: it cannot be taken.
 */
export type TrustStanding = 'known' | 'official' | 'vouched' | 'unconfirmed' | 'imitation' | 'nobody'

/** One thing that an import would add, as it is shown to whoever decides. */
export interface TrustItem {
  readonly kind: 'anchor' | 'link' | 'certificate' | 'master_list' | 'crl' | 'deviation_list'
  readonly subject: string
  readonly country: string | null
  /** SHA-256 of what has to be compared: the certificate, or the one that vouches for a list; null for a CRL. */
  readonly fingerprint: string | null
  readonly validFrom: string | null
  readonly validTo: string | null
  readonly standing: TrustStanding
  /** Where the fingerprint was published, if it was. */
  readonly official: OfficialAnchor | null
  /** How many certificates a list brings. */
  readonly count: number
}

/** Purpose of who may sign master lists, and deviation lists (Doc 9303-12 §7.1.1). */
const listPurposes = { master_list: '2.23.136.1.1.3', deviation_list: '2.23.136.1.1.8' } as const

/** What the lists of a file bring and how far each can be believed by what is in the store, on the day `at`. */
export function reviewImport(lists: readonly TrustList[], store: TrustStore, at: Date): TrustItem[] {
  return lists.flatMap((list) => {
    const crls = list.crls.map((crl): TrustItem => ({
      ...nothing,
      kind: 'crl',
      subject: nameText(crl.issuer),
      country: nameCountry(crl.issuer),
      validFrom: crl.thisUpdate.toISOString(),
      validTo: crl.nextUpdate?.toISOString() ?? null,
      // Beside its issuer's certificate a revocation list needs no other.
      standing: isCrlSignedBy(crl, [...store.authorities, ...anchorsOf(list)]) ? 'vouched' : 'nobody',
    }))
    if (list.kind === 'certificates') return [...list.certificates.map((one) => reviewCertificate(one, store)), ...crls]
    return [reviewList(list, store, at), ...crls]
  })
}

/** Fingerprints that must be confirmed before the items are taken; null where one of them cannot be taken at all. */
export function toConfirm(items: readonly TrustItem[]): string[] | null {
  if (items.some(({ standing }) => standing === 'nobody')) return null
  const open = items.filter(({ standing }) => standing === 'unconfirmed' || standing === 'imitation')
  return [...new Set(open.map(({ fingerprint }) => fingerprint).filter((one) => one !== null))]
}

const nothing = { fingerprint: null, validFrom: null, validTo: null, official: null, count: 0 }

/** Loose certificates of a file; what a signed list brings vouches for nobody before the list is believed. */
const anchorsOf = (list: TrustList): readonly Certificate[] =>
  list.kind === 'certificates' ? list.certificates.filter(isCertificateAuthority) : []

function reviewCertificate(certificate: Certificate, store: TrustStore): TrustItem {
  const fingerprint = fingerprintOf(certificate)
  const isAuthority = isCertificateAuthority(certificate)
  return {
    ...describe(certificate, fingerprint),
    kind: !isAuthority ? 'certificate' : isRoot(certificate) ? 'anchor' : 'link',
    // A signer's certificate is not trusted for being here.
    standing: isAuthority ? standingOf(certificate, fingerprint, store) : 'vouched',
    count: 1,
  }
}

function describe(certificate: Certificate, fingerprint: string) {
  return {
    subject: nameText(certificate.subject),
    country: nameCountry(certificate.subject),
    fingerprint,
    validFrom: isoTime(certificate.notBefore),
    validTo: isoTime(certificate.notAfter),
    official: officialAnchors.find((one) => one.fingerprint === fingerprint) ?? null,
  }
}

const isoTime = (date: Date): string | null => (Number.isNaN(date.getTime()) ? null : date.toISOString())

function standingOf(certificate: Certificate, fingerprint: string, store: TrustStore): TrustStanding {
  if (store.authorities.some((one) => fingerprintOf(one) === fingerprint)) return 'known'
  if (officialAnchors.some((one) => one.fingerprint === fingerprint)) return 'official'
  if (!isRoot(certificate) && isVouchedFor(certificate, store)) return 'vouched'
  return officialAuthority(certificate.subjectKey) === null ? 'unconfirmed' : 'imitation'
}

const issuersIn = (certificate: Certificate, store: TrustStore): Certificate[] =>
  store.issuersOf(certificate).flatMap((group) => group.filter((one) => verifyIssuedBy(certificate, one) === 'valid'))

const isVouchedFor = (certificate: Certificate, store: TrustStore): boolean => issuersIn(certificate, store).length > 0

const isValidOn = (day: Date, { notBefore, notAfter }: Certificate): boolean => notBefore <= day && day <= notAfter

/** By a CSCA that was valid when the list was signed, and has not revoked who signed it. */
function isListVouchedFor(signer: Certificate, store: TrustStore, { day, at }: ListDay): boolean {
  return issuersIn(signer, store).some((csca) => {
    const { verdict } = checkRevocation([signer, csca], store.crls, store, { at, issued: onDay(day) })
    return isValidOn(day, csca) && verdict !== 'failed'
  })
}

/** When a list was signed, which is today where it does not say. */
type ListDay = { readonly day: Date; readonly at: Date }

/** Whether its certificate lets somebody sign such lists: by its purpose; an authority needs none. `unsaid` is none of both. */
function listPurposeOf(signer: Certificate, kind: keyof typeof listPurposes): 'listed' | 'unsaid' | 'other' {
  const { extendedKeyUsages: purposes } = signer.extensions
  if (purposes !== null) return purposes.includes(listPurposes[kind]) ? 'listed' : 'other'
  return isCertificateAuthority(signer) ? 'listed' : 'unsaid'
}

/**
 * A list is believed by who signed it: by its CSCA that is known here, or that whoever imports confirms. Who signs documents may not
 * bring other states' authorities along; what a deviation list says of its own state's documents, they could as well sign themselves.
 */
function reviewList(list: TrustList, store: TrustStore, at: Date): TrustItem {
  const kind = list.kind === 'deviation_list' ? 'deviation_list' : 'master_list'
  const base = { ...nothing, kind, count: list.certificates.length } as const
  const { signedBy } = list
  if (signedBy === undefined) return { ...base, subject: list.name, country: null, standing: 'nobody' }
  const { certificate: signer, embedded } = signedBy
  const { subject, country } = describe(signer, '')
  const shown = { ...base, subject, country, validFrom: list.date?.toISOString() ?? null }
  const day = list.date ?? at
  const purpose = listPurposeOf(signer, kind)
  if (purpose === 'other' || day > at || !isValidOn(day, signer)) return { ...shown, standing: 'nobody' }
  const isNamed = purpose === 'listed' || kind === 'deviation_list'
  if (isNamed && isListVouchedFor(signer, store, { day, at })) return { ...shown, standing: 'vouched' }
  // Who is signed under an authority that is here, and yet not vouched for, is not saved by a fingerprint.
  if (isNamed && isVouchedFor(signer, store)) return { ...shown, standing: 'nobody' }
  const root = [...embedded, ...list.certificates].find(
    (one) => isCertificateAuthority(one) && verifyIssuedBy(signer, one) === 'valid',
  )
  // What a deviation list excuses is not for somebody at a counter to confirm by a fingerprint.
  if (root === undefined || kind === 'deviation_list') return { ...shown, standing: 'nobody' }
  const fingerprint = fingerprintOf(root)
  const official = officialAnchors.find((one) => one.fingerprint === fingerprint) ?? null
  return { ...shown, fingerprint, official, standing: official === null ? 'unconfirmed' : 'official' }
}
