import loadOpenJpeg from '@cornerstonejs/codec-openjpeg/wasmjs'
import { concat, fromAscii } from '../../crypto/bytes.ts'

/** A lossless JPEG 2000 codestream of a gradient, `components` samples of `bits` bits per pixel. */
export async function makeCodestream(width: number, height: number, components: 1 | 3, bits = 8): Promise<Uint8Array> {
  const { J2KEncoder } = await loadOpenJpeg({ print: () => undefined, printErr: () => undefined })
  const encoder = new J2KEncoder()
  const frame = { width, height, bitsPerSample: bits, componentCount: components, isSigned: false }
  const samples = encoder.getDecodedBuffer(frame)
  for (let i = 0; i < samples.length; i++) samples[i] = gradient(i)
  encoder.setQuality(true, 0)
  encoder.encode()
  const codestream = Uint8Array.from(encoder.getEncodedBuffer())
  encoder.delete()
  return codestream
}

/** Sample at a position of the made picture. */
export const gradient = (index: number) => (index * 7) % 256

/** The codestream in the boxes of JP2 (ISO/IEC 15444-1 annex I): signature, file type, header, codestream. */
export function wrapJp2(codestream: Uint8Array, width: number, height: number, components: number): Uint8Array {
  const header = Uint8Array.of(...uint32(height), ...uint32(width), 0, components, 7, 7, 0, 0)
  const colour = Uint8Array.of(1, 0, 0, ...uint32(components === 3 ? 16 : 17))
  return concat(
    box('jP  ', Uint8Array.of(0x0d, 0x0a, 0x87, 0x0a)),
    box('ftyp', concat(fromAscii('jp2 '), new Uint8Array(4), fromAscii('jp2 '))),
    box('jp2h', concat(box('ihdr', header), box('colr', colour))),
    box('jp2c', codestream),
  )
}

function box(type: string, content: Uint8Array): Uint8Array {
  return concat(Uint8Array.from(uint32(8 + content.length)), fromAscii(type), content)
}

const uint32 = (value: number) => [value >>> 24, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff]
