import { compactDecrypt, flattenedVerify, importJWK } from 'jose'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { EvidencePart } from '../../contract/evidence.ts'
import { PacketPayload, SealedJws } from '../../contract/protocol/packet.ts'
import { sha256Hex } from '../../jose/digest.ts'
import type { PacketFacts } from './port.ts'
import { sealPacket } from './seal-packet.ts'
import { approvedFacts, declaredByCamille, prepareStation } from '../testing/test-facts.ts'
import { makeFolder, openTestStation, testPin } from '../testing/test-station.ts'
import type { TestStation } from '../testing/test-station.ts'

let place: ReturnType<typeof makeFolder>
let station: TestStation
let central: Awaited<ReturnType<typeof prepareStation>>
beforeEach(async () => {
  place = makeFolder()
  station = openTestStation({ folder: place.folder })
  central = await prepareStation(station)
})
afterEach(() => {
  station.store.close()
  place.remove()
})

const claire = () => station.operators.confirm('claire', testPin)
const jweOf = (packetId: string) =>
  station.store.db
    .prepare<[string], { jwe: Uint8Array }>(
      'SELECT jwe FROM sealed_packets JOIN outbox USING (position) WHERE packet_id = ?',
    )
    .get(packetId)!.jwe
async function openPacket(
  packetId: string,
): Promise<{ payload: PacketPayload; jws: ReturnType<typeof SealedJws.parse>; part: EvidencePart }> {
  const [packet, evidence] = Buffer.from(jweOf(packetId)).toString('ascii').split('~')
  const { plaintext } = await compactDecrypt(packet!, central.centralKey)
  const part = (await compactDecrypt(evidence!, central.centralKey)).plaintext
  const jws = SealedJws.parse(JSON.parse(Buffer.from(plaintext).toString()))
  const payload = PacketPayload.parse(JSON.parse(Buffer.from(jws.payload, 'base64url').toString()))
  expect(sha256Hex(part)).toBe(payload.evidence_sha256)
  return { payload, jws, part: EvidencePart.parse(JSON.parse(Buffer.from(part).toString())) }
}
const override = async (
  facts: PacketFacts,
  change: Partial<Parameters<TestStation['sealing']['signOverride']>[1]> = {},
) =>
  station.sealing.signOverride(await station.operators.confirm('chef', testPin), {
    sessionId: facts.session_id,
    applicationId: facts.application_id,
    enrollerId: 'claire',
    gate: 'person_unconfirmed',
    reason: 'portrait_unlike_illness',
    text: 'Face changed by an illness, known to us',
    ...change,
  })
const count = (table: string) =>
  (station.store.db.prepare(`SELECT count(*) AS n FROM ${table}`).get() as { n: number }).n

test('a packet opens for central alone, signed by operator and station', async () => {
  station.equipment.reader = () => ({ state: 'ready', name: 'A reader' })
  const session = await claire()
  const { packetId } = station.sealing.seal(approvedFacts(), session)
  const { payload, jws } = await openPacket(packetId)
  const signers = { operator: session.signer.publicJwk, station: station.keys.signer().publicJwk }
  const roles = await Promise.all(
    jws.signatures.map(async (one) => {
      const { role } = JSON.parse(Buffer.from(one.protected, 'base64url').toString()) as {
        role: 'operator' | 'station'
      }
      await flattenedVerify(
        { payload: jws.payload, ...one },
        await importJWK({ ...signers[role] } as JsonWebKey, 'ES256'),
      )
      return role
    }),
  )
  expect(roles.sort()).toEqual(['operator', 'station'])
  expect(payload).toMatchObject({ packet_id: packetId, seq: 1, environment: 'training', outcome: 'approved' })
  expect(payload.course).toEqual({ steps: [{ step: 'chip', seconds: 12 }], faults: [], reader: 'A reader' })
  expect(JSON.stringify(payload)).not.toContain('documentNumber')
})

test('a central of before gets nothing that it does not know and that only informs, and all that decides', async () => {
  const asBefore = PacketPayload.omit({ course: true })
  const seal = async () => {
    const { packetId } = station.sealing.seal(approvedFacts({ concern: 'duress' }), await claire())
    return (await openPacket(packetId)).payload
  }
  expect(asBefore.safeParse(await seal()).success).toBe(false)
  station.central.set({ packetMembers: [] })
  expect(asBefore.parse(await seal())).toMatchObject({ concern: 'duress', roster_as_of: null })
})

test('sequence and previous hash follow without gap, also across a restart and a seal that failed', async () => {
  const session = await claire()
  const first = station.sealing.seal(approvedFacts(), session)
  const hash = sha256Hex(jweOf(first.packetId))
  expect((await openPacket(first.packetId)).payload.prev_hash).toBe(sha256Hex(''))
  expect(() => station.sealing.seal(approvedFacts({ consent: null }), session)).toThrow('consent_missing')
  station.store.close()
  station = openTestStation({ folder: place.folder })
  const second = station.sealing.seal(approvedFacts(), await claire())
  expect((await openPacket(second.packetId)).payload).toMatchObject({ seq: 2, prev_hash: hash })
})

test('a failure half-way leaves nothing behind: no packet, no row, no audit record', async () => {
  const session = await claire()
  station.store.db.exec(`CREATE TRIGGER fail BEFORE INSERT ON audit WHEN NEW.body LIKE '%session.sealed%'
    BEGIN SELECT RAISE(ABORT, 'no'); END`)
  const before = count('audit')
  expect(() => station.sealing.seal(approvedFacts(), session)).toThrow()
  for (const table of ['sealed_packets', 'outbox', 'day_rows', 'packet_chain']) expect(count(table)).toBe(0)
  expect(count('audit')).toBe(before)
})

test.each<Partial<PacketFacts>>([
  {},
  { deferred: ['revocation'] },
  { outcome: 'refused', reasons: ['document_expired'] },
  { outcome: 'unverifiable', reasons: ['chip_unreadable'] },
  { outcome: 'cancelled', consent: null },
])('a seal with %j leaves one row in the audit log, which names the packet and what was decided', async (change) => {
  const session = await claire()
  const facts = approvedFacts(change)
  const before = count('audit')
  const { packetId } = station.sealing.seal(facts, session)
  expect(count('audit')).toBe(before + 1)
  const { body } = station.store.db
    .prepare<[], { body: string }>('SELECT body FROM audit ORDER BY seq DESC LIMIT 1')
    .get()!
  expect(JSON.parse(body)).toMatchObject({
    action: 'session.sealed',
    actor: 'claire',
    subject: facts.reference,
    facts: {
      packet: packetId,
      seq: 1,
      sha256: sha256Hex(jweOf(packetId)),
      outcome: facts.outcome,
      reasons: facts.reasons.join(' '),
      document: facts.document?.type ?? null,
      deferred: facts.deferred.join(' '),
    },
  })
  expect(station.audit.verify().ok).toBe(true)
})

test.each([
  ['whose portrait was seen', ['DG2'], 0],
  ['whose portrait nobody saw', [], 1],
] as const)(
  'the day’s row says of a chip %s whether the approval is provisional',
  async (_what, withheld, provisional) => {
    station.clock.settle(station.clock.now(), 0)
    const { visit, ...facts } = approvedFacts()
    const reads = visit.evidence.reads.map((read) => ({ ...read, withheld: [...withheld] }))
    station.sealing.seal({ ...facts, visit: { ...visit, evidence: { ...visit.evidence, reads } } }, await claire())
    expect(station.store.db.prepare('SELECT provisional FROM day_rows').all()).toEqual([{ provisional }])
  },
)

test('one session is sealed once', async () => {
  const session = await claire()
  const facts = approvedFacts()
  station.sealing.seal(facts, session)
  expect(() => station.sealing.seal(facts, session)).toThrow()
  expect(count('outbox')).toBe(1)
})

describe('gates at the seal', () => {
  const three = ['passport_photo_in_page', 'passport_film_shifts', 'passport_watermark'].map((featureId) => ({
    featureId,
    answer: 'present' as const,
  }))
  const absent = [{ ...three[0]!, answer: 'absent' as const }, ...three.slice(1)]
  const failedChip = [{ name: 'hashes' as const, verdict: 'failed' as const, reason: 'hash_differs', detail: null }]
  const differs = [{ field: 'surname' as const, class: 'different' as const, rules: [] }]
  const underage = [{ rule: 'adult' as const, verdict: 'failed' as const, reason: 'citizen_underage', facts: {} }]
  const trips: [string, Partial<PacketFacts>, Parameters<typeof approvedFacts>[1]?][] = [
    ['consent_missing', { consent: null }],
    ['consent_missing', { consent: { givenAt: '2026-01-01T00:00:00.000Z', textVersion: '', language: 'fr' } }],
    // what the packet concludes is not what its evidence says
    ['session_incomplete', { document: null }],
    ['session_incomplete', { document: { type: 'other', issuer: 'DEU', expiry_date: null, last4: '' } }],
    ['session_incomplete', { identity: null }],
    ['session_incomplete', { match: [] }],
    ['session_incomplete', { match: differs }],
    ['session_incomplete', { eligibility: underage }],
    ['session_incomplete', { chip_checks: failedChip }],
    ['session_incomplete', { chip_checks: [] }],
    ['session_incomplete', { comparison_confirmed: false }],
    ['match_failed', {}, { mrz: { surname: 'Durand' } }],
    ['citizen_underage', {}, { declared: { ...declaredByCamille, birthDate: '2015-01-01' } }],
    ['document_expired', {}, { mrz: { expiryDate: '2025-01-01' } }],
    ['document_dates_impossible', {}, { mrz: { expiryDate: '2049-01-01' } }],
    [
      'chip_not_genuine',
      {},
      { document: (made) => ({ ...made, signing: { ...made.signing, damagedSignature: true } }) },
    ],
    ['chip_required', {}, { isMute: true }],
    ['inspection_incomplete', { inspection: [] }],
    ['inspection_incomplete', { inspection: [...three, ...three] }],
    ['inspection_failed', { inspection: absent }],
    ['person_different', { person: { judgement: 'different', differing: [] } }],
    ['person_contradiction', { person: { judgement: 'same', differing: ['ears'] } }],
    ['person_unconfirmed', { person: { judgement: null, differing: [] } }],
    ['outcome_not_allowed', { outcome: 'refused', reasons: [] }],
    ['outcome_not_allowed', { outcome: 'refused', reasons: ['citizen_underage'] }],
    ['reason_required', { outcome: 'refused', reasons: ['reader_unavailable'] }, { isMute: true }],
    ['reason_required', { outcome: 'unverifiable', reasons: [] }, { isMute: true }],
    ['outcome_not_allowed', { outcome: 'unverifiable', reasons: ['reader_unavailable'] }],
  ]
  test.each(trips)('%s closes %j', async (code, change, visit) => {
    const session = await claire()
    expect(() => station.sealing.seal(approvedFacts(change, visit), session)).toThrow(code)
    expect(count('outbox')).toBe(0)
  })
  test.each<Parameters<typeof approvedFacts>>([
    [{}],
    [{ outcome: 'refused', reasons: ['document_expired'] }],
    [{ outcome: 'refused', reasons: ['person_not_holder'] }],
    [{ outcome: 'unverifiable', reasons: ['chip_unreadable'] }],
    [{ outcome: 'cancelled', consent: null }],
    [{}, { declared: { ...declaredByCamille, documentType: 'cni_1995', documentNumber: '190469101234' } }],
  ])('%j passes', async (change, visit) => {
    const session = await claire()
    expect(station.sealing.seal(approvedFacts(change, visit), session).state).toBe('queued')
  })
})

describe('who may seal', () => {
  test('not an operator revoked meanwhile, nor one whose training lapsed meanwhile', async () => {
    const session = await claire()
    station.store.db.exec(`UPDATE operators SET trained_on = '2020-01-01' WHERE operator_id = 'claire'`)
    expect(() => station.sealing.seal(approvedFacts(), session)).toThrow('operator_training_expired')
    station.operators.revoke('chef', 'claire')
    expect(() => station.sealing.seal(approvedFacts(), session)).toThrow('operator_revoked')
  })
  test.each([
    ['station_not_registered', { stationId: null }],
    ['station_not_registered', { encryptionKeys: [] }],
    ['station_pending', { state: 'pending' as const }],
    ['station_revoked', { state: 'revoked' as const }],
  ])('%s', async (code, change) => {
    const session = await claire()
    station.central.set(change)
    expect(() => station.sealing.seal(approvedFacts(), session)).toThrow(code)
  })
})

describe('overrides', () => {
  const undetermined = { person: { judgement: 'undetermined' as const, differing: [] } }

  test("a manager's release opens one gate, and travels with the manager's key", async () => {
    const facts = approvedFacts(undetermined)
    facts.overrides = [await override(facts)]
    const { packetId } = station.sealing.seal(facts, await claire())
    const { payload } = await openPacket(packetId)
    expect(payload.overrides[0]).toMatchObject({ managerId: 'chef', gate: 'person_unconfirmed' })
    expect(payload.overrides[0]!.manager_key.kid).toBe((await station.operators.confirm('chef', testPin)).signer.kid)
  })
  test('of another case, another gate, another reason or another text it opens nothing', async () => {
    const facts = approvedFacts(undetermined)
    const session = await claire()
    const good = await override(facts)
    const wrong = [
      await override(approvedFacts()),
      { ...good, gate: 'chip_required' as const },
      { ...good, reason: 'portrait_unlike_age' as const },
      { ...good, text: 'Something else entirely' },
      { ...good, signature: `${good.signature.slice(0, -4)}AAAA` },
    ]
    for (const one of wrong)
      expect(() => station.sealing.seal({ ...facts, overrides: [one] }, session)).toThrow('override_required')
  })
  test('nobody releases their own case, nor without being a manager, nor without a reason that fits', async () => {
    const facts = approvedFacts(undetermined)
    await expect(override(facts, { enrollerId: 'chef' })).rejects.toThrow('override_own_case')
    await expect(override(facts, { text: 'because' })).rejects.toThrow('override_reason_missing')
    await expect(override(facts, { reason: 'chip_defective' })).rejects.toThrow('override_reason_missing')
    const session = await claire()
    expect(() =>
      station.sealing.signOverride(session, {
        sessionId: facts.session_id,
        applicationId: facts.application_id,
        enrollerId: 'chef',
        gate: 'person_unconfirmed',
        reason: 'other',
        text: 'long enough text',
      }),
    ).toThrow('override_not_manager')
    facts.overrides = [await override(facts)]
    const chef = await station.operators.confirm('chef', testPin)
    expect(() => station.sealing.seal(facts, chef)).toThrow('override_own_case')
  })
  test('the database refuses them once more', async () => {
    const facts = approvedFacts(undetermined)
    facts.overrides = [await override(facts)]
    const { packetId } = station.sealing.seal(facts, await claire())
    const insert = (enroller: string, manager: string) => () =>
      station.store.db
        .prepare(`INSERT INTO overrides VALUES (?, 'chip_required', ?, ?, 'other', '2026-01-01', 's')`)
        .run(packetId, enroller, manager)
    expect(insert('claire', 'claire')).toThrow()
    expect(insert('claire', 'paul')).toThrow('second person')
    expect(insert('paul', 'chef')).toThrow('second person')
    expect(insert('claire', 'chef')).not.toThrow()
  })
})

test('the database refuses approvals without consent, refusals without reason, and the loss of unsent packets', async () => {
  const { packetId } = station.sealing.seal(approvedFacts(), await claire())
  const copy = (change: string) => () => {
    const columns = (station.store.db.pragma('table_info(day_rows)') as { name: string }[]).map(({ name }) => name)
    const values = columns.map((name) =>
      change.startsWith(`${name}=`) ? change.slice(name.length + 1) : name === 'session_id' ? `'x'` : name,
    )
    station.store.db.exec('PRAGMA foreign_keys=OFF')
    station.store.db.exec(
      `INSERT INTO day_rows SELECT ${values.join(',').replace('packet_id', `'p2'`)} FROM day_rows LIMIT 1`,
    )
  }
  expect(copy('consented=0')).toThrow('CHECK')
  expect(copy(`person_judgement='different'`)).toThrow('CHECK')
  expect(copy(`outcome='refused'`)).toThrow('CHECK')
  expect(copy(`document_type='other'`)).toThrow('CHECK')
  expect(copy(`operator_id='ghost'`)).toThrow('operator not in force')
  expect(() => station.store.db.prepare('DELETE FROM sealed_packets').run()).toThrow('without receipt')
  expect(() => station.store.db.prepare('DELETE FROM outbox WHERE packet_id = ?').run(packetId)).toThrow('unreceived')
  expect(() => station.store.db.prepare('UPDATE sealed_packets SET jwe = ?').run(Buffer.alloc(1))).toThrow('fixed')
  expect(copy('local_hour=9')).not.toThrow()
})

test('what the clerk tells central alone leaves no trace here: not in a row, not in the audit log, not in the length', async () => {
  const session = await station.operators.confirm('claire', testPin)
  const sealed = (['duress', null] as const).map(
    (concern) => station.sealing.seal(approvedFacts(concern ? { concern } : {}), session).packetId,
  )
  const dump = (table: string) => JSON.stringify(station.store.db.prepare(`SELECT * FROM ${table}`).all())
  for (const table of ['day_rows', 'outbox', 'audit', 'overrides']) expect(dump(table)).not.toMatch(/duress|concern/)
  const lengths = sealed.map(
    (packetId) => Buffer.from(jweOf(packetId)).toString('ascii').split('~')[0]!.split('.')[3]!.length,
  )
  expect(lengths[0]).toBe(lengths[1])
  expect(Math.floor((lengths[0]! * 3) / 4) % 4096).toBe(0)
})

test('at no length of the rest does what the clerk tells central alone lead to another class of size', async () => {
  const session = await claire()
  const { packetId } = station.sealing.seal(approvedFacts(), session)
  const { payload } = await openPacket(packetId)
  const lengthOf = (filled: number, concern?: PacketPayload['concern']) => {
    const inspection = Array.from({ length: 40 }, (_, i) => ({
      featureId: 'x'.repeat(Math.min(64, Math.max(0, filled - 64 * i))),
      answer: 'present' as const,
    }))
    return sealPacket({
      payload: { ...payload, inspection, ...(concern && { concern }) },
      evidence: Buffer.from('{}'),
      operatorSigner: session.signer,
      stationSigner: station.keys.signer(),
      centralKey: station.central.get().encryptionKeys[0]!,
    }).jwe.length
  }
  expect(lengthOf(40 * 64)).toBeGreaterThan(lengthOf(0))
  for (let filled = 0; filled < 40 * 64; filled += 8)
    expect([filled, ...(['suspicion', 'duress'] as const).map((one) => lengthOf(filled, one))]).toEqual([
      filled,
      lengthOf(filled),
      lengthOf(filled),
    ])
})
