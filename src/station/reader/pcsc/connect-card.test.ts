import { expect, test } from 'vitest'
import { codeOf } from '../../../contract/failure.ts'
import { noHabits, readChip, type CardHabits } from '../../../emrtd/read.ts'
import type { VirtualCard } from '../../../virtual-card/card.ts'
import type { Fault } from '../../../virtual-card/faults.ts'
import { cardOf, optionsFor } from '../../../virtual-card/testing/specimen-cards.ts'
import { connectCard } from './connect-card.ts'

/** The native module's side of a reader on which a virtual card lies; a link that drops is a failed transaction to it. */
function readerWith(card: VirtualCard) {
  const log: string[] = []
  const failure = (value: string) => new Error(`SCard error.(0x${value})`)
  const reader = {
    name: 'test',
    connected: false,
    on: () => {},
    close: () => {},
    connect: (_options: unknown, done: (error: unknown, protocol: number | undefined) => void) => {
      log.push('connect')
      card.restart().then(
        () => done(null, 2),
        () => done(failure('8010000c'), undefined),
      )
    },
    disconnect: (_disposition: number, done: (error: unknown) => void) => {
      log.push('disconnect')
      done(null)
    },
    transmit: (
      command: Uint8Array,
      _length: number,
      _protocol: number,
      done: (error: unknown, response: Uint8Array | undefined) => void,
    ) => {
      card.transmit(new Uint8Array(command)).then(
        (response) => done(null, response),
        () => done(failure('80100016'), undefined),
      )
    },
  } satisfies Parameters<typeof connectCard>[0]
  return { reader, log }
}

async function read(habits: CardHabits, fault: Fault, timeoutMs = 2000) {
  const card = cardOf('idCard', { faults: [fault] })
  const { reader, log } = readerWith(card)
  const memory = { refusesExtendedLength: false }
  const options = { memory, habits, atr: card.atr, timeoutMs, isUnplugged: () => false }
  const connected = await connectCard(reader, options)
  const reading = await readChip(connected, optionsFor('idCard')).finally(() => connected.close())
  return { reading, log, memory }
}

test('a link that drops at an extended command is made again, and its kind is read short from then on', async () => {
  const habits = noHabits()
  const first = await read(habits, 'extended-drops')
  expect(first.log).toEqual(['connect', 'disconnect', 'connect', 'disconnect'])
  expect([first.reading.mrzLines.length, first.memory.refusesExtendedLength]).toEqual([3, false])
  expect((await read(habits, 'extended-drops')).log).toEqual(['connect', 'disconnect'])
})

test('a card that is really gone is gone', async () => {
  const habits = noHabits()
  expect(await read(habits, 'remove-after-bytes:9000').catch(codeOf)).toBe('chip_removed')
  expect(habits).toEqual(noHabits())
})

test('the wait after wrong passwords may be longer than any other answer', async () => {
  expect((await read(noHabits(), 'pace-waits:700', 300)).reading.accessProtocol).toContain('PACE')
  expect(await read(noHabits(), 'slow:700', 300).catch(codeOf)).toBe('chip_timeout')
})
