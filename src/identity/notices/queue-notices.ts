import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { Identity } from '../context.ts'
import type { Db, Trx } from '../database/tables.ts'
import { keyed } from '../keys/digests.ts'
import { openText, sealText } from '../keys/sealing.ts'
import { clientsThatReceived } from '../provider/disclosures.ts'
import { clientsInSessions } from '../provider/own-sessions.ts'
import { findRelyingParty } from '../provider/relying-parties.ts'
import { addressOf, channelOf, toldOfMove, type NoticeKind, type NoticeReason } from './notice-kinds.ts'
import type { AccountState } from '../../contract/identity/device.ts'

type Core = Pick<Identity, 'db' | 'keys' | 'now'>

/** What is sealed of a notice. */
const Held = z.object({ sub: z.string(), reason: z.literal('hijacking').optional() })
type Held = z.infer<typeof Held>
const contextOf = (noticeId: string) => `notice ${noticeId}`

export const openNotice = ({ keys }: Pick<Core, 'keys'>, noticeId: string, held: string): Held =>
  Held.parse(JSON.parse(openText(keys().data, contextOf(noticeId), held)))

type Told = { accountId: string; kinds: readonly NoticeKind[]; reason?: NoticeReason | undefined }

/** Tells every service that received something of a holder or in which one of their sessions counts. In the transaction of what it tells. */
export async function tellServices(core: Core, trx: Trx, told: Told): Promise<void> {
  if (told.kinds.length === 0) return
  const within = { ...core, db: trx as unknown as Db }
  const { accountId } = told
  const clients = [...(await clientsThatReceived(within, accountId)), ...(await clientsInSessions(within, accountId))]
  await tellClients(core, trx, { ...told, clients })
}

/** The same of some services alone: those of a session that ended. */
export async function tellClients(
  core: Core,
  db: Db | Trx,
  told: Told & { clients: readonly string[] },
): Promise<void> {
  for (const clientId of new Set(told.clients))
    for (const kind of told.kinds) await queueNotice(core, db, { ...told, clientId, kind })
}

type One = { accountId: string; clientId: string; kind: NoticeKind; reason?: NoticeReason | undefined }

async function queueNotice(core: Core, db: Db | Trx, { accountId, clientId, kind, reason }: One): Promise<void> {
  const party = await findRelyingParty({ ...core, db: db as unknown as Db }, clientId)
  if (typeof party?.metadata[addressOf[channelOf(kind)]] !== 'string') return
  const sub = await subjectOf(db, accountId, String(party.metadata['sector']))
  // Nobody logged in there to the end: it knows nobody by any name.
  if (sub === null) return
  const [notice_id, at] = [randomUUID(), core.now()]
  const subject_digest = keyed(core.keys().lookup, `notice\n${clientId}\n${channelOf(kind)}\n${sub}`)
  await supersede(db, subject_digest, at)
  const held = sealText(core.keys().data, contextOf(notice_id), JSON.stringify({ sub, reason }))
  await db
    .insertInto('identity.notice')
    .values({ notice_id, client_id: clientId, kind, subject_digest, held, created_at: at, next_try_at: at })
    .execute()
}

/** What still waits is out of date: a service that was down learns how it stands, and not in which order. */
async function supersede(db: Db | Trx, subjectDigest: string, at: Date): Promise<void> {
  await db
    .updateTable('identity.notice')
    .set({ state: 'superseded', settled_at: at, held: null, subject_digest: null })
    .where('subject_digest', '=', subjectDigest)
    .where('state', '=', 'due')
    .execute()
}

async function subjectOf(db: Db | Trx, accountId: string, sector: string): Promise<string | null> {
  const row = await db
    .selectFrom('identity.subject')
    .select('sub')
    .where('account_id', '=', accountId)
    .where('sector', '=', sector)
    .executeTakeFirst()
  return row?.sub ?? null
}

type Move = { accountId: string; to: AccountState; isToldDisabled: boolean; reason?: NoticeReason | undefined }

/** What services are told of a move, and what the account remembers of it. In the move's transaction. */
export async function tellOfMove(core: Core, trx: Trx, { accountId, to, isToldDisabled, reason }: Move): Promise<void> {
  const told = toldOfMove(to, { isToldDisabled })
  await tellServices(core, trx, { accountId, kinds: told.kinds, reason })
  if (told.isToldDisabled === isToldDisabled) return
  await trx
    .updateTable('identity.account')
    .set({ told_disabled: told.isToldDisabled })
    .where('account_id', '=', accountId)
    .execute()
}
