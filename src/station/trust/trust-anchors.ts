import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import {
  nameCountry,
  nameText,
  importTrust,
  createTrustStore,
  fingerprintOf,
  summariseTrust,
  type TrustList as ChipTrustList,
  type TrustStore,
} from '../../emrtd/verify.ts'
import { loadTrustFolder } from './load-trust.ts'
import type { RequestOutput } from '../../contract/requests.ts'
import { asContractFailure } from '../reader/chip-failure.ts'
import type { Audit } from '../audit/port.ts'
import type { Store } from '../store/open-store.ts'

export interface TrustAnchors {
  /** What Passive Authentication trusts now. */
  store(): TrustStore
  list(): RequestOutput<'trust.list'>
  /** Code: chip_data_malformed when nothing in the file can be used. Audited. */
  import(file: { fileName: string; bytes: Uint8Array }, by: string): RequestOutput<'trust.import'>
}

export interface TrustAnchorsParts {
  store: Store
  audit: Audit
  /** Certificates that ship with the product; may be absent. */
  folder: string
  /** Specimen anchors, in training only. */
  specimens: Uint8Array[]
  now: () => Date
}

interface TrustFileRow {
  name: string
  bytes: Uint8Array
}

/** CSCA certificates: those shipped, those imported by a manager, and in training the specimens'. */
export function createTrustAnchors({ store, audit, folder, specimens, now }: TrustAnchorsParts): TrustAnchors {
  const shipped = existsSync(folder) ? [...loadTrustFolder(folder).lists] : []
  const training = specimens.length === 0 ? [] : importTrust(Buffer.concat(specimens), 'SPECIMEN')
  const readImported = (): ChipTrustList[] =>
    store.db
      .prepare<[], TrustFileRow>('SELECT name, bytes FROM trust_files ORDER BY added_at, sha256')
      .all()
      .flatMap(({ name, bytes }) => importTrust(bytes, name))
  let current = createTrustStore([...shipped, ...training, ...readImported()])

  return {
    store: () => current,
    list: () => describeTrust(current, now()),
    import({ fileName, bytes }, by) {
      const lists = asContractFailure(() => importTrust(bytes, fileName))
      const known = new Set(current.lists.flatMap(({ certificates }) => certificates.map(fingerprintOf)))
      const arrived = new Set(lists.flatMap(({ certificates }) => certificates.map(fingerprintOf)))
      const added = [...arrived].filter((fingerprint) => !known.has(fingerprint)).length
      const sha256 = createHash('sha256').update(bytes).digest('hex')
      store.transaction(() => {
        store.db
          .prepare('INSERT OR IGNORE INTO trust_files VALUES (?, ?, ?, ?, ?)')
          .run(sha256, fileName, bytes, now().toISOString(), by)
        audit.append({
          action: 'trust.imported',
          actor: by,
          subject: fileName,
          facts: { sha256, added, certificates: arrived.size },
        })
      })
      current = createTrustStore([...shipped, ...training, ...readImported()])
      return {
        added,
        already: arrived.size - added,
        signer: lists.find(({ signer }) => signer !== null)?.signer ?? null,
      }
    },
  }
}

function describeTrust(trust: TrustStore, at: Date): RequestOutput<'trust.list'> {
  const entries = trust.lists.flatMap(({ name, certificates }) =>
    certificates.map((one) => ({
      subject: nameText(one.subject),
      country: nameCountry(one.subject) ?? '',
      validFrom: one.notBefore.toISOString(),
      validTo: one.notAfter.toISOString(),
      source: name,
    })),
  )
  const lists = summariseTrust(trust, at).map(({ name, signer, date, ageDays, certificateCount }) => ({
    source: name,
    signer,
    signedAt: date,
    ageDays,
    certificates: certificateCount,
  }))
  return { entries, lists }
}
