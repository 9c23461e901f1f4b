export interface PictureHead {
  type: 'image/jpeg' | 'image/png' | 'image/bmp'
  /** Pixels. */
  width: number
  height: number
  /** Can be decoded at a fraction of its size, without the whole ever standing in memory. */
  scalable: boolean
}

type Head = DataView
const startsWith = (head: Head, signature: number[]) =>
  head.byteLength >= signature.length && signature.every((byte, at) => head.getUint8(at) === byte)

/** ISO/IEC 15948 §5.2, §11.2.2: IHDR comes first. */
function readPng(head: Head): PictureHead {
  return { type: 'image/png', width: head.getUint32(16), height: head.getUint32(20), scalable: false }
}

/** BITMAPINFOHEADER; a negative height only says that the rows run downwards. */
function readBmp(head: Head): PictureHead {
  const height = Math.abs(head.getInt32(22, true))
  return { type: 'image/bmp', width: Math.abs(head.getInt32(18, true)), height, scalable: false }
}

/** Start-of-frame markers (ITU-T T.81 table B.1): all of C0 to CF but DHT, JPG and DAC. */
const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
/** Baseline and extended sequential: one pass, block by block. A progressive picture is collected whole before it shows. */
const sequential = [0xc0, 0xc1]

/** ITU-T T.81 §B.2.2: from segment to segment until the frame header. */
function readJpeg(head: Head): PictureHead | null {
  for (let at = 2; at + 9 < head.byteLength; at += 2 + head.getUint16(at + 2)) {
    // Any number of FF may fill up before a marker (§B.1.1.2).
    while (head.getUint8(at + 1) === 0xff && at + 10 < head.byteLength) at++
    if (head.getUint8(at) !== 0xff) return null
    const marker = head.getUint8(at + 1)
    if (!isFrame(marker)) continue
    const [height, width] = [head.getUint16(at + 5), head.getUint16(at + 7)]
    return { type: 'image/jpeg', width, height, scalable: sequential.includes(marker) }
  }
  return null
}

const formats: { signature: number[]; least: number; read(head: Head): PictureHead | null }[] = [
  { signature: [0xff, 0xd8, 0xff], least: 12, read: readJpeg },
  { signature: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], least: 24, read: readPng },
  { signature: [0x42, 0x4d], least: 26, read: readBmp },
]

/** Kind and size of a picture from the first bytes of its file, nothing decoded; null for an unknown format or an empty file. */
export function readPictureHead(bytes: ArrayBuffer): PictureHead | null {
  const view = new DataView(bytes)
  const format = formats.find(({ signature, least }) => view.byteLength >= least && startsWith(view, signature))
  const head = format?.read(view) ?? null
  return head && head.width > 0 && head.height > 0 ? head : null
}
