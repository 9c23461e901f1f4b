import type { TrustStore } from './trust-store.ts'

/** A CSCA certificate whose fingerprint its state publishes. */
export interface OfficialAnchor {
  /** SHA-256 of the certificate, lower-case hex. */
  readonly fingerprint: string
  readonly authority: OfficialAuthority
  /** Years of the certificate's validity. */
  readonly from: number
  readonly to: number
  readonly source: OfficialSource
  /** ISO day on which the source was read. */
  readonly readOn: string
  /** Another publisher's word for the same fingerprint; null where there is none to compare with. */
  readonly secondSource: SecondSource | null
}

/** An authority that signs documents or lists, as its certificates name it. */
export type OfficialAuthority = 'CSCA-FRANCE' | 'eID-FRANCE' | 'csca-germany'

/**
 * Who publishes a fingerprint: France Titres (ANTS) on its page of the CSCA of travel documents and permits or of the national ID card; the
 * German authority, by the chain of its master list's signer.
 */
export type OfficialSource = 'ants_travel_documents' | 'ants_identity_card' | 'german_list_signer'
/** Other publishers: the Dutch master list of 2025-07-30, alone or with the German one of 2025-03-05. */
export type SecondSource = 'dutch_list' | 'german_and_dutch_lists'

const readOn = '2026-11-28'

/**
 * Official fingerprints. Passports and permits of France are signed under CSCA-FRANCE, its national ID cards under eID-FRANCE,
 * which is in no state's master list; the German authority signs the signer of the list that most people fetch.
 */
export const officialAnchors: readonly OfficialAnchor[] = [
  {
    fingerprint: 'b33ea63b9be01082d98071a29111757c72257eba80d7205d21fa35436c29fe7c',
    authority: 'eID-FRANCE',
    from: 2021,
    to: 2036,
    source: 'ants_identity_card',
    readOn,
    secondSource: null,
  },
  {
    fingerprint: '8d4d8939b9b31c0b45907bf0622f791fe90cf20e85cbbc2d368ee143b4a453ab',
    authority: 'CSCA-FRANCE',
    from: 2010,
    to: 2026,
    source: 'ants_travel_documents',
    readOn,
    secondSource: 'german_and_dutch_lists',
  },
  {
    fingerprint: '5ba9a2069f34cd93fab9dcb39c6a7a7be62141f8bcb608aff815167c813ecf92',
    authority: 'CSCA-FRANCE',
    from: 2015,
    to: 2030,
    source: 'ants_travel_documents',
    readOn,
    secondSource: 'german_and_dutch_lists',
  },
  {
    fingerprint: '28df42a7a0ed1b20f994cc96999060619e095b09764159703438ec60b88ee856',
    authority: 'CSCA-FRANCE',
    from: 2020,
    to: 2035,
    source: 'ants_travel_documents',
    readOn,
    secondSource: 'german_and_dutch_lists',
  },
  {
    fingerprint: 'd628b5100ddcbed8f3e5fa05e53b6b80bebb1e6264a12583319ef955c91d9349',
    authority: 'CSCA-FRANCE',
    from: 2025,
    to: 2040,
    source: 'ants_travel_documents',
    readOn,
    secondSource: 'dutch_list',
  },
  {
    fingerprint: '2084aed7a991b3158e63ad750d3dc38bc6c9dcf5958f28d1162f49884e91ada8',
    authority: 'csca-germany',
    from: 2024,
    to: 2039,
    source: 'german_list_signer',
    readOn,
    secondSource: 'german_and_dutch_lists',
  },
]

/** Authorities of the documents that are accepted here, under the key that `nameKey` gives their names. */
const authorityNames: ReadonlyMap<string, OfficialAuthority> = new Map([
  ['2.5.4.10=gouv\n2.5.4.3=csca-france\n2.5.4.6=fr', 'CSCA-FRANCE'],
  ['2.5.4.10=gouv\n2.5.4.3=eid-france\n2.5.4.6=fr', 'eID-FRANCE'],
])

/** Certificates of that authority that are trusted. */
export const authoritiesNamed = (store: TrustStore, authority: OfficialAuthority) =>
  store.authorities.filter((one) => authorityNames.get(one.subjectKey) === authority)

/** The French authority of that name, as `nameKey` writes it; null for any other. */
export const officialAuthority = (nameKey: string): OfficialAuthority | null => authorityNames.get(nameKey) ?? null
