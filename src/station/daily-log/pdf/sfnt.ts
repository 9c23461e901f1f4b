import { inflateSync } from 'node:zlib'

/** The tables a PDF viewer needs of a TrueType font (ISO 32000-1 §9.9, Table 126). */
const needed = ['cmap', 'cvt ', 'fpgm', 'glyf', 'head', 'hhea', 'hmtx', 'loca', 'maxp', 'prep']
const maxTableBytes = 4_000_000

/** Unpacks a WOFF file (W3C WOFF 1.0 §3-5) into the TrueType file inside, as PDF embeds it. */
export function woffToTrueType(woff: Uint8Array): Uint8Array {
  const input = Buffer.from(woff)
  if (input.toString('latin1', 0, 4) !== 'wOFF') throw new Error('not a WOFF file')
  const tables = Array.from({ length: input.readUInt16BE(12) }, (_, index) => readTable(input, 44 + index * 20))
    .filter(({ tag }) => needed.includes(tag))
    .sort((a, b) => (a.tag < b.tag ? -1 : 1))
  return writeFont(input.readUInt32BE(4), tables)
}

interface Table {
  tag: string
  checksum: number
  data: Buffer
}

function readTable(input: Buffer, at: number): Table {
  const [offset, packed, length] = [input.readUInt32BE(at + 4), input.readUInt32BE(at + 8), input.readUInt32BE(at + 12)]
  const bytes = input.subarray(offset, offset + packed)
  const data = packed < length ? inflateSync(bytes, { maxOutputLength: maxTableBytes }) : bytes
  return { tag: input.toString('latin1', at, at + 4), checksum: input.readUInt32BE(at + 16), data }
}

/** OpenType 1.9, "Organization of an OpenType font": directory, then tables on four-byte boundaries. */
function writeFont(flavor: number, tables: Table[]): Buffer {
  const power = 2 ** Math.floor(Math.log2(tables.length))
  const header = Buffer.alloc(12 + tables.length * 16)
  header.writeUInt32BE(flavor, 0)
  header.writeUInt16BE(tables.length, 4)
  header.writeUInt16BE(power * 16, 6)
  header.writeUInt16BE(Math.log2(power), 8)
  header.writeUInt16BE((tables.length - power) * 16, 10)
  let offset = header.length
  const bodies = tables.map(({ tag, checksum, data }, index) => {
    const at = 12 + index * 16
    header.write(tag, at, 'latin1')
    header.writeUInt32BE(checksum, at + 4)
    header.writeUInt32BE(offset, at + 8)
    header.writeUInt32BE(data.length, at + 12)
    const body = Buffer.concat([data, Buffer.alloc((4 - (data.length % 4)) % 4)])
    offset += body.length
    return body
  })
  return Buffer.concat([header, ...bodies])
}
