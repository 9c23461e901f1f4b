import { expect, test } from 'vitest'
import { Channel } from './channel.ts'
import { noHabits } from '../card-habits.ts'
import { chipFiles } from './files.ts'
import { FileReader } from './read-file.ts'
import { readChip } from '../read-chip.ts'
import { toHex } from '../crypto/bytes.ts'
import { encodeTlv } from '../tlv/tlv.ts'
import { cardOf, optionsFor } from '../../virtual-card/testing/specimen-cards.ts'
import { specimenPortrait } from '../../virtual-card/testing/specimen-portrait.ts'
import type { Transceiver } from '../transceiver.ts'

/** A card of one transparent file, read plain; `answer` may refuse. Records the commands. */
function cardWithFile(file: Uint8Array, refuse: (offset: number, le: number) => number | null = () => null) {
  const commands: string[] = []
  const card: Transceiver = {
    extendedLength: true,
    atr: null,
    async transmit(command) {
      commands.push(toHex(command))
      const [, ins, p1 = 0, p2 = 0] = command
      if (ins === 0xa4) return Uint8Array.of(0x90, 0)
      const isOdd = ins === 0xb1
      const isExtended = command[4] === 0 && command.length > 5
      const at = isOdd
        ? Number.parseInt(toHex(command.subarray(isExtended ? 9 : 7, isExtended ? -2 : -1)), 16)
        : p1 >= 0x80
          ? p2
          : p1 * 256 + p2
      const raw = isExtended ? (command.at(-2) ?? 0) * 256 + (command.at(-1) ?? 0) : (command.at(-1) ?? 0) || 256
      const sw = refuse(at, raw)
      if (sw !== null) return Uint8Array.of(sw >> 8, sw & 0xff)
      const part = file.subarray(at, at + (isOdd ? raw - 4 : raw))
      return Uint8Array.of(...(isOdd ? encodeTlv(0x53, part) : part), 0x90, 0)
    },
  }
  return { card, commands }
}

const bigFile = encodeTlv(
  0x75,
  new Uint8Array(80_000).map((_, i) => i % 251),
)

test('files beyond 32 and 64 KiB are read with the odd instruction', async () => {
  const { card, commands } = cardWithFile(bigFile)
  expect(await new FileReader(new Channel(card)).read(chipFiles.DG2)).toEqual(bigFile)
  expect(commands.filter((command) => command.startsWith('00b1')).map((command) => command.slice(14, 18))).toContain(
    '5403',
  )
  const short = cardWithFile(bigFile, (_, le) => (le > 0xa0 ? 0x6700 : null))
  expect(await new FileReader(new Channel(short.card)).read(chipFiles.DG2)).toEqual(bigFile)
})

test('a careful reader asks for the length first and never beyond the end', async () => {
  const file = encodeTlv(0x61, new Uint8Array(90))
  const beyond = (offset: number, le: number) => (offset + le > file.length ? 0x6b00 : null)
  const { card, commands } = cardWithFile(file, beyond)
  expect(await new FileReader(new Channel(card), { ...noHabits(), needsCareful: true }).read(chipFiles.DG1)).toEqual(
    file,
  )
  expect(commands).toHaveLength(2)
  const eager = cardWithFile(file, beyond)
  expect(await new FileReader(new Channel(eager.card)).read(chipFiles.DG1)).toEqual(file)
})

test.each([
  ['gives what there is', () => null],
  ['refuses what reaches beyond the end', (offset: number, le: number) => (offset + le > 1204 ? 0x6b00 : null)],
])('a file of indefinite length is read to its end by a card that %s', async (_name, refuse) => {
  const file = Uint8Array.of(0x77, 0x80, ...encodeTlv(0x30, new Uint8Array(1196)), 0, 0)
  const { card } = cardWithFile(Uint8Array.of(...file), refuse)
  expect(file.length).toBe(1204)
  expect(await new FileReader(new Channel(card)).read(chipFiles['EF.SOD'])).toEqual(file)
})

test('a file of indefinite length without an end is not read for ever', async () => {
  const { card, commands } = cardWithFile(Uint8Array.of(0x77, 0x80, ...new Uint8Array(90_000).fill(0x30)))
  await expect(new FileReader(new Channel(card)).read(chipFiles['EF.SOD'])).rejects.toMatchObject({
    code: 'chip_file_too_large',
  })
  expect(commands.length).toBeLessThan(300)
})

test('a card that knows no short identifiers is selected by file', async () => {
  const file = encodeTlv(0x61, new Uint8Array(90))
  const { card, commands } = cardWithFile(file)
  const transmit = card.transmit.bind(card)
  card.transmit = (command) =>
    command[1] === 0xb0 && (command[2] ?? 0) >= 0x80 ? Promise.resolve(Uint8Array.of(0x6a, 0x86)) : transmit(command)
  const reader = new FileReader(new Channel(card))
  expect(await reader.read(chipFiles.DG1)).toEqual(file)
  await reader.read(chipFiles.DG1)
  expect(commands).toEqual(['00a4020c020101', '00b0000000', '00a4020c020101', '00b0000000'])
})

test.each([
  [0x6a82, null],
  [0x6982, 'chip_access_denied'],
  [0x6988, 'chip_secure_messaging_failed'],
  [0x6f00, 'chip_protocol_error'],
])('a file refused with %s', async (sw, code) => {
  const card: Transceiver = {
    extendedLength: false,
    atr: null,
    transmit: async () => Uint8Array.of(sw >> 8, sw & 0xff),
  }
  const read = new FileReader(new Channel(card)).read(chipFiles.DG1)
  if (code === null) expect(await read).toBeNull()
  else await expect(read).rejects.toMatchObject({ code })
})

test('a card that gives a byte at a time is given up', async () => {
  const { card, commands } = cardWithFile(encodeTlv(0x61, new Uint8Array(900)))
  const transmit = card.transmit.bind(card)
  card.transmit = async (command) => {
    const response = await transmit(command)
    return commands.length === 1 ? response : Uint8Array.of(response[0] ?? 0, 0x90, 0)
  }
  await expect(new FileReader(new Channel(card)).read(chipFiles.DG1)).rejects.toMatchObject({
    code: 'chip_response_malformed',
  })
  expect(commands.length).toBeLessThan(100)
})

test('a file longer than any issuer makes is not read', async () => {
  const { card, commands } = cardWithFile(encodeTlv(0x61, new Uint8Array(5000)))
  await expect(new FileReader(new Channel(card)).read(chipFiles.DG1)).rejects.toMatchObject({
    code: 'chip_file_too_large',
  })
  expect(commands).toHaveLength(1)
})

test('a 20 KB portrait costs its bytes and at most 3 % more, in few commands', async () => {
  const small = await readChip(cardOf('passport', {}, { portrait: specimenPortrait(1000) }), optionsFor('passport'))
  const large = await readChip(cardOf('passport', {}, { portrait: specimenPortrait(20_000) }), optionsFor('passport'))
  const grown = large.stats.bytesSent + large.stats.bytesReceived - small.stats.bytesSent - small.stats.bytesReceived
  expect(grown / 19_000).toBeLessThan(1.03)
  expect(large.stats.apdus - small.stats.apdus).toBeLessThanOrEqual(3)
})
