import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { RunningCentral } from '../../src/central/central.ts'
import type { Declared } from '../../src/contract/identity.ts'
import { decidedAs } from '../fixtures/decided-as.ts'
import { startCounter } from '../fixtures/counter.ts'
import { codeOf, pin, untilSent, walkToDecision } from '../fixtures/journey.ts'
import { sealFalsely } from '../fixtures/stolen-kiosk.ts'
import { testApplication } from '../fixtures/test-application.ts'
import { startTestStation, type TestStation } from '../fixtures/test-station.ts'
import { trustTestIssuer } from '../fixtures/trust.ts'
import type { Packet } from '../simulate/virtual-packet.ts'

// Another person's identity, and a child's: first on the real kiosk, whose rules say no; then by somebody who has that kiosk, the key of its
// database and a clerk's code, and signs what the rules refused with the true keys. The kiosk itself delivers it to a real central.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 })
let central: RunningCentral
let kiosk: TestStation

beforeAll(async () => {
  ;({ central, kiosk } = await startCounter({ claire: 'clerk' }))
  await trustTestIssuer(central)
  await kiosk.ask('operator.login', { operatorId: 'claire', pin })
})
afterAll(async () => {
  await kiosk?.stop()
  await central?.stop()
})

test.each([
  ['another person’s document', 'name_mismatch', 'match_failed'],
  ['a child’s own document', 'minor', 'citizen_underage'],
  ['an expired passport', 'expired_passport', 'document_expired'],
])('%s is not approved at the kiosk', async (_what, key, code) => {
  const { decision } = await walkToDecision(kiosk, key)
  expect(decision.allowed).not.toContain('approved')
  expect(await codeOf(kiosk.ask('session.decide', { outcome: 'approved', reasons: [], pin }))).toBe(code)
  await kiosk.ask('session.leave', { keepDraft: false })
})

type Attack = { applicant?: Partial<Declared>; holder?: Partial<Declared>; forge?: (packet: Packet) => Packet }

const saying =
  (change: (payload: Packet['payload']) => Partial<Packet['payload']>) =>
  ({ payload, evidence }: Packet): Packet => ({ payload: { ...payload, ...change(payload) }, evidence })
const called = saying(({ match, eligibility }) => ({
  match: match.map((field) => ({ ...field, class: 'same', rules: [] })),
  eligibility: eligibility.map((check) => ({ ...check, verdict: 'passed', reason: null })),
}))
const yearsAgo = (years: number) => `${new Date().getUTCFullYear() - years}-03-07`

const child = { birthDate: yearsAgo(15) }
/** Null: nothing is wrong, and the thief's hand is as good as the kiosk's. */
const attacks: [what: string, attack: Attack, reason: string | null][] = [
  ['the applicant’s own document', {}, null],
  ['no comparison', { holder: { birthName: 'Durand' }, forge: saying(() => ({ match: [] })) }, 'match_contradicted'],
  ['all called the same', { holder: { birthName: 'Durand' }, forge: called }, 'match_contradicted'],
  ['a number that ends alike', { holder: { documentNumber: '99XY12345' }, forge: called }, 'match_contradicted'],
  ['fifteen, called of age', { applicant: child, holder: child, forge: called }, 'eligibility_contradicted'],
  [
    'fifteen, declared to be a hundred and fifteen',
    { applicant: { birthDate: yearsAgo(115) }, holder: child, forge: called },
    'match_contradicted',
  ],
]

describe('in other hands', () => {
  /** By what was tried: the packet, and the application where central took it in. */
  const sealed = new Map<string, { packetId: string; applicationId: string | null }>()

  beforeAll(async () => {
    await kiosk.stop({ keepData: true })
    for (const [what, { applicant = {}, holder = {}, forge = (packet: Packet) => packet }] of attacks) {
      const made = testApplication()
      const application = { ...made, declared: { ...made.declared, ...applicant } }
      // Intake refuses a child: the packet then names an application that there is not.
      const isTaken = await central.addApplication(application).then(
        () => true,
        () => false,
      )
      const visit = { holder: { ...application.declared, ...holder }, forge }
      const packetId = await sealFalsely(kiosk.folder, { operatorId: 'claire', pin }, application, visit)
      sealed.set(what, { packetId, applicationId: isTaken ? application.applicationId : null })
    }
    kiosk = await startTestStation({ centralUrl: central.url, dataFolder: kiosk.folder })
    await untilSent(kiosk)
    await central.settled()
  })

  test.each(attacks)('%s, signed by the true keys and sent by the kiosk', async (what, _attack, reason) => {
    const { packetId, applicationId } = sealed.get(what)!
    const { state, reasons } = await decidedAs(central, packetId)
    const application = await central.db
      .selectFrom('application')
      .select('state')
      .where('application_id', '=', applicationId ?? packetId)
      .executeTakeFirst()
    if (reason === null) return expect([state, reasons, application?.state]).toEqual(['APPROVED', [], 'APPROVED'])
    expect(state).toBe('QUARANTINED')
    expect(reasons).toContain(reason)
    expect(application?.state).toBe(applicationId === null ? undefined : 'MANUAL_REVIEW')
  })
})
