import { describe, expect, test } from 'vitest'
import { defaultPolicy } from '../contract/policy.ts'
import type { ReviewReason } from '../contract/decision.ts'
import { after, atDecision, check, chipRead, consented, context, found, oldCardReading } from './testing/made-up.ts'
import { passportReading, readEvidence, submitted, withCheck } from './testing/made-up.ts'
import type { SessionContext, SessionEvent } from './session/events.ts'
import type { SessionState } from './session/state.ts'
import { viewSession } from './session/view.ts'

const withPolicy = (change: Partial<typeof defaultPolicy>): SessionContext => ({
  ...context,
  policy: { ...defaultPolicy, ...change },
})
const onChip = (read: SessionEvent, at: SessionContext = context): SessionState =>
  after([found(), consented, submitted(passportReading), { type: 'chip_requested', can: null }, read], undefined, at)
const answer = { challenge: 'AA', response: 'AA', salt: 'AA', nonce: null }
const withEvidence = (read: SessionEvent, change: Partial<typeof readEvidence>): SessionEvent =>
  ({ ...read, evidence: { ...readEvidence, ...change } }) as SessionEvent
const unseen = (read: SessionEvent): SessionEvent =>
  ({ ...read, portrait: null, evidence: { ...readEvidence, withheld: [] } }) as SessionEvent
const chain = (reason: string): SessionEvent => chipRead(withCheck(check('chain', 'not_possible', reason)))
const oldCard = (at: SessionContext): SessionState =>
  after([found(), consented, submitted(oldCardReading)], undefined, at)
const released = (): SessionState =>
  ({ ...atDecision(), overrides: [{ gate: 'chip_required' }] }) as unknown as SessionState

describe('the counter foresees what a person at central looks at', () => {
  test.each<[string, () => SessionState, ReviewReason[]]>([
    ['a genuine chip whose portrait was seen', () => onChip(chipRead()), []],
    ['a genuine chip whose portrait nobody saw', () => onChip(unseen(chipRead())), ['chip_portrait_unread']],
    ['a chip left to central whose portrait was seen', () => onChip(chain('csca_missing')), []],
    ['a chip left to central, portrait unseen', () => onChip(unseen(chain('csca_missing'))), ['chip_portrait_unread']],
    [
      'a chip that is not genuine, whose portrait says nothing',
      () => onChip(unseen(chipRead(withCheck(check('signature', 'failed', 'x'))))),
      [],
    ],
    ['a chip of which central saw nothing, by the usual policy', () => onChip(chipRead()), []],
    ...(
      [
        ['of which central saw nothing', {}, true],
        ['that central saw prove itself', { witness: 'w' }, false],
        ['that answered to a nonce of central’s', { activeAuthentication: { ...answer, nonce: 'n' } }, false],
        ['that answered to no nonce', { activeAuthentication: answer }, true],
      ] as const
    ).flatMap(([what, evidence, isUnshown]) =>
      ['genuine', 'deferred'].map((verdict): [string, () => SessionState, ReviewReason[]] => [
        `a ${verdict} chip ${what}, where the policy wants that shown`,
        () =>
          onChip(
            withEvidence(verdict === 'genuine' ? chipRead() : chain('csca_missing'), evidence),
            withPolicy({ approveUnwitnessed: false }),
          ),
        isUnshown ? ['chip_originality_unshown'] : [],
      ]),
    ),
    [
      'a nonce whose answer failed',
      () =>
        onChip(
          withEvidence(chipRead(withCheck(check('active_authentication', 'not_possible', 'x'))), {
            activeAuthentication: { ...answer, nonce: 'n' },
          }),
          withPolicy({ approveUnwitnessed: false }),
        ),
      [],
    ],
    ['a chip that a manager let pass', released, ['chip_released']],
    ['a card without a chip, by the usual policy', () => oldCard(context), []],
    [
      'a card without a chip that is always looked at',
      () => oldCard(withPolicy({ approveChipless: false })),
      ['chipless_document'],
    ],
    [
      'a time that nothing confirms',
      () => after([found()], undefined, { ...context, timeProof: 'unconfirmed' }),
      ['time_unconfirmed'],
    ],
    ['a time known by its floor', () => after([found()], undefined, { ...context, timeProof: 'floor' }), []],
  ])('%s', (_what, made, reviews) => {
    const view = viewSession(made())
    expect(view.reviews).toEqual(reviews)
    expect(view.provisional).toBe(reviews.length > 0 || view.deferred.some((check) => check !== 'revocation'))
  })

  test('and it stays said once the result is sealed', () => {
    const read = { ...atDecision(), ...{ timeProof: 'unconfirmed' as const } }
    const sealed: SessionEvent = {
      type: 'sealed',
      packetId: '01890000-0000-7000-8000-000000000009',
      sealedAt: context.now,
    }
    const at: SessionContext = { ...context, timeProof: 'unconfirmed' }
    const done = after([{ type: 'decided', outcome: 'approved', reasons: [] }, sealed], read, at)
    expect(viewSession(done)).toMatchObject({ provisional: true, reviews: ['time_unconfirmed'] })
  })
})
