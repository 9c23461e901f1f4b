import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { activeStation, databases, startCentralOn, type CentralOn } from '../../../tests/fixtures/central-on.ts'
import { findPostgres } from '../../../tests/fixtures/postgres.ts'
import { testApplication } from '../../../tests/fixtures/test-application.ts'
import { putPacket, sealNext } from '../../../tests/simulate/virtual-packet.ts'
import type { VirtualStation } from '../../../tests/simulate/virtual-station.ts'
import { defaultPolicy } from '../../contract/policy.ts'
import { answerContest, contestDecision } from '../intake/contest.ts'
import { loadKeys } from '../keys/central-keys.ts'
import { readCommand, runCommand } from '../operations/command.ts'
import { retentionCommands } from '../operations/retention-commands.ts'
import { eraseDue } from './erase.ts'

const run = promisify(execFile)
const dayMs = 24 * 3_600_000

describe.each(databases)('retention on %s', (name, installed) => {
  let running: CentralOn
  let station: VirtualStation
  let folder: string
  let core: Parameters<typeof eraseDue>[0]
  let aheadDays = 0
  beforeAll(async () => {
    if (!installed) return
    folder = await mkdtemp(join(tmpdir(), 'guichet-retention-'))
    running = await startCentralOn(name, name === 'PGlite' ? { dataFolder: join(folder, 'data') } : {})
    const { db } = running.central
    const keys = await loadKeys(db, { online: null, authority: null }, new Date())
    core = { db, keys: () => keys, now: () => new Date(Date.now() + aheadDays * dayMs) }
    station = await activeStation(running.central)
  })
  afterAll(async () => {
    await running?.stop()
    if (installed) await rm(folder, { recursive: true, force: true })
  })

  async function decided(outcome: 'approved' | 'refused' = 'approved') {
    const application = testApplication()
    await running.central.addApplication(application)
    const sealed = await sealNext(
      station,
      application,
      outcome === 'refused' ? { outcome, reasons: ['document_expired'] } : {},
    )
    expect((await putPacket(station, sealed)).status).toBe(202)
    await running.central.settled()
    return { application, sealed, jwe: new TextDecoder().decode(sealed.jwe) }
  }
  const rowOf = (id: string) =>
    core.db.selectFrom('application').selectAll().where('application_id', '=', id).executeTakeFirstOrThrow()
  const erase = (days: number) => {
    aheadDays = days
    return eraseDue(core).finally(() => (aheadDays = 0))
  }

  /** Every row of every table, the queue's included, as text; and a dump where there is a server. */
  async function everything(): Promise<string> {
    const tables = await sql<{ schema: string; name: string }>`
      SELECT schemaname AS schema, tablename AS name FROM pg_tables WHERE schemaname IN ('public', 'pgboss')`.execute(
      core.db,
    )
    const texts = await Promise.all(
      tables.rows.map(async ({ schema, name: table }) => {
        const rows = await sql<{ row: string }>`SELECT t::text AS row FROM ${sql.id(schema, table)} t`.execute(core.db)
        return rows.rows.map(({ row }) => row).join('\n')
      }),
    )
    const dump = running.databaseUrl === null ? '' : await dumpOf(running.databaseUrl)
    return [...texts, dump].join('\n')
  }
  async function dumpOf(url: string): Promise<string> {
    const { stdout } = await run(join(findPostgres()!, 'pg_dump'), [url], { maxBuffer: 2 ** 28 })
    expect(stdout).toContain('PostgreSQL database dump complete')
    return stdout
  }

  test.runIf(installed)(
    'what a packet brings and what was declared go when the appeal time is over, not before',
    async () => {
      const { application, jwe } = await decided()
      const { applicationId, declared } = application
      const declaration = (await rowOf(applicationId)).declaration!
      const secrets = [jwe.slice(0, 200), jwe.slice(-200), declaration]
      const before = await everything()
      for (const secret of secrets) expect(before.includes(secret)).toBe(true)
      for (const word of [declared.birthName, declared.documentNumber, declared.email])
        expect(before).not.toContain(word)
      await erase(defaultPolicy.retentionDays - 1)
      expect((await rowOf(applicationId)).erased_at).toBeNull()
      await erase(defaultPolicy.retentionDays + 1)
      const after = await everything()
      for (const secret of secrets) expect(after.includes(secret)).toBe(false)
      const command = readCommand(retentionCommands, ['retention:rewrite', '--by', 'chef'])!
      expect(await runCommand(running.central, command)).toEqual([expect.stringMatching(/^rewritten\t\d\d+ tables$/)])
      if (name === 'PGlite') {
        await sql`CHECKPOINT`.execute(core.db)
        const base = join(folder, 'data', 'base')
        const files = (await readdir(base, { recursive: true, withFileTypes: true })).filter((one) => one.isFile())
        expect(files.length).toBeGreaterThan(100)
        for (const file of files) {
          const bytes = await readFile(join(file.parentPath, file.name))
          for (const secret of secrets) expect(bytes.includes(secret), file.name).toBe(false)
        }
      }
    },
  )

  test.runIf(installed)(
    'what stays is the listed: outcome, reasons, times, people, versions, the document’s digest',
    async () => {
      const { application, sealed } = await decided('refused')
      await erase(defaultPolicy.retentionDays + 1)
      const packet = await core.db
        .selectFrom('packet')
        .selectAll()
        .where('packet_id', '=', sealed.packetId)
        .executeTakeFirstOrThrow()
      expect(packet).toMatchObject({
        ...{ jwe: null, state: 'REJECTED', outcome: 'refused', operator_id: 'clerk-1', reasons: ['document_expired'] },
        kept: { policy_version: 1, software_version: '0.1.0', document_type: 'passport', managers: [] },
      })
      const digests = await core.db
        .selectFrom('application_digest')
        .select('kind')
        .where('application_id', '=', application.applicationId)
        .execute()
      expect(digests).toEqual([{ kind: 'document' }])
      expect((await putPacket(station, sealed)).status, 'a retry still gets its receipt').toBe(200)
    },
  )

  test.runIf(installed)('an open contest holds everything until it is answered', async () => {
    const { application } = await decided('refused')
    const { applicationId } = application
    const due = await contestDecision(core, applicationId, 'It was me, and my name is Zénobie.')
    expect(due.getTime()).toBeGreaterThan(Date.now() + (defaultPolicy.contestAnswerDays - 1) * dayMs)
    await expect(contestDecision(core, applicationId, 'again')).rejects.toMatchObject({ code: 'contest_open' })
    expect(await everything()).not.toContain('Zénobie')
    await erase(defaultPolicy.retentionDays + 1)
    expect((await rowOf(applicationId)).erased_at).toBeNull()
    await answerContest(core, applicationId, 'upheld', 'anne')
    await erase(defaultPolicy.retentionDays + 1)
    expect((await rowOf(applicationId)).erased_at).not.toBeNull()
    const contest = await core.db
      .selectFrom('contest')
      .selectAll()
      .where('application_id', '=', applicationId)
      .executeTakeFirstOrThrow()
    expect(contest).toMatchObject({ words: null, answer: 'upheld', answered_by: 'anne' })
    aheadDays = defaultPolicy.retentionDays + 1
    await expect(contestDecision(core, applicationId, 'late')).rejects.toMatchObject({ code: 'contest_too_late' })
    aheadDays = 0
  })
})
