import { describe, expect, test } from 'vitest'
import { noHabits, type CardHabits } from './card-habits.ts'
import type { ChipCheckName } from './check.ts'
import { codeOf } from './failure.ts'
import { isExtendedCommand } from './iso7816/apdu.ts'
import type { ChipReading } from './chip-reading.ts'
import { readChip } from './read-chip.ts'
import type { Fault } from '../virtual-card/faults.ts'
import { cardOf, optionsFor, type SpecimenName } from '../virtual-card/testing/specimen-cards.ts'

const reasonOf = (reading: ChipReading, name: ChipCheckName) => {
  const check = reading.checks.find((candidate) => candidate.name === name)
  return check?.verdict === 'passed' ? 'passed' : check?.reason
}

/** Of the specimens: only passports of the first generation have no Chip Authentication. */
const issuerAndChip: ChipCheckName[] = [
  'access',
  'signature',
  'hashes',
  'chain',
  'chip_authentication',
  'no_downgrade',
  'mrz_agrees',
]

/** Behaviours of real cards that a reader must take in its stride: everything is read and passed. */
const harmless: [SpecimenName, Fault][] = [
  ['passport', 'select-mf-6982'],
  ['passport', 'select-mf-6a81'],
  ['passport', 'select-mf-6a86'],
  ['passport', 'select-mf-6a87'],
  ['idCard', 'select-mf-by-identifier'],
  ['idCard', 'le-spoils-pace'],
  ['idCard', 'pace-needs-reference'],
  ['idCard', 'pace-needs-reference-drop'],
  ['idCard', 'pace-french'],
  ['idCard', 'pace-german'],
  ['idCard', 'pace-im-only'],
  ['passport', 'bare-status'],
  ['passport', 'le-6700'],
  ['passport', 'le-6cxx'],
  ['passport', 'le-6282'],
  ['passport', 'le-6b00'],
  ['idCard', 'le-6700:160'],
  ['idCard', 'le-6cxx:96'],
  ['passport', 'get-response'],
  ['passport', 'no-extended-length'],
  ['passport', 'dg14-key-only'],
  ['idCard', 'two-chip-keys'],
  ['foreign', 'two-chip-keys'],
  ['passport', 'aa-ecdsa-der'],
  ['passport', 'aa-other-hash'],
  ['passport', 'aa-long-rsa'],
  ['passport', 'sod-content-type-data'],
  ['passport', 'sod-indefinite'],
  ['passport', 'dates-bcd'],
  ['passport', 'stray-fillers'],
  ['passport', 'portrait-39794'],
  ['passport', 'portrait-trailing-bytes'],
  ['passport', 'extended-drops'],
  ['foreign', 'extended-drops'],
  ['idCard', 'select-mf-mute'],
  ['passport', 'sod-outer-indefinite'],
  ['old', 'sod-outer-indefinite'],
  ['passport', 'signer-expired-since'],
  ['foreign', 'signer-expired-since'],
  ['passport', 'sod-rsa:1024'],
  ['passport', 'signer-document-types:P,ID'],
  ['passport', 'dg1-blanks'],
  ['idCard', 'dg1-blanks'],
  ['passport', 'dg14-trailing'],
  ['passport', 'dg14-second-set'],
  ['idCard', 'dg14-malformed-info'],
  ['passport', 'aa-odd-trailer'],
  ['passport', 'dates-day-first'],
]

test.each(harmless)('%s with %s: read and proved', async (name, fault) => {
  const reading = await readChip(cardOf(name, { faults: [fault] }), optionsFor(name))
  const expected = issuerAndChip.filter((check) => name !== 'old' || check !== 'chip_authentication')
  for (const check of expected) expect([check, reasonOf(reading, check)]).toEqual([check, 'passed'])
  expect(reading.portrait?.format).toBe('jpeg')
  expect(reading.dg11?.birthDate).toBe('1974-08-12')
})

test('a card that offers several ways is opened by chip authentication mapping, then by generic mapping', async () => {
  const protocol = async (fault: Fault) =>
    (await readChip(cardOf('idCard', { faults: [fault] }), optionsFor('idCard'))).accessProtocol
  expect(await protocol('pace-german')).toContain('-CAM-')
  expect(await protocol('pace-french')).toContain('-GM-')
  expect(await protocol('pace-im-only')).toContain('-IM-')
})

test.each<Fault>(['card-access-absent', 'card-access-invalidated'])(
  '%s: BAC opens the chip, and the signed DG14 tells',
  async (fault) => {
    const reading = await readChip(cardOf('passport', { faults: [fault] }), optionsFor('passport'))
    expect(reading.accessProtocol).toBe('BAC')
    expect(reasonOf(reading, 'no_downgrade')).toBe('pace_announced_bac_used')
  },
)

test.each<Fault>(['no-bac-6a88', 'no-bac-6982', 'no-bac-6985'])(
  '%s: a card without any access protocol is not a wrong MRZ',
  async (fault) => {
    await expect(readChip(cardOf('old', { faults: [fault] }), optionsFor('old'))).rejects.toMatchObject({
      code: 'chip_access_denied',
    })
  },
)

/** Attacks and broken documents: the reading is complete, and the checks say what is wrong. */
const judged: [Fault, Partial<Record<ChipCheckName, string>>][] = [
  ['clone', { chain: 'passed', chip_authentication: 'chip_key_wrong', active_authentication: 'aa_signature_wrong' }],
  [
    'altered-dg1',
    { hashes: 'data_group_changed', chip_authentication: 'data_not_authentic', no_downgrade: 'data_not_authentic' },
  ],
  ['altered-dg2', { hashes: 'data_group_changed', chip_authentication: 'data_not_authentic' }],
  ['altered-dg11', { hashes: 'data_group_changed' }],
  ['damaged-signature', { signature: 'signature_wrong', active_authentication: 'data_not_authentic' }],
  ['unknown-csca', { signature: 'passed', chain: 'csca_unknown', chip_authentication: 'data_not_authentic' }],
  ['expired-signer', { chain: 'signer_expired', chip_authentication: 'data_not_authentic' }],
  ['ca-without-set-kat', { chip_authentication: 'passed' }],
  ['dg14-unreadable', { hashes: 'passed', chip_authentication: 'dg14_malformed' }],
  ['sod-rsa:768', { signature: 'signature_too_weak', chip_authentication: 'data_not_authentic' }],
  ['signer-document-types:V', { chain: 'document_type_not_listed', chip_authentication: 'data_not_authentic' }],
  [
    'no-access-control',
    {
      access: 'no_access_control',
      hashes: 'passed',
      chain: 'passed',
      chip_authentication: 'passed',
      active_authentication: 'passed',
      no_downgrade: 'no_access_control',
      mrz_agrees: 'passed',
    },
  ],
  ['empty-9000:0102', { chain: 'passed', hashes: 'data_group_withheld', chip_authentication: 'data_not_authentic' }],
  ['empty-9000:010b', { chain: 'passed', hashes: 'data_group_withheld', chip_authentication: 'data_not_authentic' }],
  ['empty-9000:010e', { hashes: 'passed', chip_authentication: 'chip_refused', no_downgrade: 'pace_not_announced' }],
  ['empty-9000:010f', { hashes: 'passed', chip_authentication: 'passed', active_authentication: 'chip_refused' }],
]

test.each(judged)('%s: read, and judged %j', async (fault, expected) => {
  const reading = await readChip(cardOf('passport', { faults: [fault] }), optionsFor('passport'))
  const names = Object.keys(expected) as ChipCheckName[]
  expect(Object.fromEntries(names.map((name) => [name, reasonOf(reading, name)]))).toEqual(expected)
})

test.each<Fault>(['6d00', '6982', '6a88', '6300', '6985'].map((status) => `no-access-control:${status}` as const))(
  '%s: a chip that anybody may read is known by its files, whatever it makes of BAC',
  async (fault) => {
    const reading = await readChip(cardOf('old', { faults: [fault] }), optionsFor('old'))
    expect([reading.accessProtocol, reasonOf(reading, 'chain')]).toEqual(['none', 'passed'])
  },
)

test('a chip that anybody may read is read with a CAN as well, and no other chip is', async () => {
  const password = { kind: 'can', can: '000000' } as const
  const open = await readChip(cardOf('old', { faults: ['no-access-control'] }), { ...optionsFor('old'), password })
  expect([open.accessProtocol, reasonOf(open, 'chain')]).toEqual(['none', 'passed'])
  await expect(readChip(cardOf('old'), { ...optionsFor('old'), password })).rejects.toMatchObject({
    code: 'chip_mrz_required',
  })
})

test.each<[Fault, string | null]>([
  ['dates-short', null],
  ['dates-impossible', null],
  ['dates-bcd', '1974-08-12'],
])('%s: a date is right or null', async (fault, birthDate) => {
  const { dg11, dg12 } = await readChip(cardOf('passport', { faults: [fault] }), optionsFor('passport'))
  expect([dg11?.birthDate, dg12?.issueDate]).toEqual([birthDate, birthDate && '2022-04-16'])
})

test.each<[Fault, string[]]>([
  ['names-latin1', ['Zénith']],
  ['names-t61', ['Zénith']],
])('%s: texts are right or left out', async (fault, birthPlace) => {
  const { dg11 } = await readChip(cardOf('passport', { faults: [fault] }), optionsFor('passport'))
  expect(dg11).toMatchObject({ name: { surname: 'Eriksson', givenNames: ['Anna', 'Maria'] }, birthPlace })
})

describe('what a kind of card dislikes', () => {
  const read = async (habits: CardHabits, ...faults: Fault[]) => {
    const commands: Uint8Array[] = []
    const inner = cardOf('passport', { faults })
    const transmit = (command: Uint8Array) => {
      commands.push(command)
      return inner.transmit(command)
    }
    let restarts = 0
    const restart = () => {
      restarts++
      return inner.restart()
    }
    const reading = await readChip(
      { extendedLength: true, atr: inner.atr, habits, transmit, restart },
      optionsFor('passport'),
    )
    const access = reading.checks.find(({ name }) => name === 'access')
    return { restarts, detail: access?.detail, extended: commands.filter(isExtendedCommand).length }
  }

  test('extended length: dropped once, read short at once, and never tried on its kind again', async () => {
    const habits = noHabits()
    expect(await read(habits)).toMatchObject({ restarts: 0, detail: 'PACE-ECDH-GM-AES-256 P-256' })
    const first = await read(habits, 'extended-drops')
    expect(first).toMatchObject({ restarts: 1, extended: 1 })
    expect(first.detail).toBe('PACE-ECDH-GM-AES-256 P-256; learnt: short commands only')
    expect(await read(habits, 'extended-drops')).toMatchObject({ restarts: 0, extended: 0, detail: first.detail })
    expect((await read(noHabits())).extended).toBeGreaterThan(0)
  })

  test('SELECT without an identifier: not answered once, and named from then on', async () => {
    const habits = noHabits()
    expect(await read(habits, 'select-mf-mute')).toMatchObject({
      restarts: 1,
      detail: expect.stringContaining('master file by identifier'),
    })
    expect(await read(habits, 'select-mf-mute')).toMatchObject({ restarts: 0 })
  })

  test('a length: found out once', async () => {
    const habits = noHabits()
    await read(habits, 'le-6700:100')
    expect(habits).toMatchObject({ dislikesExtendedLength: true, shortLimit: 0x20 })
  })

  test('nothing is learnt of a card that was taken away, or that dislikes everything', async () => {
    const habits = noHabits()
    for (const fault of ['remove-after-bytes:9000', 'mute'] as const)
      await expect(read(habits, fault)).rejects.toThrow()
    expect(habits).toEqual(noHabits())
  })
})

test('a copied card with chip authentication mapping fails its check', async () => {
  const reading = await readChip(cardOf('foreign', { faults: ['clone'] }), optionsFor('foreign'))
  expect(reading.accessProtocol).toContain('-CAM-')
  expect(reasonOf(reading, 'chip_authentication')).toBe('chip_key_wrong')
})

test('a card that keeps EF.CardSecurity back, with no other proof, fails its check', async () => {
  // Outside the application 011D is EF.CardSecurity, inside it EF.SOD: only the first read is refused.
  const inner = cardOf('foreign', {}, { chipAuthentication: [] })
  let isInside = false
  const card = {
    extendedLength: true,
    atr: null,
    transmit: (command: Uint8Array) => {
      isInside ||= command[1] === 0xa4 && command[2] === 4
      const isCardSecurity = !isInside && command[1] === 0xb0 && (command[0] ?? 0) === 0x0c
      return isCardSecurity ? Promise.resolve(Uint8Array.of(0x69, 0x82)) : inner.transmit(command)
    },
  }
  const reading = await readChip(card, optionsFor('foreign'))
  expect(reading.checks.find(({ name }) => name === 'chip_authentication')).toMatchObject({
    verdict: 'failed',
    reason: 'chip_refused',
  })
})

test.each<SpecimenName>(['idCard', 'old'])(
  '%s loses the session over a long read: read again from the start, carefully',
  async (name) => {
    const inner = cardOf(name)
    let losses = 0
    const commands: Uint8Array[] = []
    const card = {
      extendedLength: true,
      atr: null,
      transmit: (command: Uint8Array) => {
        if (losses > 0) commands.push(command)
        const isProtectedRead = command[0] === 0x0c && command[1] === 0xb0
        if (losses === 0 && isProtectedRead) return Promise.resolve(Uint8Array.of(0x69, 0x80 + 8 * ++losses))
        return inner.transmit(command)
      },
    }
    const reading = await readChip(card, optionsFor(name))
    expect(reasonOf(reading, 'hashes')).toBe('passed')
    // Short form has its length byte, never zero, where extended form has a zero byte and more behind it.
    expect(commands.filter((command) => command.length > 5 && command[4] === 0)).toEqual([])
  },
)

/** Failures with a code, never a hang or a crash. */
const refused: [Fault, string][] = [
  ['no-sod', 'chip_file_missing'],
  ['mute', 'chip_timeout'],
  ['wrong-mac', 'chip_secure_messaging_failed'],
  ['wrong-mac:5', 'chip_secure_messaging_failed'],
  ['empty-9000:0101', 'chip_protocol_error'],
]

test.each(refused)('%s: %s', async (fault, code) => {
  await expect(readChip(cardOf('passport', { faults: [fault] }), optionsFor('passport'))).rejects.toMatchObject({
    code,
  })
})

const hostileKinds = ['oversized', 'nested', 'endless', 'garbage', 'short', 'empty', 'huge']
const hostileFiles = ['', '/011c', '/0101', '/011d', '/011e', '/0102', '/010b', '/010e', '/010f']

test.each(hostileKinds)('hostile answers, %s: a reading or a code of the chip, whichever file it is', async (kind) => {
  for (const file of hostileFiles) {
    const card = cardOf('passport', { faults: [`hostile:${kind}${file}`] })
    const code = await readChip(card, optionsFor('passport')).then(
      () => 'read',
      (error) => codeOf(error) ?? String(error),
    )
    expect(code === 'read' || code.startsWith('chip_'), `${file}: ${code}`).toBe(true)
  }
})

test.each<SpecimenName>(['idCard', 'foreign', 'old'])(
  '%s taken away at any command: a clean code, and the next read succeeds',
  async (name) => {
    const { apdus } = (await readChip(cardOf(name), optionsFor(name))).stats
    for (let command = 1; command < apdus; command += Math.ceil(apdus / 12))
      await readBreakingAt(name, `remove-after-commands:${command}`)
  },
)

test('taken away at any byte: a clean code, and the next read succeeds', async () => {
  const { bytesSent, bytesReceived } = (await readChip(cardOf('idCard'), optionsFor('idCard'))).stats
  for (let byte = 1; byte < bytesSent + bytesReceived; byte += 1201)
    await readBreakingAt('idCard', `remove-after-bytes:${byte}`)
})

async function readBreakingAt(name: SpecimenName, fault: Fault): Promise<void> {
  const card = cardOf(name, { faults: [fault] })
  await expect(readChip(card, optionsFor(name)), fault).rejects.toMatchObject({ code: 'chip_removed' })
  card.insert()
  const again = await readChip(card, optionsFor(name))
  expect(reasonOf(again, 'hashes')).toBe('passed')
}
