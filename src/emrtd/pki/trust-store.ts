import { toHex } from '../crypto/bytes.ts'
import { hash } from '../crypto/hash.ts'
import { isCertificateAuthority, type Certificate } from './certificate.ts'
import type { RevocationList } from './crl.ts'
import type { HashDeviation } from './hash-deviation.ts'
import { nameCountry } from './name.ts'

/** One import: a signed list, or certificates from a file. Shown with its date, signer and age. */
export interface TrustList {
  /** File or source it came from. */
  readonly name: string
  readonly kind: 'master_list' | 'deviation_list' | 'certificates'
  /** When it was signed; null where it is not signed or does not say. */
  readonly date: Date | null
  /** Subject of who signed it; null where it is not signed. */
  readonly signer: string | null
  /** Who signed it, and the certificates that came with the signature. */
  readonly signedBy?: { readonly certificate: Certificate; readonly embedded: readonly Certificate[] }
  readonly certificates: readonly Certificate[]
  /** What a deviation list says. */
  readonly deviations?: readonly HashDeviation[]
  readonly crls: readonly RevocationList[]
  /** Entries that could not be read and were left out. */
  readonly unreadableCount: number
}

/** What a list shows to its readers. Age in whole days. */
export interface TrustListSummary {
  readonly name: string
  readonly kind: TrustList['kind']
  readonly date: string | null
  readonly signer: string | null
  readonly ageDays: number | null
  readonly certificateCount: number
  readonly unreadableCount: number
  readonly countries: readonly string[]
}

/** Trusted certificates with the indexes chain building needs. Never changes: make a new one to add or remove a list. */
export interface TrustStore {
  readonly lists: readonly TrustList[]
  /** CSCA certificates, root and link, each once. */
  readonly authorities: readonly Certificate[]
  /** Other certificates that came along, e.g. Document Signers of a directory; they are not trusted for being here. */
  readonly others: readonly Certificate[]
  readonly crls: readonly RevocationList[]
  readonly deviations: readonly HashDeviation[]
  /** Possible issuers, likeliest first: by key identifier, by name, by country. Groups may overlap. */
  readonly issuersOf: (certificate: Certificate) => Certificate[][]
}

/** A store over any number of lists; a certificate in several of them counts once. */
export function createTrustStore(lists: readonly TrustList[] = []): TrustStore {
  const all = [...new Map(lists.flatMap((list) => list.certificates).map((one) => [fingerprintOf(one), one])).values()]
  const authorities = all.filter(isCertificateAuthority)
  const byKeyId = groupBy(authorities, (one) => [one.extensions.subjectKeyId, one.computedKeyId])
  const byName = groupBy(authorities, (one) => [one.subjectKey])
  const byCountry = groupBy(authorities, (one) => [nameCountry(one.subject)])
  return {
    lists,
    authorities,
    others: all.filter((one) => !isCertificateAuthority(one)),
    crls: lists.flatMap((list) => list.crls),
    deviations: lists.flatMap((list) => list.deviations ?? []),
    issuersOf: (certificate) => [
      byKeyId.get(certificate.extensions.authorityKeyId ?? '') ?? [],
      byName.get(certificate.issuerKey) ?? [],
      byCountry.get(nameCountry(certificate.issuer) ?? '') ?? [],
    ],
  }
}

/** What is shown of a store: each list with date, signer, age at `at`, size and countries. */
export function summariseTrust(store: TrustStore, at: Date): TrustListSummary[] {
  return store.lists.map(({ name, kind, date, signer, certificates, unreadableCount }) => ({
    name,
    kind,
    date: date?.toISOString() ?? null,
    signer,
    ageDays: date === null ? null : Math.floor((at.getTime() - date.getTime()) / millisecondsPerDay),
    certificateCount: certificates.length,
    unreadableCount,
    countries: [...new Set(certificates.map((one) => nameCountry(one.subject)).filter((one) => one !== null))].sort(),
  }))
}

const millisecondsPerDay = 86_400_000

/** SHA-256 of the certificate, in hex. */
export function fingerprintOf(certificate: Certificate): string {
  return toHex(hash('sha256', certificate.raw))
}

function groupBy(
  all: readonly Certificate[],
  keysOf: (one: Certificate) => (string | null)[],
): Map<string, Certificate[]> {
  const groups = new Map<string, Certificate[]>()
  for (const one of all) {
    for (const key of new Set(keysOf(one))) {
      if (key === null) continue
      const group = groups.get(key)
      if (group === undefined) groups.set(key, [one])
      else group.push(one)
    }
  }
  return groups
}
