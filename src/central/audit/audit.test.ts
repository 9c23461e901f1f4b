import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { activeStation, databases, startCentralOn, type CentralOn } from '../../../tests/fixtures/central-on.ts'
import { callJson, freshNonce, type VirtualStation } from '../../../tests/simulate/virtual-station.ts'
import { noteDeed, recordDeed } from '../operations/record-deed.ts'
import { sealAudit } from './seal-audit.ts'
import { verifyAudit } from './verify-audit.ts'

const hourMs = 3_600_000

describe.each(databases)('central’s own audit on %s', (name, installed) => {
  let running: CentralOn
  let station: VirtualStation
  let ms = Date.now()
  const now = () => new Date(ms)
  beforeAll(async () => {
    if (!installed) return
    running = await startCentralOn(name, { now })
    station = await activeStation(running.central)
  })
  afterAll(() => running?.stop())
  const db = () => running.central.db
  const core = () => ({ db: db(), now })
  const note = async (...subjects: string[]) => {
    for (const subject of subjects)
      await noteDeed(core(), { actor: 'ada', action: 'packets.view', stationId: null, subject, detail: null }, 'seen')
  }
  const verify = () => verifyAudit({ db: db() })
  const alarms = async () =>
    (await db().selectFrom('alarm').select('station_id').where('kind', '=', 'central_audit_cut').execute()).length
  /** As a station asks, bringing back what it holds. */
  const configured = async (held: string | null) => {
    const query = held === null ? '' : `?audit=${held}`
    return (await callJson(station, 'GET', `/v1/config${query}`)).body.audit as string | null
  }
  /** A signature differs each time. */
  const saidIn = (jws: string | null) => jws?.split('.')[1]
  const passHour = async () => {
    ms += hourMs
    station.token = null
    station.nonce = await freshNonce(station.url)
  }

  test.runIf(installed)('is sealed lot by lot, what is under way later, by several at once no row twice', async () => {
    await note('a', 'b')
    let end = () => {}
    const open = recordDeed(
      core(),
      { actor: 'odile', action: 'policy.set', stationId: null, subject: '', detail: null },
      () => {
        return new Promise<void>((resolve) => (end = resolve))
      },
    )
    await expect
      .poll(() => db().selectFrom('audit').select('result').where('result', '=', 'begun').execute())
      .toHaveLength(1)
    await Promise.all([sealAudit(core()), sealAudit(core()), sealAudit(core())])
    const unsealed = () => db().selectFrom('audit').select('action').where('sealed', 'is', null).execute()
    await sealAudit(core())
    expect(await unsealed()).toEqual([{ action: 'policy.set' }])
    const first = await verify()
    end()
    await open
    await sealAudit(core())
    expect(await unsealed()).toEqual([])
    const second = await verify()
    expect([first, second]).toMatchObject([{ kind: 'whole' }, { kind: 'whole' }])
    expect(second.kind === 'whole' && first.kind === 'whole' && second.rows - first.rows).toBe(1)
  })

  test.runIf(installed)('a row that is changed, one that is gone and one that is put in show', async () => {
    const spoilt = async (spoil: () => Promise<unknown>, mend: () => Promise<unknown>) => {
      await spoil()
      expect((await verify()).kind).toBe('broken')
      await mend()
      expect((await verify()).kind).toBe('whole')
    }
    const of = (subject: string) => db().updateTable('audit').where('subject', '=', subject)
    await spoilt(
      () => of('a').set({ actor: 'somebody' }).execute(),
      () => of('a').set({ actor: 'ada' }).execute(),
    )
    const row = await db().selectFrom('audit').selectAll().where('subject', '=', 'b').executeTakeFirstOrThrow()
    await spoilt(
      () => db().deleteFrom('audit').where('subject', '=', 'b').execute(),
      () => db().insertInto('audit').values(row).execute(),
    )
    await note('c')
    await spoilt(
      () => of('c').set({ sealed: 1 }).execute(),
      () => of('c').set({ sealed: null }).execute(),
    )
    await sealAudit(core())
  })

  test.runIf(installed)('a tail that is cut off whole is missed by the stations that hold its end', async () => {
    expect(await configured(null), 'once an hour').toBeNull()
    await passHour()
    const held = await configured(null)
    expect(saidIn(await configured(held))).toBe(saidIn(held))
    await note('d')
    await sealAudit(core())
    expect(saidIn(await configured(held)), 'within the hour nothing changes').toBe(saidIn(held))
    await passHour()
    const later = await configured(held)
    expect([saidIn(later) !== saidIn(held), await alarms()]).toEqual([true, 0])
    const { seq } = await db().selectFrom('audit_seal').select('seq').orderBy('seq', 'desc').executeTakeFirstOrThrow()
    await db().deleteFrom('audit').where('sealed', '=', seq).execute()
    await db().deleteFrom('audit_seal').where('seq', '=', seq).execute()
    expect((await verify()).kind, 'what is left is whole in itself').toBe('whole')
    await configured(held)
    expect(await alarms(), 'an end that still stands').toBe(0)
    await configured(`${later!.slice(0, -4)}AAAA`)
    expect(await alarms(), 'what central never signed').toBe(0)
    await configured(later)
    expect(await alarms()).toBe(1)
    await note('e')
    await sealAudit(core())
    await passHour()
    await configured(later)
    expect(await alarms(), 'another lot in its place').toBe(2)
  })
})
