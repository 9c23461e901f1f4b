import { existsSync } from 'node:fs'
import { Failure } from '../../contract/failure.ts'
import type { RequestOutput } from '../../contract/requests.ts'
import type { StationStatus } from '../../contract/status.ts'
import type { TrustBundle } from '../../contract/protocol/config.ts'
import type { TrustReview } from '../../contract/trust.ts'
import {
  createTrustStore,
  fingerprintOf,
  importTrust,
  reviewImport,
  toConfirm,
  withoutSpecimens,
  type TrustList as ChipTrustList,
  type TrustStore,
} from '../../emrtd/verify.ts'
import type { Audit } from '../audit/port.ts'
import type { Store } from '../store/open-store.ts'
import type { CentralRecord } from '../sync/central-state.ts'
import type { Policy } from '../../contract/policy.ts'
import { describeTrust, type TrustPart } from './describe-trust.ts'
import { loadTrustFolder } from './load-trust.ts'
import { readTrustFile } from './read-trust-file.ts'
import { sha256Of, trustTable } from './trust-table.ts'

type NamedFile = { fileName: string; bytes: Uint8Array }

export interface TrustAnchors {
  /** What Passive Authentication trusts now. */
  store(): TrustStore
  /** Whether central confirmed what is here longer ago than the policy allows. */
  isOutdated(): boolean
  status(): StationStatus['trust']
  list(): RequestOutput<'trust.list'>
  /** What a file would add; changes nothing. Codes: trust_file_unusable, trust_specimen. */
  review(file: NamedFile): TrustReview
  /**
   * Codes: those of `review`, trust_issuer_unknown (a list that nobody known signed), trust_confirmation_missing (a fingerprint
   * that nobody vouches for was not confirmed). Audited.
   */
  import(file: NamedFile, confirmed: readonly string[], by: string): RequestOutput<'trust.import'>
  /** Code: not_found. Audited. */
  remove(sha256: string, by: string): void
  /** Which of central's files are not here. */
  missing(): { sha256: string; name: string }[]
  /** A file of central's bundle, as fetched. Codes: central_response_invalid (other bytes than signed), those of `review`. */
  take(sha256: string, bytes: Uint8Array): void
  /** Leaves out what central's bundle does not name any more. */
  settle(): void
}

export interface TrustAnchorsParts {
  store: Store
  audit: Audit
  /** Certificates that ship with the product; may be absent. */
  folder: string
  /** Specimen anchors, in training only. */
  specimens: Uint8Array[]
  /** Production takes nothing that the virtual country made, and leaves out what an old store has of it. */
  training: boolean
  central: Pick<CentralRecord, 'get'>
  policy: () => Pick<Policy, 'trustDays'>
  now: () => Date
}

const dayMs = 86_400_000

/** CSCA certificates and lists: those shipped, central's, those a manager imported, and in training the specimens'. */
export function createTrustAnchors(parts: TrustAnchorsParts): TrustAnchors {
  const { store, audit, training, central, now } = parts
  const table = trustTable(store)
  const build = reader(parts, table)
  let current = build()
  const bundle = () => central.get().trust
  const isOutdated = () => {
    const asOf = bundle()?.as_of
    return asOf !== undefined && now().getTime() - Date.parse(asOf) > parts.policy().trustDays * dayMs
  }
  const review = ({ fileName, bytes }: NamedFile): TrustReview => {
    const items = reviewImport(readTrustFile(bytes, fileName, training), current.store, now())
    return { items, confirm: toConfirm(items) }
  }
  const named = () => bundle()?.files ?? []
  const rebuild = () => void (current = build())

  return {
    store: () => current.store,
    isOutdated,
    status: () => ({
      anchors: current.store.authorities.length,
      specimensRefused: current.parts.reduce((sum, { refused }) => sum + refused, 0),
      outdated: isOutdated(),
    }),
    list: () => describeTrust(current.parts, current.store, { bundle: bundle(), isOutdated: isOutdated(), at: now() }),
    review,
    import(file, confirmed, by) {
      const { confirm } = review(file)
      if (confirm === null) throw new Failure('trust_issuer_unknown')
      if (confirm.some((one) => !confirmed.includes(one))) throw new Failure('trust_confirmation_missing')
      const lists = readTrustFile(file.bytes, file.fileName, training)
      const known = new Set(current.store.lists.flatMap(({ certificates }) => certificates.map(fingerprintOf)))
      const arrived = new Set(lists.flatMap(({ certificates }) => certificates.map(fingerprintOf)))
      const added = [...arrived].filter((fingerprint) => !known.has(fingerprint)).length
      const sha256 = sha256Of(file.bytes)
      store.transaction(() => {
        const row = { sha256, name: file.fileName, bytes: file.bytes, added_at: now().toISOString(), added_by: by }
        table.add({ ...row, origin: 'manager' })
        const facts = { sha256, added, certificates: arrived.size, confirmed: confirm.join(' ') }
        audit.append({ action: 'trust.imported', actor: by, subject: file.fileName, facts })
      })
      current = build()
      return {
        added,
        already: arrived.size - added,
        signer: lists.find(({ signer }) => signer !== null)?.signer ?? null,
      }
    },
    remove(sha256, by) {
      store.transaction(() => {
        if (!table.remove(sha256, 'manager')) throw new Failure('not_found', 'trust file')
        audit.append({ action: 'trust.removed', actor: by, subject: null, facts: { sha256 } })
      })
      current = build()
    },
    ...centralFiles(parts, { table, named, rebuild }),
  }
}

/** Reads everything that is trusted, as it stands now. */
function reader(parts: TrustAnchorsParts, table: ReturnType<typeof trustTable>) {
  const parted = (lists: ChipTrustList[]) => (parts.training ? { lists, refused: 0 } : withoutSpecimens(lists))
  const fixed: TrustPart[] = [
    {
      origin: 'product',
      row: null,
      ...parted(existsSync(parts.folder) ? [...loadTrustFolder(parts.folder).lists] : []),
    },
    {
      origin: 'training',
      row: null,
      ...parted(parts.specimens.length === 0 ? [] : importTrust(Buffer.concat(parts.specimens), 'SPECIMEN')),
    },
  ]
  return () => {
    const files = table.all().map((row): TrustPart => ({
      origin: row.origin,
      row,
      ...parted(importTrust(row.bytes, row.name)),
    }))
    const all = [...fixed, ...files]
    return { parts: all, store: createTrustStore(all.flatMap(({ lists }) => lists)) }
  }
}

interface Held {
  table: ReturnType<typeof trustTable>
  /** Files of the bundle that central signed last. */
  named: () => TrustBundle['files']
  rebuild: () => void
}

/** What central's bundle names, fetched one by one, and dropped when it names it no more. */
function centralFiles(
  { store, audit, training, now }: TrustAnchorsParts,
  { table, named, rebuild }: Held,
): Pick<TrustAnchors, 'missing' | 'take' | 'settle'> {
  return {
    missing() {
      const here = new Set(table.all().map((row) => row.sha256))
      return named().filter((file) => !here.has(file.sha256))
    },
    take(sha256, bytes) {
      const file = named().find((one) => one.sha256 === sha256)
      if (file === undefined || sha256Of(bytes) !== sha256) throw new Failure('central_response_invalid', 'trust file')
      readTrustFile(bytes, file.name, training)
      store.transaction(() => {
        const row = { sha256, name: file.name, bytes, added_at: now().toISOString(), added_by: 'central' }
        table.add({ ...row, origin: 'central' })
        audit.append({ action: 'trust.imported', actor: 'central', subject: file.name, facts: { sha256 } })
      })
      rebuild()
    },
    settle() {
      const kept = new Set(named().map((file) => file.sha256))
      const gone = table.all().filter((row) => row.origin === 'central' && !kept.has(row.sha256))
      if (gone.length === 0) return
      store.transaction(() => {
        for (const { sha256, name } of gone) {
          table.remove(sha256, 'central')
          audit.append({ action: 'trust.removed', actor: 'central', subject: name, facts: { sha256 } })
        }
      })
      rebuild()
    },
  }
}
