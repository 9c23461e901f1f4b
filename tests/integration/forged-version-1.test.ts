import { describe, expect, test } from 'vitest'
import { buildCase, overrideBy, type CaseOptions } from '../fixtures/case-builder.ts'
import { application, both, broken, judged, match, mute, packet, released, type Forge } from '../fixtures/forge.ts'

// Packets of version 1 have conclusions and no evidence: what they say against themselves counts, and a person looks at the rest.
type Row = [what: string, forge: Forge, state: string, reasons: string[]]

const old = broken({ version: 1 })
const same: Forge = (found) => found
const closes = broken({ outcome: 'refused', reasons: ['document_expired'] })
const failed: Forge = (x) =>
  packet({
    eligibility: x.packet.eligibility.map((check) =>
      check.rule === 'adult' ? { ...check, verdict: 'failed' as const, reason: 'citizen_underage' } : check,
    ),
  })(x)
const oneDiffers = match((fields) => fields.map((field, i) => (i === 0 ? { ...field, class: 'different' } : field)))

const rows: Row[] = [
  ['an approval in which nothing is wrong', same, 'MANUAL_REVIEW', ['packet_version_old']],
  ['an approval without a document', packet({ document: null }), 'NOT_VERIFIED', ['session_incomplete']],
  ['an approval with one field that differs', oneDiffers, 'REJECTED', ['match_failed']],
  [
    'an approval without a document, with a field that differs',
    both(packet({ document: null }), oneDiffers),
    'REJECTED',
    ['session_incomplete', 'match_failed'],
  ],
  ['an approval with one rule that failed', failed, 'REJECTED', ['eligibility_failed']],
  [
    'an approval of another person',
    packet({ person: { judgement: 'different', differing: [] } }),
    'REJECTED',
    ['person_different'],
  ],
  ['a refusal that would close an application', closes, 'MANUAL_REVIEW', ['packet_version_old', 'document_expired']],
  [
    'a refusal of what is closed already',
    both(closes, application({ status: 'refused' })),
    'REJECTED',
    ['document_expired'],
  ],
  [
    'a refusal for a reason that is none',
    broken({ outcome: 'refused', reasons: ['citizen_left'] }),
    'MANUAL_REVIEW',
    ['reason_not_of_outcome', 'citizen_left'],
  ],
  [
    'a visit that was ended',
    broken({ outcome: 'cancelled', reasons: ['citizen_left'] }),
    'NOT_VERIFIED',
    ['citizen_left'],
  ],
]

describe('a packet of version 1', () => {
  test.each(rows)('%s', (_what, forge, state, reasons) => {
    const { verdict, reasons: why, gates } = judged(both(forge, old)(buildCase()))
    expect([verdict, why, gates]).toEqual([state, reasons, []])
  })
})

describe('what the administrator is told beside a verdict', () => {
  const release: Forge = (x) =>
    packet({ overrides: [overrideBy(x, { gate: 'person_unconfirmed', reason: 'other' })] })(x)
  test.each<[string, Forge, string[], CaseOptions?]>([
    [
      'that it is not shown that the chip is no copy, nor that it was there',
      same,
      ['chip_originality_unshown', 'freshness_unshown'],
    ],
    [
      'that something was left to central',
      packet({ deferred: ['lost_stolen'] }),
      ['settled_later', 'chip_originality_unshown', 'freshness_unshown'],
    ],
    ['that something was released', release, ['overridden', 'chip_originality_unshown', 'freshness_unshown']],
    ['nothing of a chip that gave nothing', mute, []],
    ['of a chip that gave nothing, that it was released', released(), ['overridden']],
    [
      'that a colleague of training made themselves known',
      packet({ environment: 'training' }),
      ['self_confirmed', 'chip_originality_unshown', 'freshness_unshown'],
    ],
    ['nothing of the evidence of version 1', old, []],
  ])('%s', (_what, forge, notes, options = {}) => {
    expect(judged(forge(buildCase(options))).notes).toEqual(notes)
  })
})
