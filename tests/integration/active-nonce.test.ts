import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { RunningCentral } from '../../src/central/central.ts'
import { judgeFile, type CaseResult } from '../../src/central/cases/judge-file.ts'
import type { PacketPayload } from '../../src/contract/protocol/packet.ts'
import { specimenApplications } from '../../src/station/training/specimens/specimen-applications.ts'
import { activeStation, startCentralOn } from '../fixtures/central-on.ts'
import { buildCase, resign, type StoredCase } from '../fixtures/case-builder.ts'
import { decide, pin, walkToDecision, untilSent } from '../fixtures/journey.ts'
import { startCounter } from '../fixtures/counter.ts'
import { startField, startMorning, type Field } from '../fixtures/field.ts'
import { testApplication } from '../fixtures/test-application.ts'
import type { TestStation } from '../fixtures/test-station.ts'
import { makePacket, putPacket, seal } from '../simulate/virtual-packet.ts'
import { callJson, openSealed, type VirtualStation } from '../simulate/virtual-station.ts'

// Active Authentication over a challenge that central's nonce stands in: an answer of before the visit is worth nothing.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 })

const packetRow = (central: RunningCentral, packetId: string) =>
  central.db.selectFrom('packet').selectAll().where('packet_id', '=', packetId).executeTakeFirstOrThrow()
const noncesOf = (central: RunningCentral, applicationId: string) =>
  central.db.selectFrom('chip_nonce').selectAll().where('application_id', '=', applicationId).execute()

describe('judged case by case', () => {
  const applicationId = buildCase().packet.application_id
  const asked = { applicationId, salt: 'c2FsdHNhbHRzYWx0c2FsdA', nonce: 'bm9uY2Vub25jZW5vbmNlbg' }
  const at = '2026-06-15T10:00:00.000Z'
  const given = (hoursBefore: number, isSpent = false) => [
    { nonce: asked.nonce, issuedAt: new Date(Date.parse(at) - hoursBefore * 3_600_000).toISOString(), isSpent },
  ]
  const strict = { approveUnwitnessed: false }
  const judgedAs = (found: StoredCase) => judgeFile(found) as Extract<CaseResult, { error: null }>
  const fresh = (change: Partial<StoredCase> = {}, parts = asked): StoredCase => ({
    ...buildCase({ at, asked: parts }),
    nonces: given(1),
    ...change,
  })

  test('a fresh answer shows the chip to central, whatever the policy asks', () => {
    const { verdict, reasons, notes } = judgedAs(fresh({ policy: strict }))
    expect({ verdict, reasons }).toEqual({ verdict: 'APPROVED', reasons: [] })
    expect(notes).not.toContain('freshness_unshown')
    expect(notes).not.toContain('chip_originality_unshown')
  })
  test('without a nonce it is the station’s word how new the answer is', () => {
    const unasked = judgedAs(buildCase({ at }))
    expect(unasked.verdict).toBe('APPROVED')
    expect(unasked.notes).toEqual(expect.arrayContaining(['freshness_unshown', 'chip_originality_unshown']))
    expect(judgedAs({ ...buildCase({ at }), policy: strict })).toMatchObject({
      verdict: 'MANUAL_REVIEW',
      reasons: ['chip_originality_unshown'],
    })
  })
  test.each([
    ['that central never gave', fresh({ nonces: [] }), 'MANUAL_REVIEW', 'nonce_foreign'],
    ['that another packet showed', fresh({ nonces: given(1, true) }), 'MANUAL_REVIEW', 'nonce_spent'],
    ['given four days before', fresh({ nonces: given(73) }), 'MANUAL_REVIEW', 'nonce_old'],
    ['given after the answer', fresh({ nonces: given(-1) }), 'MANUAL_REVIEW', 'nonce_old'],
    [
      'for another application',
      fresh({}, { ...asked, applicationId: randomUUID() }),
      'QUARANTINED',
      'challenge_contradicted',
    ],
  ])('a nonce %s', (_, found, verdict, reason) => {
    expect(judgedAs(found)).toMatchObject({ verdict, reasons: [reason] })
  })
  test.each([
    ['another salt', { salt: 'YW5vdGhlcnNhbHRhbm90aA' }],
    ['no salt', { salt: null }],
    ['another nonce', { nonce: 'YW5vdGhlcm5vbmNlYW5vdA' }],
  ])('the challenge was made of %s', (_, change) => {
    const found = fresh()
    const [read] = found.evidence.reads
    const reads = [{ ...read!, activeAuthentication: { ...read!.activeAuthentication!, ...change } }]
    const { verdict, reasons } = judgedAs(resign({ ...found, evidence: { ...found.evidence, reads } }))
    expect({ verdict, reasons }).toEqual({ verdict: 'QUARANTINED', reasons: ['challenge_contradicted'] })
  })
})

describe('a real station with the virtual card', () => {
  const passport = specimenApplications().find(({ key }) => key === 'passport')!.applicationId
  const finish = async (central: RunningCentral, kiosk: TestStation) => {
    const { packetId } = await decide(kiosk, 'approved')
    await kiosk.ask('queue.retry', { packetId: null })
    await untilSent(kiosk)
    await central.settled()
    return packetRow(central, packetId)
  }

  test('at the counter: the nonce of the look-up is shown once', async () => {
    const { central, kiosk } = await startCounter({ claire: 'clerk' })
    try {
      await kiosk.ask('operator.login', { operatorId: 'claire', pin })
      await walkToDecision(kiosk, 'passport')
      const packet = await finish(central, kiosk)
      expect(packet.state).toBe('APPROVED')
      expect(packet.notes).not.toContain('freshness_unshown')
      expect((await noncesOf(central, passport)).map(({ spent_by }) => spent_by)).toEqual([packet.packet_id])
    } finally {
      await kiosk.stop()
      await central.stop()
    }
  })

  test('on a home visit: the nonce came with the appointment, and without network it proves the visit all the same', async () => {
    const field: Field = await startField()
    const tablet = await startMorning(field, { paul: [['passport', 1, 2]] })
    try {
      field.networkIs('away')
      await walkToDecision(tablet, 'passport', field.now())
      const { packetId } = await decide(tablet, 'approved')
      field.networkIs('there')
      await tablet.ask('queue.retry', { packetId: null })
      await untilSent(tablet)
      await field.central.settled()
      const packet = await packetRow(field.central, packetId)
      expect(packet.notes).not.toContain('freshness_unshown')
      const spent = (await noncesOf(field.central, passport)).filter(({ spent_by }) => spent_by !== null)
      expect(spent.map(({ spent_by }) => spent_by)).toEqual([packetId])
    } finally {
      await tablet.stop()
      await field.stop()
    }
  })
})

describe('stations that lie, over HTTP', () => {
  let central: RunningCentral
  let stop: () => Promise<void>
  let station: VirtualStation
  let other: VirtualStation
  beforeAll(async () => {
    ;({ central, stop } = await startCentralOn('PGlite'))
    station = await activeStation(central)
    other = await activeStation(central, 'Lyon Terreaux')
  })
  afterAll(() => stop())

  async function nonceFor(who: VirtualStation, reference: string): Promise<string> {
    const found = await callJson(who, 'POST', '/v1/applications/lookup', { reference, operator_id: 'clerk-1' })
    expect(found.status).toBe(200)
    const opened = await openSealed(who, (found.body as { sealed: string }).sealed)
    return (opened as { chip_nonce: string }).chip_nonce
  }
  async function reasonsFor(
    application: ReturnType<typeof testApplication>,
    nonce: string,
    more: Partial<PacketPayload> = {},
  ) {
    const asked = { applicationId: application.applicationId, salt: 'c2FsdHNhbHRzYWx0c2FsdA', nonce }
    const made = makePacket(station, application, more, false, asked)
    const sealed = await seal(station, made)
    expect((await putPacket(station, sealed)).status).toBe(202)
    Object.assign(station, { seq: made.payload.seq, lastHash: sealed.sha256 })
    await central.settled()
    const { state, reasons } = await packetRow(central, made.payload.packet_id)
    return { packetId: made.payload.packet_id, state, reasons }
  }
  const filed = async () => {
    const application = testApplication()
    await central.addApplication(application)
    return application
  }

  test('each look-up gives another nonce; one that a packet showed proves nothing a second time', async () => {
    const application = await filed()
    const [first, second] = [
      await nonceFor(station, application.reference),
      await nonceFor(station, application.reference),
    ]
    expect(first).not.toBe(second)
    // The citizen left; the application stays open, and what the chip answered then proves nothing at the next visit.
    const left = await reasonsFor(application, first, { outcome: 'cancelled', reasons: ['citizen_left'] })
    expect(left.reasons).not.toContain('nonce_spent')
    expect(await reasonsFor(application, first)).toMatchObject({ state: 'MANUAL_REVIEW', reasons: ['nonce_spent'] })
    const other = await filed()
    const fresh = await nonceFor(station, other.reference)
    expect(await reasonsFor(other, fresh)).toMatchObject({ state: 'APPROVED', reasons: [] })
    const rows = await noncesOf(central, application.applicationId)
    expect(new Map(rows.map(({ nonce, spent_by }) => [nonce, spent_by]))).toEqual(
      new Map([
        [first, left.packetId],
        [second, null],
      ]),
    )
  })

  test.each([
    ['of another station', async (a: { reference: string }) => nonceFor(other, a.reference)],
    ['for another application', async () => nonceFor(station, (await filed()).reference)],
    ['of nobody’s', async () => 'bm9uY2Vub25jZW5vbmNlbg'],
  ])('a nonce %s', async (_, nonceOf) => {
    const application = await filed()
    const { state, reasons } = await reasonsFor(application, await nonceOf(application))
    expect(state).toBe('MANUAL_REVIEW')
    expect(reasons).toContain('nonce_foreign')
  })
})
