import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { databases, startCentralOn, type CentralOn } from '../../../tests/fixtures/central-on.ts'
import { callApi, registerClient } from '../../../tests/fixtures/virtual-client.ts'
import { createClientAllowance, forgetClientCalls } from './client-allowance.ts'

const limits = { requestsPerSecond: 1, requestsBurst: 40, uploadsAtOnce: 1 }
const aMinute = 100

describe.each(databases)('what a client may ask on %s', (name, installed) => {
  let running: CentralOn
  beforeAll(async () => {
    if (installed) running = await startCentralOn(name)
  })
  afterAll(() => running?.stop())

  const start = Date.parse('2026-06-15T10:00:00.000Z')
  let ms = start
  const instance = () => createClientAllowance({ db: running.central.db, now: () => new Date(ms), limits })
  const spendOf = async (clientId: string, ...askers: ReturnType<typeof instance>[]): Promise<number> => {
    const answers = await Promise.allSettled(
      Array.from({ length: 3 * aMinute }, (_, i) => askers[i % askers.length]!.spend(clientId)),
    )
    return answers.filter(({ status }) => status === 'fulfilled').length
  }

  test.runIf(installed)('is one allowance at two instances, however many calls come at once', async () => {
    ms = start
    const [one, other] = [instance(), instance()]
    expect(await spendOf('wild-one', one, other)).toBe(aMinute)
    ms += 59_000
    expect(await spendOf('wild-one', one, other)).toBe(0)
    expect(await spendOf('quiet-one', one)).toBe(aMinute)
    ms = start + 60_000
    expect(await spendOf('wild-one', other, one)).toBe(aMinute)
  })

  test.runIf(installed)('what one instance has left over is not the other’s, and no more than a few', async () => {
    ms = start
    const [one, other] = [instance(), instance()]
    await one.spend('lone-call')
    const rest = await spendOf('lone-call', other)
    expect(rest).toBeGreaterThanOrEqual(aMinute - 25)
    expect(rest).toBeLessThan(aMinute)
  })

  test.runIf(installed)('a spent minute costs no write, and is forgotten', async () => {
    ms = start
    const one = instance()
    await spendOf('spent-one', one)
    const calls = () =>
      running.central.db.selectFrom('client_call').select('calls').where('client_id', '=', 'spent-one').execute()
    const before = await calls()
    await spendOf('spent-one', one)
    expect(await calls()).toEqual(before)
    await forgetClientCalls({ db: running.central.db, now: () => new Date(start + 3_700_000) })
    expect(await calls()).toEqual([])
  })

  test.runIf(installed)('whoever has spent it is told when to come back; nobody else is held up', async () => {
    const [wild, quiet] = [
      await registerClient(running.central, 'wild-client'),
      await registerClient(running.central, 'quiet-client'),
    ]
    const path = '/api/v1/branches'
    expect((await callApi(wild, 'GET', path)).status).toBe(200)
    const minute = (after: number) => new Date((Math.floor(Date.now() / 60_000) + after) * 60_000)
    await running.central.db.deleteFrom('client_call').execute()
    // Elsewhere, in this minute and the next.
    const spent = [0, 1].map((after) => ({ client_id: 'quiet-client', minute: minute(after), calls: 1_000_000 }))
    await running.central.db.insertInto('client_call').values(spent).execute()
    const refused = await callApi(quiet, 'GET', path)
    expect([refused.status, refused.body.code, refused.headers.get('retry-after')]).toEqual([429, 'rate_limited', '2'])
    expect((await callApi(wild, 'GET', path)).status).toBe(200)
  })
})
