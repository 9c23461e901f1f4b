import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { ReadEvidence } from '../../contract/evidence.ts'
import type { PendingWitness } from '../../emrtd/witness.ts'
import type { Db } from '../context.ts'

/** A session under way, as the database keeps it for the instance that gets the answers. */
export const StoredPending = z.object({
  cipher: z.enum(['3DES', 'AES-128', 'AES-192', 'AES-256']),
  ksEnc: z.base64url(),
  ksMac: z.base64url(),
  counter: z.string(),
  commandCount: z.int(),
  expected: z.base64url(),
  detail: z.string(),
})
export type StoredPending = z.infer<typeof StoredPending>

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url')
const bytes = (encoded: string): Uint8Array => new Uint8Array(Buffer.from(encoded, 'base64url'))

export function storePending({ session, commandCount, expected, detail }: PendingWitness): StoredPending {
  const { cipher, ksEnc, ksMac, counter } = session
  const keys = { cipher, ksEnc: text(ksEnc), ksMac: text(ksMac), counter: counter.toString() }
  return { ...keys, commandCount, expected: text(expected), detail }
}

export function restorePending(stored: StoredPending): PendingWitness {
  const { cipher, ksEnc, ksMac, counter, commandCount, expected, detail } = stored
  const session = { cipher, ksEnc: bytes(ksEnc), ksMac: bytes(ksMac), counter: BigInt(counter) }
  return { session, commandCount, expected: bytes(expected), detail }
}

export const sodDigest = (sod: Uint8Array): string => createHash('sha256').update(sod).digest('hex')

/** The visit that a packet tells of. */
type Visit = { station_id: string; application_id: string; session_id: string }

/**
 * What central itself saw of the chip in one visit, and whether a chip failed before its eyes in any visit of the application: what a
 * station forgets of an earlier one is known here.
 */
export async function witnessedIn(
  db: Db,
  visit: Visit,
): Promise<{ witnessed: (read: ReadEvidence) => boolean; failed: boolean }> {
  const rows = await db
    .selectFrom('chip_witness')
    .select(['witness_id', 'sod_sha256', 'outcome', 'session_id', 'station_id'])
    .where('application_id', '=', visit.application_id)
    .execute()
  const isOfVisit = (row: (typeof rows)[number]) =>
    row.session_id === visit.session_id && row.station_id === visit.station_id
  const passed = new Map(
    rows.filter((row) => row.outcome === 'passed' && isOfVisit(row)).map((row) => [row.witness_id, row.sod_sha256]),
  )
  return {
    // The read names the proof, and is of the document that gave it.
    witnessed: ({ witness, files }) =>
      witness !== null && passed.get(witness) === sodDigest(bytes(files['EF.SOD'] ?? '')),
    failed: rows.some(({ outcome }) => outcome === 'failed'),
  }
}
