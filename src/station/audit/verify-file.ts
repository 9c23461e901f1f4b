import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { z } from 'zod'
import { Failure } from '../../contract/failure.ts'
import { LogHeader, LogLine, LogTrailer, rowHash } from '../daily-log/log-lines.ts'
import { sha256Hex } from '../../jose/digest.ts'
import { canonicalJson } from '../../jose/canonical-json.ts'
import type { Json } from '../../jose/canonical-json.ts'
import { thumbprintOf } from '../../jose/public-key.ts'
import { createSignatureCheck } from '../../jose/verify-jws.ts'
import type { AuditHead } from './audit-head.ts'
import { AuditFileHeader } from './audit-header.ts'
import { AuditRecord, createChainCheck } from './record.ts'

export interface FileVerdict {
  ok: boolean
  kind: 'audit-log' | 'daily-log' | null
  /** An export for people, which no key signed: nothing about it can be verified. */
  unsigned: 'csv' | 'pdf' | null
  /** Records or rows found whole. */
  records: number
  /** Line of the file, from 1, of the first broken record; null when whole. */
  firstBrokenLine: number | null
  /** What is wrong there. */
  reason: string | null
  /** Thumbprint of the station key that signed: compare it with the one central knows. */
  key: string | null
  stationId: string | null
}

const maxLineBytes = 65_536
const broken = (line: number, reason: string): Partial<FileVerdict> => ({ ok: false, firstBrokenLine: line, reason })

/**
 * Verifies an exported audit log or daily log with nothing but the file; `expectedKey` pins the station's key by its
 * thumbprint, `expectedHead` a record of the audit log that central was told of. A file that is neither, or has no whole first line, is broken at line 1;
 * the daily log as CSV or PDF is called unsigned.
 */
export async function verifyLogFile(
  file: string,
  expectedKey: string | null,
  expectedHead: AuditHead | null = null,
): Promise<FileVerdict> {
  const verdict: FileVerdict = {
    ok: true,
    kind: null,
    unsigned: null,
    records: 0,
    firstBrokenLine: null,
    reason: null,
    key: null,
    stationId: null,
  }
  const unsigned = await unsignedKindOf(file)
  if (unsigned !== null) return { ...verdict, ok: false, unsigned }
  let check: LineCheck | null = null
  let number = 0
  try {
    for await (const { text, isEnded } of linesOf(file)) {
      number += 1
      if (!isEnded) return { ...verdict, ...broken(number, 'no end of line') }
      const value: unknown = JSON.parse(text)
      // A name that stands twice, or spaces, would show a reader something else than what is verified.
      if (JSON.stringify(value) !== text) return { ...verdict, ...broken(number, 'not as a station writes it') }
      if (check === null) {
        check = beginCheck(value, expectedHead)
        Object.assign(verdict, { kind: check.kind, key: check.key, stationId: check.stationId })
        if (expectedKey !== null && check.key !== expectedKey)
          return { ...verdict, ...broken(1, 'signed by another key') }
        continue
      }
      const reason = check.line(value)
      if (reason !== null) return { ...verdict, ...broken(number, reason) }
      verdict.records = check.count()
    }
    const reason = check === null ? 'empty file' : check.end()
    return reason === null ? verdict : { ...verdict, ...broken(number + 1, reason) }
  } catch (error) {
    if (error instanceof Failure || error instanceof SyntaxError || error instanceof z.ZodError)
      return { ...verdict, ...broken(Math.max(number, 1), error instanceof Failure ? error.detail! : 'not a record') }
    throw error
  }
}

/** How our own exports for people begin: a signed one begins with a brace. */
const unsignedBeginnings = [
  ['pdf', '%PDF-'],
  ['csv', '\uFEFF"'],
] as const

async function unsignedKindOf(file: string): Promise<'csv' | 'pdf' | null> {
  const handle = await open(file)
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(16), 0, 16, 0)
    const begins = buffer.subarray(0, bytesRead)
    return (
      unsignedBeginnings.find(([, mark]) =>
        begins.subarray(0, Buffer.byteLength(mark)).equals(Buffer.from(mark)),
      )?.[0] ?? null
    )
  } finally {
    await handle.close()
  }
}

interface LineCheck {
  kind: 'audit-log' | 'daily-log'
  key: string
  stationId: string | null
  /** Null when the line is whole and follows; else what is wrong. */
  line(value: unknown): string | null
  end(): string | null
  count(): number
}

const FirstLine = z.strictObject({
  header: z.discriminatedUnion('guichet', [AuditFileHeader, LogHeader]),
  kid: z.string().optional(),
  signature: z.string(),
})

function beginCheck(value: unknown, expectedHead: AuditHead | null): LineCheck {
  const { header, kid, signature } = FirstLine.parse(value)
  const keys = header.guichet === 'audit-log' ? header.keys : [header.key]
  if (keys.some((key) => key.kid !== thumbprintOf(key)))
    throw new Failure('audit_chain_broken', 'key is not its thumbprint')
  const signedBy = kid ?? keys[0]!.kid!
  if (!createSignatureCheck(keys)(signedBy, canonicalJson(header as Json), signature))
    throw new Failure('audit_chain_broken', 'header signature')
  if (header.guichet === 'audit-log') return checkAudit(header, signedBy, expectedHead)
  if (expectedHead !== null) throw new Failure('audit_chain_broken', 'not an audit log')
  return checkDailyLog(header)
}

function checkAudit(header: AuditFileHeader, key: string, expected: AuditHead | null): LineCheck {
  const chain = createChainCheck({ seq: header.start_seq, hash: header.start_hash }, header.keys)
  let count = 0
  let isMet = expected === null
  return {
    kind: 'audit-log',
    key,
    stationId: header.station_id,
    line: (value) => {
      const record = AuditRecord.parse(value)
      // Names in another order hash alike: one record, one text.
      const isAsWritten = JSON.stringify(value) === JSON.stringify(record)
      const isSorted = JSON.stringify(record.body.facts) === canonicalJson(record.body.facts)
      if (!isAsWritten || !isSorted) return 'not as a station writes it'
      if (!chain.accepts(record)) return 'record does not follow, was changed, or is not signed'
      if (record.body.seq === expected?.seq) {
        if (record.hash !== expected.hash) return 'another record than the one central was told of'
        isMet = true
      }
      count += 1
      return null
    },
    end: () => {
      const { seq, hash } = chain.head()
      if (seq !== header.last_seq || hash !== header.last_hash) return 'records are missing at the end'
      if (!isMet) return 'the record that central was told of is missing'
      return chain.anchored() ? null : 'records are missing at the beginning'
    },
    count: () => count,
  }
}

const BodyLine = z.union([LogLine, z.strictObject({ trailer: LogTrailer, signature: z.string() })])

function checkDailyLog(header: z.infer<typeof LogHeader>): LineCheck {
  const isSigned = createSignatureCheck([header.key])
  let previous = sha256Hex(canonicalJson(header as Json))
  let count = 0
  let isClosed = false
  return {
    kind: 'daily-log',
    key: header.key.kid!,
    stationId: header.station_id,
    line: (value) => {
      if (isClosed) return 'more after the end'
      const line = BodyLine.parse(value)
      if ('row' in line) {
        if (line.hash !== rowHash(line.row, previous)) return 'row does not follow or was changed'
        previous = line.hash
        count += 1
        return null
      }
      isClosed = true
      const { trailer, signature } = line
      const fits = trailer.rows === count && trailer.last_hash === previous
      return fits && isSigned(header.key.kid!, canonicalJson(trailer), signature) ? null : 'end does not fit the rows'
    },
    end: () => (isClosed ? null : 'rows are missing at the end'),
    count: () => count,
  }
}

/** Lines of bounded length: the file may be anything. */
async function* linesOf(file: string): AsyncGenerator<{ text: string; isEnded: boolean }> {
  let rest: Buffer = Buffer.alloc(0)
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
    let buffer: Buffer = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    for (let end = buffer.indexOf(10); end >= 0; end = buffer.indexOf(10)) {
      yield { text: buffer.toString('utf8', 0, end), isEnded: true }
      buffer = buffer.subarray(end + 1)
    }
    rest = buffer
    // Longer than any record: its beginning will not parse, and that is all there is to say.
    if (rest.length > maxLineBytes) break
  }
  if (rest.length > 0) yield { text: rest.toString('utf8'), isEnded: false }
}
