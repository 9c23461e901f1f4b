import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { codeOf } from '../../../contract/failure.ts'
import { readChip } from '../../../emrtd/read-chip.ts'
import type { VirtualCard } from '../../../virtual-card/card.ts'
import type { Fault } from '../../../virtual-card/faults.ts'
import { createVpcdPeer, vpcdPort, type VpcdPeer } from '../../../virtual-card/vpcd.ts'
import { cardOf, optionsFor } from '../../../virtual-card/testing/specimen-cards.ts'
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

/** vpcd's second slot, so that another test of the machine may use the first. */
const port = vpcdPort + 1
const accepts = (name: string) => /Virtual PCD 00 01/.test(name)
const isRunning = () => existsSync('/run/pcscd/pcscd.comm') && spawnSync('pgrep', ['-x', 'pcscd']).status === 0
const hasService = existsSync('/usr/sbin/pcscd') && existsSync('/etc/reader.conf.d/vpcd') && process.getuid?.() === 0
// Bun cannot load this native module; the protocols above PC/SC run under it all the same.
const canRun = hasService && !('bun' in process.versions) && !isRunning()

describe.skipIf(!canRun)('over pcscd and its virtual reader', () => {
  let service: ChildProcess
  let reader: PcscReader
  let peer: VpcdPeer | null = null

  beforeAll(async () => {
    service = await startService()
    reader = openPcscReader({ accepts, transmitTimeoutMs: 3000 })
    await waitFor('ready')
  })

  afterAll(async () => {
    peer?.remove()
    await reader.stop()
    service.kill()
  })

  async function lay(card: VirtualCard): Promise<void> {
    peer?.remove()
    await waitFor('ready')
    peer = createVpcdPeer(card, port)
    await peer.insert()
  }

  function waitFor(state: PcscStatus): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    const check = () => reader.status().state === state && resolve()
    const stop = reader.onChange(check)
    check()
    return promise.finally(stop)
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
    service.kill('SIGKILL')
    expect(['reader_unplugged', 'reader_service_unavailable', 'chip_removed', 'reader_fault']).toContain(await reading)
    await waitFor('service_down')
    expect(await reader.withDocument(AbortSignal.timeout(1000), async () => 'never').catch(codeOf)).toBe(
      'reader_service_unavailable',
    )
    // A card that knocks at the new service first would show as a document at once.
    peer?.remove()
    service = await startService()
    await waitFor('ready')
    await lay(cardOf('idCard'))
    expect((await read('idCard')).mrzLines).toHaveLength(3)
  })
})

/** Starts pcscd in the foreground and waits until its socket is there. */
async function startService(): Promise<ChildProcess> {
  const service = spawn('/usr/sbin/pcscd', ['--foreground'], { stdio: 'ignore' })
  for (let attempt = 0; attempt < 100 && !existsSync('/run/pcscd/pcscd.comm'); attempt++) {
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return service
}
