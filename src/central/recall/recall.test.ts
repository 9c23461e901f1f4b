import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { CompactSign } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { activeStation, databases, startCentralOn, type CentralOn } from '../../../tests/fixtures/central-on.ts'
import { admit } from '../../../tests/fixtures/people.ts'
import { testApplication } from '../../../tests/fixtures/test-application.ts'
import { makePayload, putPacket, sealNext } from '../../../tests/simulate/virtual-packet.ts'
import { makeKeyPair, type VirtualStation } from '../../../tests/simulate/virtual-station.ts'
import { eraseApplication } from '../retention/erase.ts'
import { loadKeys } from '../keys/central-keys.ts'
import { listAffected, suspendAffected, type Distrusted } from './recall.ts'

const run = promisify(execFile)
const root = new URL('../../../', import.meta.url).pathname

describe.each(databases)('what rests on something distrusted, on %s', (name, installed) => {
  let running: CentralOn
  let station: VirtualStation
  let manager: Awaited<ReturnType<typeof makeKeyPair>>
  const since = new Date(Date.now() - 60_000)
  beforeAll(async () => {
    if (!installed) return
    running = await startCentralOn(name)
    station = await activeStation(running.central)
    manager = await makeKeyPair()
    await admit(running.central, station, 'manager-1', { role: 'manager', key: manager })
  })
  afterAll(() => running?.stop())

  const now = () => new Date()
  async function approved(more: Parameters<typeof sealNext>[2] = {}) {
    const application = testApplication()
    await running.central.addApplication(application)
    const sealed = await sealNext(station, application, more)
    expect((await putPacket(station, sealed)).status).toBe(202)
    await running.central.settled()
    return { application, packet: { stationId: station.stationId, packetId: sealed.packetId } }
  }
  async function released() {
    const { session_id, captured_at, operator } = makePayload(station, testApplication())
    const application = testApplication()
    await running.central.addApplication(application)
    const said = {
      gate: 'chip_required',
      reason: 'chip_defective',
      text: 'The chip does not answer on two readers',
    } as const
    const claims = {
      session_id,
      application_id: application.applicationId,
      enroller_id: operator.operator_id,
      manager_id: 'manager-1',
      ...said,
      given_at: captured_at,
    }
    const signature = await new CompactSign(new TextEncoder().encode(JSON.stringify(claims)))
      .setProtectedHeader({ alg: 'ES256', typ: 'guichet-override+jwt' })
      .sign(manager.privateKey)
    const override = {
      ...said,
      managerId: 'manager-1',
      givenAt: captured_at,
      signature,
      manager_key: manager.publicJwk,
    }
    const sealed = await sealNext(station, application, { session_id, captured_at, overrides: [override] })
    expect((await putPacket(station, sealed)).status).toBe(202)
    await running.central.settled()
    const packet = { stationId: station.stationId, packetId: sealed.packetId }
    await running.central.decide(packet, { state: 'APPROVED', grounds: ['chip_examined'], decidedBy: 'anne' })
    return application
  }
  const groundOf = async ({ packetId }: { packetId: string }, kind: 'signer' | 'anchor') =>
    (
      await running.central.db
        .selectFrom('packet_ground')
        .select('fingerprint')
        .where('kind', '=', kind)
        .where('packet_id', '=', packetId)
        .executeTakeFirstOrThrow()
    ).fingerprint
  const listed = async (distrusted: Distrusted) =>
    (await listAffected(running.central.db, distrusted)).map(({ reference }) => reference)
  const stateOf = async ({ applicationId }: { applicationId: string }) =>
    (
      await running.central.db
        .selectFrom('application')
        .select('state')
        .where('application_id', '=', applicationId)
        .executeTakeFirstOrThrow()
    ).state

  test.runIf(installed)('is found by who released it, who signed its chip and whose anchor that is', async () => {
    const [plain, byManager] = [await approved(), await released()]
    const [signer, anchor] = [await groundOf(plain.packet, 'signer'), await groundOf(plain.packet, 'anchor')]
    for (const fingerprint of [signer, anchor]) expect(fingerprint).toMatch(/^[0-9a-f]{64}$/)
    expect(anchor).not.toBe(signer)
    const own = plain.application.reference
    const rows: [Pick<Distrusted, 'kind' | 'name'>, string[]][] = [
      [{ kind: 'manager', name: 'manager-1' }, [byManager.reference]],
      [{ kind: 'signer', name: signer }, [own]],
      [{ kind: 'anchor', name: anchor }, [own]],
      [{ kind: 'station', name: station.stationId }, [own, byManager.reference].sort()],
      [{ kind: 'operator', name: 'clerk-1' }, [own, byManager.reference].sort()],
      [{ kind: 'manager', name: 'clerk-1' }, []],
      [{ kind: 'signer', name: anchor }, []],
    ]
    for (const [ground, found] of rows) {
      expect((await listed({ ...ground, since })).sort(), ground.kind).toEqual(found)
      expect(await listed({ ...ground, since: new Date(Date.now() + 60_000) }), ground.kind).toEqual([])
    }
  })

  test.runIf(installed)('is found still when everything personal is erased', async () => {
    const { application, packet } = await approved()
    const { db } = running.central
    const keys = await loadKeys(db, { online: null, authority: null }, now())
    await eraseApplication({ db, keys: () => keys, now }, application.applicationId, now())
    const name = await groundOf(packet, 'signer')
    expect(await listed({ kind: 'signer', name, since })).toContain(application.reference)
  })

  test.runIf(installed)('by its manager alone is suspended, once, and the citizen is told', async () => {
    const { db } = running.central
    const distrusted = { kind: 'manager', name: 'manager-1', since } as const
    const [reference] = await listed(distrusted)
    expect(await suspendAffected({ db, now }, distrusted, 'anne')).toBe(1)
    expect(await suspendAffected({ db, now }, distrusted, 'anne')).toBe(0)
    const { application_id } = await db
      .selectFrom('application')
      .select('application_id')
      .where('reference', '=', reference!)
      .executeTakeFirstOrThrow()
    expect(await stateOf({ applicationId: application_id })).toBe('SUSPENDED')
    const letters = await db.selectFrom('mail').select('kind').where('application_id', '=', application_id).execute()
    expect(letters.map(({ kind }) => kind)).toContain('suspended')
    const audit = await db
      .selectFrom('audit')
      .select(['actor', 'detail'])
      .where('subject', '=', reference!)
      .where('action', '=', 'application.suspend')
      .execute()
    expect(audit).toEqual([{ actor: 'anne', detail: `manager manager-1 since ${since.toISOString()}` }])
  })

  test.runIf(installed && name === 'PostgreSQL')('is listed, then suspended, by the command', async () => {
    const { application, packet } = await approved()
    const signer = await groundOf(packet, 'signer')
    const env = { ...process.env, GUICHET_ENVIRONMENT: 'production', DATABASE_URL: running.databaseUrl! }
    const recall = (...args: string[]) =>
      run(process.execPath, ['scripts/recall.ts', '--signer', signer, ...args], { cwd: root, env })
    const { stdout } = await recall('--since', since.toISOString())
    expect(stdout).toContain(application.reference)
    expect(await stateOf(application)).toBe('APPROVED')
    await expect(recall('--since', '2026-11-28T10:00:00'), 'a time without its zone').rejects.toThrow()
    await expect(recall('--since', since.toISOString(), '--suspend'), 'by nobody').rejects.toThrow()
    const done = await recall('--since', since.toISOString(), '--suspend', '--by', 'anne')
    expect(done.stdout).toMatch(/suspended: [1-9]/)
    expect(await stateOf(application)).toBe('SUSPENDED')
  })
})
