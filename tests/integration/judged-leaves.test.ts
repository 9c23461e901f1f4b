import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { judgeFile } from '../../src/central/cases/judge-file.ts'
import { digestOf, type StoredCase } from '../fixtures/case-builder.ts'
import { changesOf, poolOf, type Change } from '../fixtures/leaves.ts'

const stored = (name: string): StoredCase =>
  JSON.parse(readFileSync(new URL(`../../docs/samples/case-${name}.json`, import.meta.url), 'utf8')) as StoredCase

const samples = ['approved', 'approved-old-card', 'approved-permit'].map((name) => [name, stored(name)] as const)
const pool = poolOf([
  ...samples.map(([, one]) => one),
  ...['rejected-expired', 'rejected-other-person', 'quarantined-no-match'].map(stored),
])

/**
 * What may change, within its bounds, and leave an approval an approval: nothing that anything is judged by. Every other place, and
 * every other value at these, is noticed.
 */
const free: Record<string, string> = {
  title: 'a name for people',
  'application.declared.email': 'confirmed by a code and well-formed, which is judged; no visit looks at it',
  'application.declared.phone': 'likewise',
  'application.openedBy': 'any other person may have typed it; the clerk and the applicant may not',
  'application.applicantOperatorId': 'likewise',
  'application.createdAt': 'any time before the visit',
  'application.expiresAt': 'any time after the visit',
  'application.reportedLost': 'a register of reports: what is not in it was not reported',
  'packet.packet_id': 'a name',
  'packet.seq': 'a case alone has no neighbours; the chain is judged where they are',
  'packet.prev_hash': 'likewise',
  'packet.last_server_time': 'earlier than the seal; how far back is what time_proof says',
  'packet.started_at': 'a visit may be interrupted within the hours of a draft',
  'packet.operator.trained_on': "central counts by its own roster's day",
  'packet.inspection': 'the order of the questions',
  'packet.printed': 'the order of the answers, or one said twice; two that differ are noticed',
  'packet.software_version': 'a word for support',
  'evidence.captures': 'the same capture once more: the last one counts, and it is the same',
  'evidence.captures.*.source': 'by camera, scanner or keyboard: what is read is judged',
  'evidence.captures.*.at': 'any time within the visit',
  'evidence.reads': 'the same read once more: the worst verdict counts, and it is the same',
  'evidence.reads.*.at': 'any time within the visit',
  'evidence.reads.*.witness': 'a name that central does not know witnesses nothing',
  'evidence.reads.*.activeAuthentication.nonce':
    'one that central did not give shows no freshness, and none is claimed',
  'evidence.reads.*.activeAuthentication.salt': 'likewise',
  roster: 'the order of people',
  'roster.*': 'a manager who released nothing need not be there',
  'roster.*.operatorId': 'likewise',
  'roster.*.role': 'likewise',
  'roster.*.keys': 'likewise, and a key once more is the same key',
  'roster.*.keys.*': 'likewise',
  'roster.*.keys.*.x': 'likewise',
  'roster.*.keys.*.y': 'likewise',
  'roster.*.trainedUntil': 'any day after the visit',
  'station.timeZone': 'not told: the zone of the country',
  'station.registeredAt': 'any time before the visit, or not told',
  'station.keys': 'against one key for two people: any other key',
  'station.keys.*': 'likewise',
  'station.keys.*.x': 'likewise',
  'station.keys.*.y': 'likewise',
  policy: 'the default',
  trust: 'of no account to a document without a chip',
  'trust.certificates': 'in any order, with others beside',
  'trust.certificates.*': "others than this document's",
  receivedAt: 'within the hours that a queue explains',
}

/** What a dishonest station can sign anew, it signs. */
function sealedAgain(original: StoredCase, value: Change['value']): unknown {
  const changed = value as unknown as Partial<StoredCase>
  const { packet, evidence } = changed
  const isOwn = packet?.evidence_sha256 === original.packet.evidence_sha256
  return packet && evidence && isOwn
    ? { ...changed, packet: { ...packet, evidence_sha256: digestOf(evidence) } }
    : changed
}

const isApproved = (value: unknown): boolean => {
  const result = judgeFile(value)
  return result.error === null && result.verdict === 'APPROVED'
}

describe('an approved case of which one thing is changed', () => {
  test.each(samples)('%s: is approved no more, whatever it was, except what nothing rests on', (_name, original) => {
    expect(isApproved(original)).toBe(true)
    let tried = 0
    const survivors: string[] = []
    for (const change of changesOf(original, pool)) {
      tried++
      if (change.path in free) continue
      if (isApproved(sealedAgain(original, change.value))) survivors.push(change.what)
    }
    expect(survivors).toEqual([])
    expect(tried).toBeGreaterThan(1000)
  })

  test('is found changed where a place may change, but not so far', () => {
    const [, passport] = samples[0]!
    const { application, packet, evidence } = passport
    const changed: [what: string, value: unknown][] = [
      ['no e-mail confirmed', { ...passport, application: { ...application, emailConfirmed: undefined } }],
      ['an e-mail that is none', declaring({ email: 'zoe@' })],
      ['a phone of nowhere', declaring({ phone: '+999123' })],
      ['a phone of another country', declaring({ phone: '+49 30 123456' })],
      ['opened by the clerk', { ...passport, application: { ...application, openedBy: packet.operator.operator_id } }],
      ['made after the visit', { ...passport, application: { ...application, createdAt: '2026-06-15T11:00:00.000Z' } }],
      ['expired before', { ...passport, application: { ...application, expiresAt: '2026-06-15T09:00:00.000Z' } }],
      ['begun a month before', { ...passport, packet: { ...packet, started_at: '2026-05-01T10:00:00.000Z' } }],
      [
        'trained until then',
        { ...passport, roster: passport.roster.map((one) => ({ ...one, trainedUntil: '2026-06-15' })) },
      ],
      ['one person twice', { ...passport, roster: [...passport.roster, passport.roster[0]] }],
      ['received a week later', { ...passport, receivedAt: '2026-06-22T10:00:00.000Z' }],
      [
        'captured a day before',
        sealedAgain(passport, {
          ...passport,
          evidence: {
            ...evidence,
            captures: evidence.captures.map((one) => ({ ...one, at: '2026-06-14T10:00:00.000Z' })),
          },
        } as unknown as Change['value']),
      ],
    ]
    function declaring(change: object) {
      return { ...passport, application: { ...application, declared: { ...application.declared, ...change } } }
    }
    expect(changed.filter(([, value]) => isApproved(JSON.parse(JSON.stringify(value)))).map(([what]) => what)).toEqual(
      [],
    )
  })
})
