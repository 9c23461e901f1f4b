import { EmrtdFailure } from '../failure.ts'
import { encodeCommand, parseResponse, type CommandApdu, type ResponseApdu } from './apdu.ts'
import { concat } from '../crypto/bytes.ts'
import type { SecureMessaging } from '../secure-messaging/secure-messaging.ts'
import type { Transceiver } from '../transceiver.ts'

/** What went over the air, in APDUs and bytes. */
export interface ChannelStats {
  apdus: number
  bytesSent: number
  bytesReceived: number
}

/** Counters at zero; one object can be shared by the channels of one reading. */
export function noTraffic(): ChannelStats {
  return { apdus: 0, bytesSent: 0, bytesReceived: 0 }
}

/** A card that keeps promising more data is stopped here: nothing we ask for is longer. */
const maxResponseLength = 70_000
const maxGetResponses = 300

/** Commands to one card, plain until secure messaging is set, with ISO/IEC 7816-4 §5.1.3 response collection. */
export class Channel {
  readonly stats: ChannelStats
  /** The reader passes extended length and the card has not refused it yet. */
  extendedLength: boolean
  private readonly transceiver: Transceiver
  private readonly signal: AbortSignal | null
  private messaging: SecureMessaging | null = null
  /** The command that went out last, for who asks what a link that drops was doing. */
  lastCommand: Uint8Array = new Uint8Array(0)

  constructor(transceiver: Transceiver, signal: AbortSignal | null = null, stats: ChannelStats = noTraffic()) {
    this.transceiver = transceiver
    this.signal = signal
    this.stats = stats
    this.extendedLength = transceiver.extendedLength
  }

  /** The reader passes extended length, whatever the card does. */
  get readerPassesExtended(): boolean {
    return this.transceiver.extendedLength
  }

  get secureMessaging(): SecureMessaging | null {
    return this.messaging
  }

  /** From now on everything is protected with `messaging`; keys before it are wiped. */
  secure(messaging: SecureMessaging): void {
    this.messaging?.wipe()
    this.messaging = messaging
  }

  /** Wipes the session keys; the next command goes out plain. */
  close(): void {
    this.messaging?.wipe()
    this.messaging = null
  }

  /**
   * Sends a command and resolves to data and status, opened when secure. Fails with `chip_read_cancelled` when the
   * signal is aborted, with `chip_secure_messaging_failed`, `chip_response_malformed`, and as the transceiver does.
   */
  async send(command: CommandApdu): Promise<ResponseApdu> {
    const { messaging } = this
    if (messaging === null) return this.sendPlain(command)
    return messaging.unprotect(await this.collect(messaging.protect(command)))
  }

  /** Passes on a whole command that somebody else has protected; gives the whole response, its pieces collected. */
  async relay(command: Uint8Array): Promise<Uint8Array> {
    const { data, sw } = await this.collectFrom(await this.exchange(command))
    return concat(data, Uint8Array.of(sw >> 8, sw & 0xff))
  }

  /** 6Cxx names the right Le: ask again with it, once. */
  private async sendPlain(command: CommandApdu): Promise<ResponseApdu> {
    const response = await this.collect(command)
    if (response.sw >> 8 !== 0x6c) return response
    return this.collect({ ...command, le: response.sw & 0xff || 256 })
  }

  /** 61xx says that xx more bytes wait: fetch them with GET RESPONSE. */
  private async collect(command: CommandApdu): Promise<ResponseApdu> {
    return this.collectFrom(await this.exchange(encodeCommand(command)))
  }

  private async collectFrom(first: ResponseApdu): Promise<ResponseApdu> {
    let response = first
    let data = response.data
    for (let round = 0; response.sw >> 8 === 0x61; round++) {
      if (round === maxGetResponses) throw new EmrtdFailure('chip_response_malformed', 'endless response')
      response = await this.exchange(encodeCommand({ cla: 0, ins: 0xc0, p1: 0, p2: 0, le: response.sw & 0xff || 256 }))
      data = concat(data, response.data)
      if (data.length > maxResponseLength) throw new EmrtdFailure('chip_response_malformed', 'response too long')
    }
    return { data, sw: response.sw }
  }

  private async exchange(bytes: Uint8Array): Promise<ResponseApdu> {
    if (this.signal?.aborted === true) throw new EmrtdFailure('chip_read_cancelled')
    this.lastCommand = bytes
    this.stats.apdus += 1
    this.stats.bytesSent += bytes.length
    const response = await this.transceiver.transmit(bytes)
    this.stats.bytesReceived += response.length
    if (response.length > maxResponseLength) throw new EmrtdFailure('chip_response_malformed', 'response too long')
    return parseResponse(response)
  }
}
