import type { Selectable } from 'kysely'
import { z } from 'zod'
import { IsoTime } from '../../contract/identity.ts'
import { isPrintable } from '../../contract/printable.ts'
import { Identifier } from '../clients/client.ts'
import type { Central, Db } from '../context.ts'
import type { Tables } from '../database/tables.ts'

const zones = new Set(Intl.supportedValuesOf('timeZone'))

export const Postcode = z.string().regex(/^\d{5}$/)
/** Official geographic code of a commune (COG, INSEE). */
export const CommuneCode = z.string().regex(/^(\d{2}|2[AB])\d{3}$/)

/** What a neighbouring system says of a branch. Closed: no face to face from then on, until then or until further notice. */
export const BranchEntry = z
  .object({
    name: z.string().trim().min(1).max(80).refine(isPrintable),
    time_zone: z
      .string()
      .max(64)
      .refine((zone) => zones.has(zone), 'not an IANA time zone'),
    commune: CommuneCode,
    postcode: Postcode,
    closed_from: IsoTime.nullable(),
    closed_until: IsoTime.nullable(),
  })
  .refine(
    ({ closed_from, closed_until }) =>
      closed_until === null || (closed_from !== null && Date.parse(closed_from) < Date.parse(closed_until)),
    {
      path: ['closed_until'],
      message: 'after closed_from',
    },
  )
export type BranchEntry = z.infer<typeof BranchEntry>

export const Branch = z.object({
  branch_id: Identifier,
  name: z.string(),
  time_zone: z.string(),
  commune: z.string(),
  postcode: z.string(),
  closed_from: IsoTime.nullable(),
  closed_until: IsoTime.nullable(),
  /** Whether somebody can be verified face to face there at this moment, the hours of the day apart (R17). */
  available_now: z.boolean(),
})
export type Branch = z.infer<typeof Branch>

type BranchRow = Selectable<Tables['branch']>

export function isAvailable({ closed_from, closed_until }: Pick<BranchRow, 'closed_from' | 'closed_until'>, at: Date) {
  return closed_from === null || at < closed_from || (closed_until !== null && at >= closed_until)
}

export async function saveBranch(
  { db, now }: Pick<Central, 'db' | 'now'>,
  branch_id: string,
  entry: BranchEntry,
  updated_by: string,
): Promise<void> {
  const row = {
    ...entry,
    closed_from: dateOrNull(entry.closed_from),
    closed_until: dateOrNull(entry.closed_until),
    updated_at: now(),
    updated_by,
  }
  await db
    .insertInto('branch')
    .values({ branch_id, ...row })
    .onConflict((clash) => clash.column('branch_id').doUpdateSet(row))
    .execute()
}

export async function findBranch(db: Db, branchId: string): Promise<BranchRow | null> {
  const row = await db.selectFrom('branch').selectAll().where('branch_id', '=', branchId).executeTakeFirst()
  return row ?? null
}

export type BranchFilter = { postcode?: string | undefined; after?: string | undefined }

/** In order of their identifiers, from behind `after` on. */
export function listBranches(db: Db, { postcode, after }: BranchFilter, limit: number): Promise<BranchRow[]> {
  return db
    .selectFrom('branch')
    .selectAll()
    .$if(postcode !== undefined, (query) => query.where('postcode', '=', postcode!))
    .$if(after !== undefined, (query) => query.where('branch_id', '>', after!))
    .orderBy('branch_id')
    .limit(limit)
    .execute()
}

export function toBranch(row: BranchRow, at: Date): Branch {
  const { updated_at: _at, updated_by: _by, closed_from, closed_until, ...rest } = row
  return {
    ...rest,
    closed_from: closed_from?.toISOString() ?? null,
    closed_until: closed_until?.toISOString() ?? null,
    available_now: isAvailable(row, at),
  }
}

function dateOrNull(time: string | null): Date | null {
  return time === null ? null : new Date(time)
}
