import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import {
  nameCountry,
  nameText,
  importTrust,
  createTrustStore,
  fingerprintOf,
  summariseTrust,
  withoutSpecimens,
  EmrtdFailure,
  type TrustList as ChipTrustList,
  type TrustStore,
} from '../../emrtd/verify.ts'
import { loadTrustFolder } from './load-trust.ts'
import { Failure } from '../../contract/failure.ts'
import type { StationStatus } from '../../contract/status.ts'
import type { RequestOutput } from '../../contract/requests.ts'
import type { Audit } from '../audit/port.ts'
import type { Store } from '../store/open-store.ts'

export interface TrustAnchors {
  /** What Passive Authentication trusts now. */
  store(): TrustStore
  status(): StationStatus['trust']
  list(): RequestOutput<'trust.list'>
  /** Codes: trust_file_unusable (nothing in the file can be used), trust_specimen. Audited. */
  import(file: { fileName: string; bytes: Uint8Array }, by: string): RequestOutput<'trust.import'>
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
  now: () => Date
}

interface TrustFileRow {
  name: string
  bytes: Uint8Array
}

/** CSCA certificates: those shipped, those imported by a manager, and in training the specimens'. */
export function createTrustAnchors({
  store,
  audit,
  folder,
  specimens,
  training,
  now,
}: TrustAnchorsParts): TrustAnchors {
  const shipped = existsSync(folder) ? [...loadTrustFolder(folder).lists] : []
  const taught = specimens.length === 0 ? [] : importTrust(Buffer.concat(specimens), 'SPECIMEN')
  const readImported = (): ChipTrustList[] =>
    store.db
      .prepare<[], TrustFileRow>('SELECT name, bytes FROM trust_files ORDER BY added_at, sha256')
      .all()
      .flatMap(({ name, bytes }) => importTrust(bytes, name))
  const read = () => {
    const lists = [...shipped, ...taught, ...readImported()]
    return training ? { lists, refused: 0 } : withoutSpecimens(lists)
  }
  const build = () => {
    const { lists, refused } = read()
    return { store: createTrustStore(lists), refused }
  }
  let current = build()

  return {
    store: () => current.store,
    status: () => ({
      anchors: current.store.authorities.length,
      specimensRefused: current.refused,
      outdated: false,
    }),
    list: () => describeTrust(current.store, now()),
    import({ fileName, bytes }, by) {
      const lists = readTrustFile(bytes, fileName)
      if (!training && withoutSpecimens(lists).refused > 0) throw new Failure('trust_specimen')
      const known = new Set(current.store.lists.flatMap(({ certificates }) => certificates.map(fingerprintOf)))
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
      current = build()
      return {
        added,
        already: arrived.size - added,
        signer: lists.find(({ signer }) => signer !== null)?.signer ?? null,
      }
    },
  }
}

/** Code: trust_file_unusable. */
function readTrustFile(bytes: Uint8Array, name: string): ChipTrustList[] {
  try {
    return importTrust(bytes, name)
  } catch (error) {
    throw error instanceof EmrtdFailure ? new Failure('trust_file_unusable', error.detail, { cause: error }) : error
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
