import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { codeOf } from '../../../contract/failure.ts'
import { readChip } from '../../../emrtd/read-chip.ts'
import type { VirtualCard } from '../../../virtual-card/card.ts'
import type { Fault } from '../../../virtual-card/faults.ts'
import { createVpcdPeer, type VpcdPeer } from '../../../virtual-card/vpcd.ts'
import { cardOf, optionsFor } from '../../../virtual-card/testing/specimen-cards.ts'
import {
  canStartReaderService,
  startReaderService,
  type ReaderService,
} from '../../../../tests/fixtures/reader-service.ts'
import { openPcscReader, type PcscReader, type PcscStatus } from './pcsc-reader.ts'
import { pcscFailure, returnValueOf } from './pcsc-failure.ts'

test.each([
  ['SCardTransmit error: Card was removed.(0x80100069)', 'chip_removed'],
  ['SCardTransmit error: Transaction failed.(0x80100016)', 'chip_removed'],
  ['SCardConnect error: No smart card inserted.(0x8010000c)', 'chip_not_present'],
  ['SCardConnect error: Cannot find a smart card reader.(0x8010002e)', 'reader_none'],
  ['SCardTransmit error: Reader is unavailable.(0x80100017)', 'reader_unplugged'],
  ['SCardEstablishContext error: Service not available.(0x8010001d)', 'reader_service_unavailable'],
  ['something else', 'reader_fault'],
])('%s is %s', (message, code) => {
  expect(pcscFailure(new Error(message)).code).toBe(code)
})

test('an error without a value has none', () => {
  expect(returnValueOf(undefined)).toBe(0)
})

const accepts = (name: string) => /Virtual PCD 00 00/.test(name)
// Bun cannot load this native module; the protocols above PC/SC run under it all the same.
const canRun = canStartReaderService && !('bun' in process.versions)

describe.skipIf(!canRun)('over pcscd and its virtual reader', () => {
  let service: ReaderService
  let reader: PcscReader
  let peer: VpcdPeer | null = null

  beforeAll(async () => {
    service = await startReaderService()
    reader = openPcscReader({ accepts, transmitTimeoutMs: 3000 })
    await waitFor('ready')
  })

  afterAll(async () => {
    peer?.remove()
    await reader.stop()
    await service.stop()
  })

  async function lay(card: VirtualCard): Promise<void> {
    peer?.remove()
    await waitFor('ready')
    peer = createVpcdPeer(card, service.port)
    await peer.insert()
  }

  function waitFor(state: PcscStatus, of = reader): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const check = () => of.status().state === state && resolve()
    const stop = of.onChange(check)
    const timer = setTimeout(() => reject(new Error(`${of.status().state}, never ${state}`)), 30_000)
    check()
    return promise.finally(() => (clearTimeout(timer), stop()))
  }

  const read = (name: 'passport' | 'idCard') =>
    reader.withDocument(AbortSignal.timeout(20_000), (transceiver) => readChip(transceiver, optionsFor(name)))

  test('a document is waited for, read and read again', async () => {
    const reading = read('passport')
    await lay(cardOf('passport'))
    expect((await reading).accessProtocol).toBe('PACE-ECDH-GM-AES-256 P-256')
    expect(reader.status().state).toBe('document_present')
    expect((await read('passport')).portrait?.width).toBe(413)
  })

  test.each([1, 2500])('taken away at byte %i: a clean code, and the next read succeeds', async (byte) => {
    const card = cardOf('idCard', { faults: [`remove-after-bytes:${byte}`] })
    await lay(card)
    expect(['chip_removed', 'chip_not_present']).toContain(await read('idCard').then(() => 'read', codeOf))
    await lay(card)
    expect((await read('idCard')).mrzLines).toHaveLength(3)
  })

  test.each<[Fault, string]>([
    ['extended-drops', 'short commands only'],
    ['select-mf-mute', 'master file by identifier'],
  ])(
    '%s: the reader finds the card again, it is read the other way, and its kind at once so',
    async (fault, learnt) => {
      const detailOf = async () => (await read('idCard')).checks.find(({ name }) => name === 'access')?.detail
      await lay(cardOf('idCard', { faults: [fault] }))
      expect(await detailOf()).toContain(learnt)
      await lay(cardOf('idCard', { faults: [fault] }))
      expect(await detailOf()).toContain(learnt)
    },
  )

  test('a card that does not answer ends in time', async () => {
    await lay(cardOf('idCard', { faults: ['slow:8000'] }))
    expect(await read('idCard').catch(codeOf)).toBe('chip_timeout')
    peer?.remove()
    await waitFor('ready')
  })

  test('waiting is cancelled by the signal', async () => {
    const controller = new AbortController()
    const waiting = reader.withDocument(controller.signal, async () => 'never')
    controller.abort()
    await expect(waiting).rejects.toMatchObject({ code: 'chip_read_cancelled' })
  })

  test('the service stops during a read and comes back: no restart of ours', async () => {
    await lay(cardOf('idCard', { faults: ['slow:100'] }))
    const reading = read('idCard').then(() => 'read', codeOf)
    await new Promise((resolve) => setTimeout(resolve, 500))
    await service.kill()
    expect(['reader_unplugged', 'reader_service_unavailable', 'chip_removed', 'reader_fault']).toContain(await reading)
    await waitFor('service_down')
    expect(await reader.withDocument(AbortSignal.timeout(1000), async () => 'never').catch(codeOf)).toBe(
      'reader_service_unavailable',
    )
    // A card that knocks at the new service first would show as a document at once.
    peer?.remove()
    service = await startReaderService()
    await waitFor('ready')
    await lay(cardOf('idCard'))
    expect((await read('idCard')).mrzLines).toHaveLength(3)
  })

  test('the service stops while its readers are still being told: noticed, and found again when it is back', async () => {
    peer?.remove()
    const blocked = new Int32Array(new SharedArrayBuffer(4))
    const killed = Promise.withResolvers<void>()
    let isFirst = true
    const other = openPcscReader({
      accepts(name) {
        if (isFirst) {
          isFirst = false
          killed.resolve(service.kill())
          // The native watcher ends meanwhile, and what it wanted to say is overwritten when this returns.
          Atomics.wait(blocked, 0, 0, 500)
        }
        return accepts(name)
      },
    })
    try {
      await killed.promise
      await waitFor('service_down', other)
      service = await startReaderService()
      await waitFor('ready', other)
    } finally {
      await other.stop()
    }
  })
})
