import { EmrtdFailure } from '../failure.ts'
import { describeStatus, maxShortLe, statusWords, type ResponseApdu } from './apdu.ts'
import { noHabits, type CardHabits } from '../card-habits.ts'
import { concat } from '../crypto/bytes.ts'
import { orIfMalformed } from '../or-if-malformed.ts'
import { readBer } from '../tlv/ber.ts'
import type { Channel } from './channel.ts'
import { encodeTlv, parseTlv, readTlvHeader, maxTlvHeaderLength } from '../tlv/tlv.ts'
import type { ChipFile } from './files.ts'
import { selectFile } from './select.ts'

/** Read lengths to fall back to, longest first; a card that refuses the last one cannot be read. */
const shortReads = [0xdf, 0xa0, 0x70, 0x20] as const
/** One extended read: long enough to cost next to nothing, short enough to show progress. */
const extendedRead = 8192
/** Offsets from here on need the odd instruction (ISO/IEC 7816-4 §11.3.3). */
const oddOffset = 0x8000
/** Room for tag and length of DO'53' in an answer to the odd instruction. */
const oddOverhead = 4
const maxAttemptsPerRead = 8
/** Shortest answers, on average, that a file is read with; a card that gives less is playing for time. */
const minAverageRead = 16

const absent: number[] = [statusWords.fileNotFound, statusWords.referenceNotFound]
const lengthErrors: number[] = [statusWords.wrongLength, statusWords.wrongOffset, statusWords.endOfFile, statusWords.ok]
const sessionLost: number[] = [statusWords.secureMessagingObjectsMissing, statusWords.secureMessagingObjectsIncorrect]

export type BytesRead = (bytesRead: number, bytesTotal: number | null) => void

/**
 * Reads whole elementary files with as few commands as the card's lengths allow, and learns from what it refuses.
 * A careful reader asks for a file's length first, so that no read reaches beyond its end, and stays in short form: for
 * cards that end the session otherwise.
 */
export class FileReader {
  private readonly channel: Channel
  private careful: boolean
  private readsByShortIdentifier = true
  /** Longest short read that the card has not refused. */
  private shortLimit: number = maxShortLe

  constructor(channel: Channel, { needsCareful, dislikesExtendedLength, shortLimit }: CardHabits = noHabits()) {
    this.channel = channel
    this.careful = needsCareful
    if (shortLimit !== null) this.shortLimit = shortLimit
    if (needsCareful || dislikesExtendedLength) channel.extendedLength = false
  }

  /** What was found out about the card while reading, to spare the next card of its kind the attempts. */
  learnt(): Pick<CardHabits, 'shortLimit'> {
    return { shortLimit: this.shortLimit < maxShortLe ? this.shortLimit : null }
  }

  /**
   * The file's bytes, exactly as long as its outer tag says, or null when the card has no such file. Fails with
   * `chip_access_denied`, `chip_file_too_large`, `chip_protocol_error`, and as `Channel.send` does.
   */
  async read(file: ChipFile, onBytes: BytesRead = () => {}): Promise<Uint8Array | null> {
    onBytes(0, null)
    const start = await this.readStart(file)
    if (start === null) return null
    const { headerLength, valueLength } = readTlvHeader(start, 0, 'indefinite')
    if (valueLength === null) return this.readToEnd(file, start, onBytes)
    const total = headerLength + valueLength
    if (total > file.maxLength) throw new EmrtdFailure('chip_file_too_large', `${file.name}: ${total} bytes`)
    const bytes = new Uint8Array(total)
    bytes.set(start.subarray(0, total))
    const maxReads = maxAttemptsPerRead + total / minAverageRead
    let offset = Math.min(start.length, total)
    for (let reads = 0; offset < total; reads++) {
      if (reads > maxReads) throw new EmrtdFailure('chip_response_malformed', `${file.name}: a trickle of bytes`)
      onBytes(offset, total)
      const part = await this.readPart(file, offset, total - offset)
      bytes.set(part, offset)
      offset += part.length
    }
    onBytes(total, total)
    return bytes
  }

  /** A file of indefinite length, as some EF.SODs are: read on until what is there is whole. */
  private async readToEnd(file: ChipFile, start: Uint8Array, onBytes: BytesRead): Promise<Uint8Array> {
    let bytes = start
    // What is left is not known: a card may refuse to give more than that.
    let le = this.shortRead()
    for (let reads = 0; ; reads++) {
      const whole = orIfMalformed(() => readBer(bytes).raw, null)
      if (whole !== null) {
        onBytes(whole.length, whole.length)
        return whole.slice()
      }
      if (bytes.length > file.maxLength) throw new EmrtdFailure('chip_file_too_large', `${file.name}: no end`)
      if (reads > 2 * maxAttemptsPerRead + bytes.length / minAverageRead) {
        throw new EmrtdFailure('chip_response_malformed', `${file.name}: a trickle of bytes`)
      }
      onBytes(bytes.length, null)
      const { data, sw } = await readAt(this.channel, bytes.length, le)
      requireSession(sw)
      if (data.length > 0 && isReadStatus(sw)) bytes = concat(bytes, data)
      else if (isLengthError(sw) && le > 1) le = Math.ceil(le / 2)
      else throw refusedFile(file, sw)
    }
  }

  /** The first bytes, at least as many as tag and length take. */
  private async readStart(file: ChipFile): Promise<Uint8Array | null> {
    if (this.readsByShortIdentifier) {
      const response = await this.readWithin(0x80 | file.shortIdentifier, 0)
      if (response !== null && response.data.length > 0) return response.data
      // Refused, or not found: it may be the short identifier that the card does not know.
    }
    const sw = await selectFile(this.channel, file.identifier)
    requireSession(sw)
    if (absent.includes(sw)) return null
    if (sw !== statusWords.ok) throw refusedFile(file, sw)
    this.readsByShortIdentifier = false
    const response = await this.readWithin(0, 0)
    if (response !== null && response.data.length > 0) return response.data
    throw new EmrtdFailure('chip_protocol_error', `${file.name}: no bytes`)
  }

  /** First read of a file: as much as fits, and only tag and length once the card has refused that. */
  private async readWithin(p1: number, p2: number): Promise<ResponseApdu | null> {
    let named = 0
    for (let attempt = 0; attempt < maxAttemptsPerRead; attempt++) {
      const le = named > 0 ? named : this.careful ? maxTlvHeaderLength : this.shortRead()
      const response = await this.channel.send({ cla: 0, ins: 0xb0, p1, p2, le })
      requireSession(response.sw)
      if (response.data.length > 0 && isReadStatus(response.sw)) return response
      if (response.sw === statusWords.securityStatus) return this.denied(response)
      if (!isLengthError(response.sw) || le <= maxTlvHeaderLength) return null
      named = namedLength(response.sw, le)
      if (named === 0) this.careful = true
    }
    return null
  }

  private denied(response: ResponseApdu): never {
    throw new EmrtdFailure('chip_access_denied', `read: ${describeStatus(response.sw)}`)
  }

  /** Bytes from `offset` on, at most `wanted`. Asks for less when the card refuses, and remembers. */
  private async readPart(file: ChipFile, offset: number, wanted: number): Promise<Uint8Array> {
    let sw: number = statusWords.ok
    for (let attempt = 0; attempt < maxAttemptsPerRead; attempt++) {
      const le = Math.min(wanted, this.readLength())
      const response = await readAt(this.channel, offset, le)
      requireSession(response.sw)
      sw = response.sw
      if (response.data.length > 0 && isReadStatus(sw)) return response.data.subarray(0, wanted)
      if (!isLengthError(sw)) break
      this.refuse(le, namedLength(sw, le))
    }
    throw refusedFile(file, sw)
  }

  private readLength(): number {
    return this.channel.extendedLength ? extendedRead : this.shortRead()
  }

  private shortRead(): number {
    return Math.min(this.shortLimit, this.channel.secureMessaging?.maxShortRead ?? maxShortLe)
  }

  /** The file is long enough for what was asked, so it was more than the card gives at once. */
  private refuse(le: number, named: number): void {
    if (this.channel.extendedLength && le > this.shortRead()) this.channel.extendedLength = false
    else
      this.shortLimit = named || (shortReads.find((length) => length < le) ?? shortReads[shortReads.length - 1] ?? le)
  }
}

/** Length that 6Cxx names, where it is shorter than the one refused; else 0. */
function namedLength(sw: number, refused: number): number {
  const named = sw >> 8 === 0x6c ? sw & 0xff : 0
  return named < refused ? named : 0
}

async function readAt(channel: Channel, offset: number, le: number): Promise<ResponseApdu> {
  if (offset < oddOffset) return channel.send({ cla: 0, ins: 0xb0, p1: offset >> 8, p2: offset & 0xff, le })
  const position = offset > 0xffff ? [offset >> 16, (offset >> 8) & 0xff, offset & 0xff] : [offset >> 8, offset & 0xff]
  const data = encodeTlv(0x54, Uint8Array.from(position))
  const roomy = channel.extendedLength ? le + oddOverhead : Math.min(le + oddOverhead, 0xdf)
  const response = await channel.send({ cla: 0, ins: 0xb1, p1: 0, p2: 0, data, le: roomy })
  return response.data.length === 0 ? response : { ...response, data: parseTlv(response.data, 0x53).value }
}

/** 6282 comes with the bytes there were. */
function isReadStatus(sw: number): boolean {
  return sw === statusWords.ok || sw === statusWords.endOfFile
}

function isLengthError(sw: number): boolean {
  return lengthErrors.includes(sw) || sw >> 8 === 0x6c
}

function requireSession(sw: number): void {
  if (sessionLost.includes(sw)) throw new EmrtdFailure('chip_secure_messaging_failed', `card: ${describeStatus(sw)}`)
}

function refusedFile(file: ChipFile, sw: number): EmrtdFailure {
  const code = sw === statusWords.securityStatus ? 'chip_access_denied' : 'chip_protocol_error'
  return new EmrtdFailure(code, `${file.name}: ${describeStatus(sw)}`)
}
