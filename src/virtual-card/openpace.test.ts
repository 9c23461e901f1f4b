import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, describe, expect, it } from 'vitest'
import { concat, fromHex, toHex } from '../emrtd/crypto/bytes.ts'
import { createCard } from './card.ts'
import { findObject, oid, tlv } from './der.ts'
import type { Cipher, PaceOption } from './document.ts'
import { domainOf, paceOid } from './algorithms.ts'
import { paceInfo, securityInfos } from './security-data.ts'
import { findSpecimen, loadPortrait } from '../station/training/specimens/specimen-card.ts'
import { specimenDocument } from './printed-document.ts'

// OpenPACE (Debian package libeac-dev) plays the terminal: mathematics that the card does not share. Debian builds it
// without integrated mapping, which the worked examples H.1 and H.2 prove instead.
const isInstalled = ['/usr/include/eac/pace.h', '/usr/bin/gcc'].every((path) => existsSync(path))
const source = new URL('../../tests/oracle/pace-terminal.c', import.meta.url).pathname
const folder = mkdtempSync(join(tmpdir(), 'openpace-'))
const program = join(folder, 'pace-terminal')
if (isInstalled) execFileSync('gcc', ['-O1', '-o', program, source, '-leac', '-lcrypto'])
afterAll(() => rmSync(folder, { recursive: true }))

const today = new Date('2026-11-21T12:00:00Z')
const specimen = findSpecimen('cnie', today)!
// OpenPACE picks the fields out of the whole MRZ by itself.
const wholeMrz = specimen.mrzLines.join('')

function cardWith(option: PaceOption) {
  const document = specimenDocument(specimen, loadPortrait(specimen), today)!
  return createCard({ ...document, pace: [option] })
}

/** The terminal as a function from line to line. */
function startTerminal(kind: 'mrz' | 'can', password: string, option: PaceOption) {
  const child = spawn(program, [kind, password, toHex(securityInfos([paceInfo(option)]))])
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  let complaint = ''
  child.stderr.on('data', (chunk) => (complaint += String(chunk)))
  const read = async () => {
    const { value, done } = await lines.next()
    if (done) throw new Error(`OpenPACE: ${complaint}`)
    return fromHex(value)
  }
  const write = (bytes: Uint8Array) => child.stdin.write(`${toHex(bytes)}\n`)
  return { read, write, end: () => child.stdin.end() }
}

/** Runs PACE between the two and, under the new keys, selects the application. */
async function openByOpenPace(option: PaceOption, kind: 'mrz' | 'can', password: string) {
  const card = cardWith(option)
  const terminal = startTerminal(kind, password, option)
  const protocol = oid(paceOid(option.mapping, domainOf(option.parameterId).kind, option.cipher)).slice(2)
  const setup = concat(tlv(0x80, protocol), tlv(0x83, Uint8Array.of(kind === 'mrz' ? 1 : 2)))
  expect(toHex(await card.transmit(concat(fromHex('0022C1A4'), Uint8Array.of(setup.length), setup)))).toBe('9000')

  const authenticate = async (last: boolean, contents: Uint8Array, tag: number) => {
    const data = tlv(0x7c, contents)
    const header = concat(fromHex(`${last ? '00' : '10'}86000000`), Uint8Array.of(data.length >> 8, data.length & 0xff))
    const response = await card.transmit(concat(header, data, Uint8Array.of(0, 0)))
    const status = toHex(response.slice(-2))
    if (status !== '9000') throw new Error(`card: ${status}`)
    return findObject(findObject(response.slice(0, -2), 0x7c)!, tag)!
  }
  try {
    terminal.write(await authenticate(false, new Uint8Array(0), 0x80))
    terminal.write(await authenticate(false, tlv(0x81, await terminal.read()), 0x82))
    terminal.write(await authenticate(false, tlv(0x83, await terminal.read()), 0x84))
    terminal.write(await authenticate(true, tlv(0x85, await terminal.read()), 0x86))
    return await selectProtected(option.cipher, terminal, (command) => card.transmit(command))
  } finally {
    terminal.end()
  }
}

/**
 * The same, once more where it fails with DH: OpenPACE takes OpenSSL's shared secret, which has lost its leading zeros,
 * where PKCS #3 §8.3 keeps them. One run in 256 ends with 6300 for that.
 */
async function openWithDh(option: PaceOption, attempts = 3): Promise<string> {
  try {
    return await openByOpenPace(option, 'mrz', wholeMrz)
  } catch (error) {
    if (attempts === 1 || domainOf(option.parameterId).kind !== 'DH') throw error
    return openWithDh(option, attempts - 1)
  }
}

type Terminal = ReturnType<typeof startTerminal>

async function selectProtected(
  cipher: Cipher,
  terminal: Terminal,
  transmit: (command: Uint8Array) => Promise<Uint8Array>,
) {
  terminal.write(fromHex('A0000002471001'))
  const cryptogram = tlv(0x87, Uint8Array.of(1), await terminal.read())
  const padding = fromHex(cipher === '3DES' ? '80000000' : '800000000000000000000000')
  terminal.write(concat(fromHex('0CA4040C'), padding, cryptogram))
  const body = concat(cryptogram, tlv(0x8e, await terminal.read()))
  const response = await transmit(concat(fromHex('0CA4040C'), Uint8Array.of(body.length), body, Uint8Array.of(0)))
  return toHex(findObject(response.slice(0, -2), 0x99) ?? response)
}

const ciphers: Cipher[] = ['3DES', 'AES-128', 'AES-192', 'AES-256']

describe.skipIf(!isInstalled)('PACE with OpenPACE as the terminal', () => {
  it.each(ciphers.flatMap((cipher) => [0, 1, 2, 8, 10, 12, 13, 15, 16, 17, 18].map((id) => [cipher, id] as const)))(
    'generic mapping, %s, domain parameters %i',
    async (cipher, parameterId) => {
      expect(await openWithDh({ mapping: 'GM', cipher, parameterId })).toBe('9000')
    },
  )

  it('opens with the CAN too', async () => {
    const option: PaceOption = { mapping: 'GM', cipher: 'AES-256', parameterId: 13 }
    expect(await openByOpenPace(option, 'can', specimen.can!)).toBe('9000')
  })

  it('refuses a wrong CAN with 6300', async () => {
    const option: PaceOption = { mapping: 'GM', cipher: 'AES-256', parameterId: 13 }
    await expect(openByOpenPace(option, 'can', '000000')).rejects.toThrow('card: 6300')
  })
})
