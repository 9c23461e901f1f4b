function box(type, ...contents) {
  const body = Buffer.concat(contents.map((part) => Buffer.from(part)))
  const head = Buffer.alloc(8)
  head.writeUInt32BE(8 + body.length)
  head.write(type, 4, 'latin1')
  return Buffer.concat([head, body])
}

/** A JP2 file around a codestream of three 8-bit sRGB components (ISO/IEC 15444-1 annex I). */
export function wrapJp2(codestream, width, height) {
  const size = Buffer.alloc(8)
  size.writeUInt32BE(height)
  size.writeUInt32BE(width, 4)
  const image = box('ihdr', size, [0, 3, 7, 7, 0, 0])
  const colour = box('colr', [1, 0, 0, 0, 0, 0, 16])
  return Buffer.concat([
    box('jP  ', [0x0d, 0x0a, 0x87, 0x0a]),
    box('ftyp', Buffer.from('jp2 \0\0\0\0jp2 ', 'latin1')),
    box('jp2h', image, colour),
    box('jp2c', codestream),
  ])
}
