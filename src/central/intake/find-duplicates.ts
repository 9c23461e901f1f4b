import type { Declared } from '../../contract/identity.ts'
import type { Db } from '../context.ts'
import { documentDigest, personDigest } from './declaration.ts'

export type Duplicate = 'duplicate_document' | 'duplicate_person'

/** Another application in these states does not speak against this one: it was started over, or given up. */
const over = ['REJECTED', 'CANCELLED', 'EXPIRED'] as const

/**
 * Whether another application, waiting or approved, names the same document or the same person. Each of two sees the other,
 * because both were entered with their digests before either was decided.
 */
export async function findDuplicates(
  db: Db,
  secret: Uint8Array,
  applicationId: string,
  declared: Declared,
): Promise<Duplicate[]> {
  const digests = { document: documentDigest(secret, declared), person: personDigest(secret, declared) }
  const others = await db
    .selectFrom('application_digest')
    .innerJoin('application', 'application.application_id', 'application_digest.application_id')
    .select('application_digest.kind')
    .distinct()
    .where('application_digest.digest', 'in', [digests.document, digests.person])
    .where('application_digest.application_id', '<>', applicationId)
    .where('application.state', 'not in', over)
    // Specimens are shown to every trainee, and some of them share a document.
    .where('application.specimen_status', 'is', null)
    .execute()
  return others.map(({ kind }) => (kind === 'document' ? 'duplicate_document' : 'duplicate_person'))
}
