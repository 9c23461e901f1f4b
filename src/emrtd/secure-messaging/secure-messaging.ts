import { EmrtdFailure } from '../failure.ts'
import { maxShortData, maxShortLe, maxExtendedLe, type CommandApdu, type ResponseApdu } from '../iso7816/apdu.ts'
import { cipherSuites, type CipherName, type CipherSuite } from '../crypto/cipher-suite.ts'
import { concat, equalBytes, fromBigInt, wipe } from '../crypto/bytes.ts'
import type { HandedSession, SessionKeys } from './session-keys.ts'
import { padIso, unpadIso } from '../crypto/padding.ts'
import { encodeTlv, findTlv, parseTlvs, type Tlv } from '../tlv/tlv.ts'

const secureClass = 0x0c
/** Data objects of Doc 9303-11 §9.8.4. */
const tags = { encryptedEven: 0x87, encryptedOdd: 0x85, expected: 0x97, status: 0x99, mac: 0x8e } as const
const paddingIndicator = Uint8Array.of(1)

/** Protects commands and checks responses with session keys and a send sequence counter (Doc 9303-11 §9.8). */
export class SecureMessaging {
  readonly cipher: CipherName
  private readonly suite: CipherSuite
  private readonly keys: SessionKeys
  private counter: bigint

  /** `counter` is the value before the first command: 0, or as BAC gives it (§9.8.6.3). */
  constructor(keys: SessionKeys, counter = 0n) {
    this.cipher = keys.cipher
    this.suite = cipherSuites[keys.cipher]
    this.keys = keys
    this.counter = counter
  }

  /** Most bytes one short READ BINARY can bring back: response data objects fit into 256 bytes. */
  get maxShortRead(): number {
    return this.suite.blockLength === 8 ? 0xe7 : 0xdf
  }

  /** The protected form of a command; the class keeps its chaining bit. */
  protect({ cla, ins, p1, p2, data, le = 0 }: CommandApdu): CommandApdu {
    this.counter += 1n
    const header = Uint8Array.of(cla | secureClass, ins, p1, p2)
    const objects = concat(this.encryptedObject(ins, data), expectedObject(le))
    const { blockLength } = this.suite
    const mac = this.mac(concat(padIso(header, blockLength), objects))
    const body = concat(objects, encodeTlv(tags.mac, mac))
    const extended = body.length > maxShortData || le > maxShortLe
    return { cla: cla | secureClass, ins, p1, p2, data: body, le: extended ? maxExtendedLe : maxShortLe }
  }

  /**
   * Checks and opens a response. A bare error status counts as unanswered: the counter goes back, as cards do.
   * Fails with `chip_secure_messaging_failed` for any other unprotected or wrongly protected response.
   */
  unprotect(response: ResponseApdu): ResponseApdu {
    if (response.data.length === 0 && response.sw !== 0x9000) {
      this.counter -= 1n
      return response
    }
    this.counter += 1n
    const objects = readObjects(response.data)
    const mac = findTlv(objects, tags.mac)
    if (mac === null || objects.at(-1) !== mac) throw broken('no MAC')
    const covered = response.data.subarray(0, response.data.length - mac.raw.length)
    if (!equalBytes(this.mac(covered), mac.value)) throw broken('wrong MAC')
    return { data: this.decryptObject(objects), sw: readStatus(objects) }
  }

  /** The session as it stands, for who goes on with it; copies, as this object's own are wiped. */
  handOver(): HandedSession {
    const { cipher, ksEnc, ksMac } = this.keys
    return { cipher, ksEnc: ksEnc.slice(), ksMac: ksMac.slice(), counter: this.counter }
  }

  /** Overwrites the session keys. The object is of no use afterwards. */
  wipe(): void {
    wipe(this.keys.ksEnc, this.keys.ksMac)
  }

  private encryptedObject(ins: number, data: Uint8Array | undefined): Uint8Array {
    if (data === undefined || data.length === 0) return new Uint8Array(0)
    const iv = this.suite.messageIv(this.keys.ksEnc, this.counterBytes())
    const encrypted = this.suite.encrypt(this.keys.ksEnc, padIso(data, this.suite.blockLength), iv)
    // An odd instruction's data are BER-TLV and carry no padding indicator (ISO/IEC 7816-4 §10.2).
    return ins % 2 === 1
      ? encodeTlv(tags.encryptedOdd, encrypted)
      : encodeTlv(tags.encryptedEven, paddingIndicator, encrypted)
  }

  private decryptObject(objects: readonly Tlv[]): Uint8Array {
    const even = findTlv(objects, tags.encryptedEven)
    const found = even ?? findTlv(objects, tags.encryptedOdd)
    if (found === null) return new Uint8Array(0)
    if (even !== null && even.value.length > 0 && even.value[0] !== paddingIndicator[0])
      throw broken('padding indicator')
    const encrypted = even === null ? found.value : found.value.subarray(1)
    if (encrypted.length === 0) return new Uint8Array(0)
    if (encrypted.length % this.suite.blockLength !== 0) throw broken('block length')
    const iv = this.suite.messageIv(this.keys.ksEnc, this.counterBytes())
    return unpadIso(this.suite.decrypt(this.keys.ksEnc, encrypted, iv))
  }

  private mac(message: Uint8Array): Uint8Array {
    return this.suite.messageMac(this.keys.ksMac, concat(this.counterBytes(), message))
  }

  private counterBytes(): Uint8Array {
    const { blockLength } = this.suite
    return fromBigInt(this.counter % (1n << BigInt(8 * blockLength)), blockLength)
  }
}

function expectedObject(le: number): Uint8Array {
  if (le === 0) return new Uint8Array(0)
  const value = le > maxShortLe ? [(le >> 8) & 0xff, le & 0xff] : [le & 0xff]
  return encodeTlv(tags.expected, Uint8Array.from(value))
}

function readObjects(data: Uint8Array): Tlv[] {
  try {
    return parseTlvs(data)
  } catch (cause) {
    throw new EmrtdFailure('chip_secure_messaging_failed', 'data objects', { cause })
  }
}

/** The protected status is the one that counts; the outer one can be changed on the way. */
function readStatus(objects: readonly Tlv[]): number {
  const status = findTlv(objects, tags.status)
  const [sw1, sw2] = status?.value ?? []
  if (sw1 === undefined || sw2 === undefined || status?.value.length !== 2) throw broken('no protected status')
  return (sw1 << 8) | sw2
}

function broken(detail: string): EmrtdFailure {
  return new EmrtdFailure('chip_secure_messaging_failed', detail)
}
