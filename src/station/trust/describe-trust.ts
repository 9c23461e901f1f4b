import type { TrustOverview } from '../../contract/trust.ts'
import type { TrustBundle } from '../../contract/protocol/config.ts'
import {
  createTrustStore,
  fingerprintOf,
  nameCountry,
  nameText,
  summariseTrust,
  type TrustList,
  type TrustStore,
} from '../../emrtd/verify.ts'
import { coverageOf } from '../../evidence/trust-coverage.ts'
import type { TrustFileRow } from './trust-table.ts'

/** What came together, without what of it is a specimen's and refused. */
export interface TrustPart {
  origin: TrustOverview['lists'][number]['origin']
  /** Null for what is not a file in the store. */
  row: TrustFileRow | null
  lists: TrustList[]
  refused: number
}

interface Standing {
  bundle: TrustBundle | null
  isOutdated: boolean
  at: Date
}

/** The page of trusted certificates: every list with where it came from, every certificate, and what is still to fetch. */
export function describeTrust(
  parts: TrustPart[],
  store: TrustStore,
  { bundle, isOutdated, at }: Standing,
): TrustOverview {
  const entries = store.lists.flatMap(({ name, certificates }) =>
    certificates.map((one) => ({
      subject: nameText(one.subject),
      country: nameCountry(one.subject) ?? '',
      validFrom: one.notBefore.toISOString(),
      validTo: one.notAfter.toISOString(),
      source: name,
      fingerprint: fingerprintOf(one),
    })),
  )
  const lists = parts.flatMap(({ origin, row, lists: own }) =>
    summariseTrust(createTrustStore(own), at).map(({ name, signer, date, ageDays, certificateCount }) => ({
      source: name,
      signer,
      signedAt: date,
      ageDays,
      certificates: certificateCount,
      origin,
      removable: row?.origin === 'manager' ? row.sha256 : null,
      addedAt: row?.added_at ?? null,
      addedBy: row?.added_by ?? null,
    })),
  )
  const central = bundle && { version: bundle.version, asOf: bundle.as_of, outdated: isOutdated }
  return { entries, lists, coverage: coverageOf(store), central }
}
