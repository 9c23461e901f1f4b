import { describe, expect, test } from 'vitest'
import { buildCase, overrideBy } from '../fixtures/case-builder.ts'
import { both, judged, packet, whySealRefuses, type Forge } from '../fixtures/forge.ts'

type Given = Parameters<typeof overrideBy>[1]
const releasing =
  (change: Given): Forge =>
  (found) =>
    packet({ overrides: [overrideBy(found, change)] })(found)
/** What the clerk answered, feature by feature. */
const answered =
  (...answers: ('present' | 'absent' | 'cannot_tell')[]): Forge =>
  (found) =>
    packet({ inspection: found.packet.inspection.map((one, i) => ({ ...one, answer: answers[i] ?? 'present' })) })(
      found,
    )
const wear = releasing({ gate: 'inspection_failed', reason: 'inspection_wear', text: 'Carte usée par le portefeuille' })
const worn = releasing({ gate: 'inspection_failed', reason: 'other', text: 'Carte usée par le portefeuille' })
const judgedAs = (judgement: 'same' | 'different' | 'undetermined' | null, ...differing: string[]): Forge =>
  packet({ person: { judgement, differing: differing as never } })
const known = (text = 'Portrait de dix ans, mêmes oreilles') =>
  releasing({ gate: 'person_unconfirmed', reason: 'portrait_unlike_age', text })

describe('a release of what somebody saw to speak against it', () => {
  test.each<[string, Forge, string, string[]]>([
    ['a feature that is absent, as worn', both(answered('absent'), wear), 'MANUAL_REVIEW', ['feature_absent_released']],
    [
      'the last of the features, for another reason',
      both(answered('present', 'present', 'absent'), worn),
      'MANUAL_REVIEW',
      ['feature_absent_released'],
    ],
    [
      'every feature absent',
      both(answered('absent', 'absent', 'absent'), wear),
      'MANUAL_REVIEW',
      ['feature_absent_released', 'no_feature_seen'],
    ],
    [
      'not one feature seen',
      both(answered('cannot_tell', 'cannot_tell', 'cannot_tell'), wear),
      'MANUAL_REVIEW',
      ['no_feature_seen'],
    ],
    ['one feature that is worn', both(answered('present', 'cannot_tell'), wear), 'APPROVED', []],
    ['a feature that is absent, unreleased', answered('absent'), 'REJECTED', ['inspection_failed']],
    [
      'a person of whom one feature differs',
      both(judgedAs('undetermined', 'ears'), known()),
      'MANUAL_REVIEW',
      ['person_differing_released'],
    ],
    [
      'a person of whom all differ',
      both(judgedAs('undetermined', 'ears', 'nose', 'eyes', 'chin'), known()),
      'MANUAL_REVIEW',
      ['person_differing_released'],
    ],
    [
      'a document and a person at once',
      both(judgedAs('undetermined', 'ears'), answered('absent'), (x) =>
        packet({ overrides: [...wear(x).packet.overrides, ...known()(x).packet.overrides] })(x),
      ),
      'MANUAL_REVIEW',
      ['feature_absent_released', 'person_differing_released', 'several_released'],
    ],
    ['a person of whom nothing differs', both(judgedAs('undetermined'), known()), 'APPROVED', []],
  ])('%s', (_what, forge, state, reasons) => {
    const { verdict, reasons: why } = judged(forge(buildCase()))
    expect([verdict, why]).toEqual([state, reasons])
  })
})

/** A text that nobody wrote to say something, and such as people write. */
describe.each<[boolean, string]>([
  ...[
    '1234567890 987654321',
    '12/06/2026 14:30:00 0123',
    '.,;:!?-()[]«»…/&%$',
    'aaaaaaaaaaaaaaaaaaaa',
    'abababababababababab',
    'AaÀàÁáÂâÃãÄäÅå aaaa',
    'Puce 12345678901234567890',
    'okokokokokokokokokok',
    'aaaaaaaaaaaaaaa bcde',
    'azeraze azeraze azeraze',
    '①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭',
    'ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ',
    '🙂🙃😀😃😄😁😆😅😂🤣',
    '\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f\u202a\u202c',
    '\u3164\u3164\u115f\u1160\uffa0\u3164\u115f\u1160\uffa0\u3164',
  ].map((text): [boolean, string] => [false, text]),
  ...[
    'Portrait de dix ans',
    'Barbe récente.',
    'A MAIGRI APRÈS MALADIE',
    'Η φωτογραφία είναι παλιά',
    'Фотография десятилетней давности',
    'الصورة قديمة جدا، نفس الأذنين',
    '写真は十年前のものですが同じ人です',
    'उसने दाढ़ी बढ़ा ली है पर वही व्यक्ति',
  ].map((text): [boolean, string] => [true, text]),
])('words for a release: %s, "%s"', (isSaid, text) => {
  const forged = both(judgedAs('undetermined'), known(text))(buildCase())
  test('at central', () => expect(judged(forged).verdict).toBe(isSaid ? 'APPROVED' : 'NOT_VERIFIED'))
  test('at the seal', () => expect(whySealRefuses(forged)).toBe(isSaid ? null : 'person_unconfirmed'))
})
