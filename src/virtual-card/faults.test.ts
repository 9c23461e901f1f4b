import { describe, expect, it } from 'vitest'
import { codeOf } from '../emrtd/failure.ts'
import { concat, fromHex, toHex } from '../emrtd/crypto/bytes.ts'
import { readChip } from '../emrtd/read-chip.ts'
import { importCertificates } from '../emrtd/pki/import-trust.ts'
import { createTrustStore } from '../emrtd/pki/trust-store.ts'
import { faultNames, type Fault, type FaultName } from './faults.ts'
import { mrzInformation } from './mrz-lines.ts'
import { createSpecimenCard, findSpecimen } from '../station/training/specimens/specimen-card.ts'
import { specimenTrust } from './specimen-pki.ts'

const today = new Date('2026-11-21T12:00:00Z')
const trust = createTrustStore(specimenTrust().map((der) => importCertificates(der, 'SPECIMEN')))

function cardOf(key: string, ...faults: Fault[]) {
  const specimen = findSpecimen(key, today)!
  const card = createSpecimenCard(specimen, { today, faults })!
  const information = mrzInformation(specimen.mrzLines)
  const password = {
    kind: 'mrz',
    documentNumber: information.slice(0, -15),
    birthDate: information.slice(-14, -8),
    expiryDate: information.slice(-7, -1),
  } as const
  const read = () => readChip(card, { password, trust, at: today })
  const send = async (hex: string) => toHex(await card.transmit(fromHex(hex)))
  return { card, read, send }
}

const application = '00A4040C07A0000002471001'
const cardAccess = '00A4020C02011C'
const paceGm = '0022C1A40F800A04007F00070202040204830101'
const paceGmWithReference = '0022C1A412800A04007F0007020204020483010184010C'
const askNonce = '10860000027C0000'

/** What the passport answers last to plain commands when that fault is on. */
const plainAnswers: [Fault, string[], RegExp][] = [
  ['select-mf-6982', ['00A4000C'], /^6982$/],
  ['select-mf-6a81', ['00A4000C'], /^6a81$/],
  ['select-mf-6a86', ['00A4000C023F00'], /^6a86$/],
  ['select-mf-6a87', ['00A4000C023F00'], /^6a87$/],
  ['select-mf-by-identifier', ['00A4000C'], /^6a86$/],
  ['select-mf-by-identifier', ['00A4000C023F00'], /^9000$/],
  ['le-spoils-pace', ['00A4000C00', paceGm, askNonce], /^6985$/],
  ['le-spoils-pace', ['00A4000C', paceGm, askNonce], /^7c1280.*9000$/],
  ['pace-needs-reference', [paceGm, askNonce], /^6a87$/],
  ['pace-needs-reference', [paceGmWithReference, askNonce], /^7c1280.*9000$/],
  ['card-access-absent', [cardAccess], /^6a82$/],
  ['card-access-invalidated', [cardAccess], /^6283$/],
  ['no-bac-6a88', [application, '0084000008'], /^6a88$/],
  ['no-bac-6982', [application, '0084000008'], /^6982$/],
  ['no-bac-6985', [application, '0084000008'], /^6985$/],
  ['le-6700:16', [cardAccess, '00B0000011'], /^6700$/],
  ['le-6cxx:16', [cardAccess, '00B0000011'], /^6c10$/],
  ['le-6282', [cardAccess, '00B00000FF'], /^31.*6282$/],
  ['le-6b00:16', [cardAccess, '00B0000011'], /^6b00$/],
  ['empty-9000:011C', [cardAccess, '00B0000004'], /^9000$/],
  ['get-response:10', [cardAccess, '00B0000014'], /^.{20}610a$/],
  ['get-response:10', [cardAccess, '00B0000014', '00C000000A'], /^.{20}9000$/],
  ['no-extended-length', [cardAccess, '00B00000000010'], /^6700$/],
  ['hostile:oversized', [cardAccess, '00B0000008'], /^6084ffffffff00009000$/],
  ['hostile:endless', [cardAccess, '00B0700008'], /^(00){8}9000$/],
  ['hostile:short', [cardAccess, '00B0000008'], /^60829000$/],
  ['hostile:empty', [cardAccess, '00B0000008'], /^9000$/],
  ['hostile:nested', [cardAccess, '00B0000004'], /^308030809000$/],
  ['hostile:garbage', [cardAccess, '00B0000008'], /^.{16}9000$/],
]

it.each(plainAnswers)('%s: %s', async (fault, commands, last) => {
  const { send } = cardOf('passport', fault)
  let answer = ''
  for (const command of commands) answer = await send(command)
  expect(answer).toMatch(last)
})

/** What a whole read comes to: a failure's code, or the checks that failed (or could not be made, for the chain). */
type Outcome = string

async function outcomeOf(key: string, ...faults: Fault[]): Promise<Outcome> {
  const { read } = cardOf(key, ...faults)
  try {
    const { checks } = await read()
    const failed = checks.filter(
      ({ verdict, name }) => verdict === 'failed' || (name === 'chain' && verdict !== 'passed'),
    )
    return failed.map(({ name }) => name).join(' ')
  } catch (error) {
    return codeOf(error) ?? String(error)
  }
}

/** Every fault of the table that does not simply read through. */
const outcomes: Partial<Record<FaultName, Outcome>> = {
  'card-access-absent': 'no_downgrade',
  'card-access-invalidated': 'no_downgrade',
  'unknown-csca': 'chain',
  'expired-signer': 'chain',
  'damaged-signature': 'signature',
  'altered-dg1': 'hashes',
  'altered-dg2': 'hashes',
  'altered-dg11': 'hashes',
  'no-sod': 'chip_file_missing',
  'signer-document-types': 'chain',
  mute: 'chip_timeout',
  clone: 'chip_authentication active_authentication',
  'wrong-mac': 'chip_secure_messaging_failed',
}
const withArgument: Partial<Record<FaultName, Fault>> = {
  'remove-after-bytes': 'remove-after-bytes:1000000',
  'remove-after-commands': 'remove-after-commands:1000000',
  slow: 'slow:1',
  'pace-waits': 'pace-waits:1',
  hostile: 'hostile:empty/0107',
}

describe('a whole read under every fault', () => {
  it.each(faultNames)('%s', async (name) => {
    expect(await outcomeOf('passport', withArgument[name] ?? name)).toBe(outcomes[name] ?? '')
  })
})

describe('removal', () => {
  it.each([1, 40, 200, 1_500, 9_000])('after %i bytes: a clean code, and the next read succeeds', async (bytes) => {
    const { card, read } = cardOf('cnie', `remove-after-bytes:${bytes}`)
    expect(await read().catch(codeOf)).toBe('chip_removed')
    expect(card.isPresent).toBe(false)
    await expect(card.transmit(fromHex('00A4000C'))).rejects.toMatchObject({ code: 'chip_removed' })
    card.insert()
    expect((await read()).mrzLines).toHaveLength(3)
  })

  it('a card that drops the link has left', async () => {
    const { card, send } = cardOf('passport', 'pace-needs-reference-drop')
    await send(paceGm)
    await expect(send(askNonce)).rejects.toMatchObject({ code: 'chip_removed' })
    expect(card.isPresent).toBe(false)
  })
})

describe('access', () => {
  it('no data group without authentication, and DG3 not even with it', async () => {
    const { card, send, read } = cardOf('passport')
    await send(application)
    expect(await send('00A4020C020101')).toBe('6982')
    await read()
    expect(card.selectedFiles).toContain(0x0102)
    expect(card.selectedFiles).not.toContain(0x0103)
  })

  it('a plain command ends secure messaging and with it the access', async () => {
    const { card, read, send } = cardOf('passport')
    await read()
    expect(await send('00A4020C020101')).toBe('6982')
    expect(
      toHex(await card.transmit(concat(fromHex('0CB000000D9701048E08'), new Uint8Array(8), Uint8Array.of(0)))),
    ).toBe('6988')
  })

  it('files are had by short identifier and by the odd instruction too', async () => {
    const { send } = cardOf('foreign_passport')
    expect(await send('00B09C0002')).toMatch(/^31..9000$/)
    await send('00A4020C02011C')
    expect(await send('00B10000045402000208')).toMatch(/^5304.{8}9000$/)
    expect(await send('00B09D0002')).toBe('6982')
  })

  it('a fault that is not in the table is refused', () => {
    expect(() => cardOf('passport', 'no-such-fault' as Fault)).toThrow(RangeError)
  })
})
