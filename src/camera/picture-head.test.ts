import { expect, test } from 'vitest'
import sharp from 'sharp'
import { readPictureHead } from './picture-head.ts'

const paper = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#d9d6cf' } })
const bytesOf = (buffer: Uint8Array) => new Uint8Array(buffer).buffer
const bmp = (width: number, height: number) => {
  const view = new DataView(new ArrayBuffer(54))
  view.setUint16(0, 0x424d)
  view.setInt32(18, width, true)
  view.setInt32(22, height, true)
  return view.buffer
}

test('tells kind and size before anything is decoded', async () => {
  const jpeg = await paper(1201, 803).withMetadata({ orientation: 6 }).jpeg().toBuffer()
  expect(readPictureHead(bytesOf(jpeg))).toEqual({ type: 'image/jpeg', width: 1201, height: 803, scalable: true })
  const png = await paper(1201, 803).png().toBuffer()
  expect(readPictureHead(bytesOf(png))).toEqual({ type: 'image/png', width: 1201, height: 803, scalable: false })
  expect(readPictureHead(bmp(640, -480))).toEqual({ type: 'image/bmp', width: 640, height: 480, scalable: false })
})

test('knows that a progressive JPEG is collected whole', async () => {
  const jpeg = await paper(64, 48).jpeg({ progressive: true }).toBuffer()
  expect(readPictureHead(bytesOf(jpeg))).toMatchObject({ type: 'image/jpeg', width: 64, height: 48, scalable: false })
})

test('passes over a large colour profile and fill bytes before the frame', async () => {
  const jpeg = await paper(64, 48).jpeg().toBuffer()
  const profile = Buffer.alloc(2 + 65_535)
  profile.set([0xff, 0xe2, 0xff, 0xff])
  const filled = Buffer.concat([jpeg.subarray(0, 2), profile, profile, Buffer.alloc(5, 0xff), jpeg.subarray(2)])
  expect(readPictureHead(bytesOf(filled))).toMatchObject({ width: 64, height: 48 })
})

test('says null of what is none of these, cut short or without size', async () => {
  const jpeg = await paper(64, 48).jpeg().toBuffer()
  for (let length = 0; length < 160; length++) {
    const head = readPictureHead(bytesOf(jpeg.subarray(0, length)))
    expect(head === null || head.width === 64).toBe(true)
  }
  for (const bytes of [Buffer.from('%PDF-1.7 and more of it, to be long enough'), Buffer.alloc(4096, 0xff), bmp(0, 10)])
    expect(readPictureHead(bytesOf(new Uint8Array(bytes)))).toBeNull()
})
