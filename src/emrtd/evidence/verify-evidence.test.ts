import { beforeAll, expect, test } from 'vitest'
import type { ChipCheckName } from '../check.ts'
import type { ChipReading } from '../chip-reading.ts'
import { readChip } from '../read-chip.ts'
import {
  cardOf,
  optionsFor,
  readingDate,
  specimenCards,
  type SpecimenName,
} from '../../virtual-card/testing/specimen-cards.ts'
import { specimenPortrait } from '../../virtual-card/testing/specimen-portrait.ts'
import type { ChipEvidence } from './chip-evidence.ts'
import { verifyEvidence } from './verify-evidence.ts'

const trust = { store: optionsFor('passport').trust }
const judge = (evidence: ChipEvidence) => verifyEvidence(evidence, trust, readingDate)
const reasonsOf = (evidence: ChipEvidence) =>
  Object.fromEntries(judge(evidence).checks.map(({ name, verdict, reason }) => [name, reason ?? verdict])) as Record<
    ChipCheckName,
    string
  >

let reading: ChipReading
beforeAll(async () => {
  reading = await readChip(cardOf('passport'), optionsFor('passport'))
})

const without = (...names: string[]) => new Map([...reading.evidence.files].filter(([name]) => !names.includes(name)))

test.each<SpecimenName>(['passport', 'idCard', 'permit', 'foreign', 'old'])(
  'the station’s own verdicts on the %s are those that its evidence gives',
  async (name) => {
    const { evidence, checks } = await readChip(cardOf(name), optionsFor(name))
    expect(judge(evidence).checks).toEqual(checks)
  },
)

test('whoever was not there believes the bytes and not the reader', () => {
  expect(reasonsOf({ ...reading.evidence, seen: null })).toMatchObject({
    access: 'not_shown_later',
    signature: 'passed',
    hashes: 'passed',
    chain: 'passed',
    chip_authentication: 'not_shown_later',
    active_authentication: 'passed',
    no_downgrade: 'not_shown_later',
    mrz_agrees: 'passed',
  })
})

test('an answer to another challenge, or a changed one, is no proof', () => {
  const { activeAuthentication } = reading.evidence
  if (!activeAuthentication?.response) throw new Error('no answer')
  const challenge = activeAuthentication.challenge.map((byte) => byte ^ 1)
  const response = activeAuthentication.response.map((byte, i) => (i === 9 ? byte ^ 1 : byte))
  const reason = (change: object) =>
    reasonsOf({ ...reading.evidence, activeAuthentication: { ...activeAuthentication, ...change } })
      .active_authentication
  expect([reason({ challenge }), reason({ response })]).toEqual(['aa_signature_wrong', 'aa_signature_wrong'])
  expect(reasonsOf({ ...reading.evidence, activeAuthentication: null }).active_authentication).toBe('not_shown_later')
})

test('a challenge from outside is the one that the chip answers', async () => {
  const activeAuthenticationChallenge = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8)
  const { evidence } = await readChip(cardOf('passport'), { ...optionsFor('passport'), activeAuthenticationChallenge })
  expect(evidence.activeAuthentication?.challenge).toEqual(activeAuthenticationChallenge)
  expect(reasonsOf(evidence).active_authentication).toBe('passed')
})

test('images may be left out of what is kept; names and places may not', () => {
  const kept: ChipEvidence = { ...reading.evidence, files: without('DG2'), imagesLeftOut: ['DG2'] }
  expect([judge(kept).isAuthentic, judge(kept).withheld]).toEqual([true, []])
  const hidden = judge({ ...kept, files: without('DG2', 'DG11') })
  expect([hidden.isAuthentic, hidden.withheld]).toEqual([false, ['DG11']])
  expect(hidden.checks.find(({ name }) => name === 'hashes')).toMatchObject({
    verdict: 'not_possible',
    reason: 'data_group_withheld',
    detail: 'DG11',
  })
})

test('what names the document may not be kept back either', () => {
  const nameless = judge({ ...reading.evidence, files: without('DG1') })
  expect([nameless.isAuthentic, nameless.withheld]).toEqual([false, ['DG1']])
})

test('files of another document do not pass for this one’s', async () => {
  const other = await readChip(cardOf('old'), optionsFor('old'))
  const files = new Map(reading.evidence.files).set('DG1', other.evidence.files.get('DG11') ?? new Uint8Array())
  expect(judge({ ...reading.evidence, files }).isAuthentic).toBe(false)
})

test('no verdict improves by a change of one signed byte, of a sound document or of one that is not', async () => {
  // A certificate that was changed is one of an unknown authority: what was failed may be open then, but nothing passes.
  const worth = (evidence: ChipEvidence) => Number(judge(evidence).isAuthentic)
  for (const fault of [
    'none',
    'unknown-csca',
    'expired-signer',
    'signer-expired-since',
    'altered-dg11',
    'damaged-signature',
  ] as const) {
    const card = cardOf('passport', { faults: fault === 'none' ? [] : [fault] }, { portrait: specimenPortrait(600) })
    const { evidence } = await readChip(card, optionsFor('passport'))
    const before = worth(evidence)
    for (const [name, file] of evidence.files) {
      if (name === 'EF.COM') continue
      const step = Math.ceil(file.length / 8)
      for (let at = 1; at < file.length; at += step) {
        const bytes = file.map((byte, i) => (i === at ? byte ^ 0x01 : byte))
        const files = new Map(evidence.files).set(name, bytes)
        expect([fault, name, at, worth({ ...evidence, files }) > before]).toEqual([fault, name, at, false])
        if (name !== 'EF.SOD') expect([fault, name, at, worth({ ...evidence, files })]).toEqual([fault, name, at, 0])
      }
    }
  }
})

test('a mapping whose key DG14 does not sign is not enough: Chip Authentication is run as well', async () => {
  const bound = await readChip(cardOf('foreign'), optionsFor('foreign'))
  const apart = await readChip(cardOf('foreign', { faults: ['cam-key-apart'] }), optionsFor('foreign'))
  const detailOf = ({ checks }: ChipReading) => checks.find(({ name }) => name === 'chip_authentication')?.detail
  expect([detailOf(bound), detailOf(apart)]).toEqual(['PACE-CAM brainpoolP256r1', 'CA-ECDH-AES-128 brainpoolP256r1'])
  const { seen } = apart.evidence
  expect(
    reasonsOf({ ...apart.evidence, seen: seen && { ...seen, chipAuthentication: null } }).chip_authentication,
  ).toBe('cam_key_not_in_dg14')
})

test('EF.CardSecurity of another state proves nothing, whatever its key', async () => {
  const lines = ['P<FRAERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<', 'L898902C36FRA7408122F3204153ZE184226B<<<<<16']
  const { evidence } = await readChip(cardOf('foreign'), optionsFor('foreign'))
  const french = cardOf(
    'foreign',
    {},
    { mrzLines: lines, signing: { ...specimenCards.foreign.document.signing, country: 'FR' } },
  )
  const other = await readChip(french, optionsFor('foreign'))
  const files = new Map(evidence.files).set('EF.CardSecurity', other.evidence.files.get('EF.CardSecurity')!)
  const seen = evidence.seen && { ...evidence.seen, access: other.evidence.seen!.access }
  expect(reasonsOf({ ...evidence, files, seen }).chip_authentication).toBe('card_security_of_another_state')
})
