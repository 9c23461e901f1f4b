import { copyFile, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { databases, startCentralOn, type CentralOn } from '../../../tests/fixtures/central-on.ts'
import { sharedPostgres } from '../../../tests/fixtures/postgres.ts'
import { defaultPolicy } from '../../contract/policy.ts'
import { migrate } from '../database/migrate.ts'
import { openDatabase } from '../database/open-database.ts'
import { approveWith, concludeProposal, propose, requireProposal, waitingProposals } from './proposal.ts'
import { proposerOfClient, proposerOfName } from './proposer.ts'

const anne = proposerOfClient({ client_id: 'client-a', holder: 'anne' })
const bruno = proposerOfName('bruno')
const policy = { ...defaultPolicy, version: 2 }
const deed = { path: '/admin/keys/rotate', deed: 'key.rotate', params: {}, form: { purpose: 'signing' } }

describe.each(databases)('what two people decide, on %s', (name, installed) => {
  let running: CentralOn
  beforeAll(async () => {
    if (installed) running = await startCentralOn(name)
  })
  afterAll(() => running?.stop())
  const core = () => ({ db: running.central.db, now: () => new Date() })

  test.runIf(installed)('one person by two means is one, and so are two people by one means', async () => {
    const id = await propose(core(), 'policy', policy, anne)
    const nothing = () => Promise.resolve('done')
    const alone = [
      anne,
      { means: 'client-b', person: 'anne' },
      { means: 'client-a', person: 'bruno' },
      proposerOfName(' Anne'),
    ]
    for (const by of alone)
      await expect(approveWith(core(), 'policy', id, by, nothing)).rejects.toMatchObject({ code: 'policy_conflict' })
    expect(await approveWith(core(), 'policy', id, bruno, nothing)).toBe('done')
  })

  test.runIf(installed)(
    'the database refuses an approval by the proposer, by nobody, or of nothing that ended',
    async () => {
      const { db, now } = core()
      const id = await propose(core(), 'deed', deed, anne)
      const set = (to: object) => db.updateTable('proposal').set(to).where('proposal_id', '=', id).execute()
      const decided = { decided_by: bruno.means, decider: bruno.person, decided_at: now() }
      const refused = [
        { ...decided, outcome: 'approved', decided_by: anne.means },
        { ...decided, outcome: 'approved', decider: anne.person },
        { outcome: 'approved' },
        { outcome: 'approved', decided_at: now() },
        { ...decided, outcome: 'approved', attachment: Buffer.from('kept') },
      ]
      for (const to of refused) await expect(set(to), JSON.stringify(to)).rejects.toThrow(/check/)
      await set({ ...decided, outcome: 'approved' })
    },
  )

  test.runIf(installed)('of many who approve at once one does, and a failed effect leaves it waiting', async () => {
    const id = await propose(core(), 'trust', trustChange, anne, Buffer.from('file'))
    const fail = () => Promise.reject(new Error('no room'))
    await expect(approveWith(core(), 'trust', id, bruno, fail)).rejects.toThrow('no room')
    expect(Buffer.from((await requireProposal(running.central.db, 'trust', id)).attachment!).toString()).toBe('file')
    let effects = 0
    const effect = () => Promise.resolve(void effects++)
    const ends = await Promise.allSettled(
      ['bruno', 'clara', 'denis'].map((by) => approveWith(core(), 'trust', id, proposerOfName(by), effect)),
    )
    const codes = ends.map((end) => (end.status === 'fulfilled' ? 'done' : (end.reason as { code: string }).code))
    expect(codes.sort()).toEqual(['done', 'trust_conflict', 'trust_conflict'])
    expect(effects).toBe(1)
    const row = await running.central.db
      .selectFrom('proposal')
      .select(['outcome', 'attachment'])
      .where('proposal_id', '=', id)
      .executeTakeFirstOrThrow()
    expect(row).toEqual({ outcome: 'approved', attachment: null })
  })

  test.runIf(installed)('what is withdrawn stays written down with who did it, and cannot be approved', async () => {
    const { db, now } = core()
    const id = await propose(core(), 'trust', trustChange, anne, Buffer.from('file'))
    await concludeProposal(db, await requireProposal(db, 'trust', id), 'withdrawn', anne, now())
    await expect(requireProposal(db, 'trust', id)).rejects.toMatchObject({ code: 'not_found' })
    expect((await waitingProposals(db, 'trust')).map(({ proposalId }) => proposalId)).not.toContain(id)
    const row = db.selectFrom('proposal').select(['outcome', 'decider']).where('proposal_id', '=', id)
    expect(await row.executeTakeFirst()).toEqual({ outcome: 'withdrawn', decider: 'anne' })
  })
})

const trustChange = { action: 'add' as const, sha256: 'a'.repeat(64), name: 'file', source: 'page', confirmed: [] }

describe.each(databases)('three tables became one, on %s', (name, installed) => {
  const migrations = join(import.meta.dirname, '../../../migrations/central')
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'guichet-proposals-'))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  test.runIf(installed)('with what waits in each, what was decided, and who did', async () => {
    const cluster = name === 'PostgreSQL' ? await sharedPostgres() : null
    const where = {
      databaseUrl: (await cluster?.createDatabase()) ?? null,
      dataFolder: cluster === null ? join(folder, 'data') : null,
    }
    const { db, close } = await openDatabase({ ...where, poolSize: 4, backend: 'postgres' })
    const old = join(folder, 'old')
    await mkdir(old)
    const before = (await readdir(migrations)).filter((file) => file < '0027')
    await Promise.all(before.map((file) => copyFile(join(migrations, file), join(old, file))))
    await migrate(db, pathToFileURL(`${old}/`), new Date())
    const at = '2026-11-29T10:00:00Z'
    const id = (n: number) => `00000000-0000-4000-8000-00000000000${n}`
    const rows = [
      sql`INSERT INTO policy_proposal VALUES (${id(1)}, 2, ${JSON.stringify(policy)}, 'client-a', 'anne', ${at})`,
      sql`INSERT INTO policy_proposal VALUES (${id(2)}, 2, ${JSON.stringify(policy)}, 'client-a', 'anne', ${at}, 'client-b', 'bruno', ${at})`,
      sql`INSERT INTO trust_proposal VALUES (${id(3)}, 'add', ${trustChange.sha256}, 'file', 'page', ${Buffer.from('file')}, '[]', 'client-a', 'anne', ${at})`,
      sql`INSERT INTO trust_proposal VALUES (${id(4)}, 'add', ${trustChange.sha256}, 'file', 'page', NULL, '[]', 'client-a', 'anne', ${at}, 'administrator bruno', 'bruno', ${at})`,
      sql`INSERT INTO admin_proposal VALUES (${id(5)}, ${deed.path}, ${deed.deed}, '{}', ${JSON.stringify(deed.form)}, 'anne', ${at}, NULL, NULL, 'waiting')`,
      sql`INSERT INTO admin_proposal VALUES (${id(6)}, ${deed.path}, ${deed.deed}, '{}', ${JSON.stringify(deed.form)}, 'anne', ${at}, 'bruno', ${at}, 'refused')`,
    ]
    try {
      for (const row of rows) await row.execute(db)
      await migrate(db, pathToFileURL(`${migrations}/`), new Date())
      const by = proposerOfName('anne')
      const proposedAt = new Date(at)
      expect(await waitingProposals(db, 'policy')).toEqual([
        { proposalId: id(1), kind: 'policy', body: policy, attachment: null, by: anne, proposedAt },
      ])
      const [change] = await waitingProposals(db, 'trust')
      expect({ ...change, attachment: Buffer.from(change!.attachment!).toString() }).toEqual({
        ...{ proposalId: id(3), kind: 'trust', body: trustChange, attachment: 'file', by: anne, proposedAt },
      })
      expect(await waitingProposals(db, 'deed')).toEqual([
        { proposalId: id(5), kind: 'deed', body: deed, attachment: null, by, proposedAt },
      ])
      const decided = db.selectFrom('proposal').select(['outcome', 'decided_by', 'decider', 'decided_at'])
      const ended = { decider: 'bruno', decided_at: new Date(at) }
      expect(await decided.where('outcome', '<>', 'waiting').orderBy('proposal_id').execute()).toEqual([
        { ...ended, outcome: 'approved', decided_by: 'client-b' },
        { ...ended, outcome: 'approved', decided_by: 'administrator bruno' },
        { ...ended, outcome: 'refused', decided_by: 'administrator bruno' },
      ])
    } finally {
      await close()
      await cluster?.stop()
    }
  })
})
