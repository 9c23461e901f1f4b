import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { concat, fromHex, toHex } from '../emrtd/crypto/bytes.ts'
import { createSpecimenCard, findSpecimen } from '../station/training/specimens/specimen-card.ts'
import type { Fault } from './faults.ts'
import { createVpcdPeer, makeFrameReader, type VpcdPeer } from './vpcd.ts'

const today = new Date('2026-11-21T12:00:00Z')
const closers: (() => void)[] = []
afterEach(() => closers.splice(0).forEach((close) => close()))

/** Plays vpcd: waits for a card and talks to it. */
async function openReader() {
  const server = createServer().listen(0, '127.0.0.1')
  closers.push(() => server.close())
  await once(server, 'listening')
  return { server, port: (server.address() as AddressInfo).port }
}

function talkTo(socket: Socket) {
  const frames: Uint8Array[] = []
  const waiting: ((frame: Uint8Array) => void)[] = []
  const deliver = (frame: Uint8Array) => {
    const next = waiting.shift()
    if (next) next(frame)
    else frames.push(frame)
  }
  socket.on('data', makeFrameReader(deliver))
  const send = (payload: Uint8Array) => socket.write(concat(Uint8Array.of(0, payload.length), payload))
  const receive = () => {
    const there = frames.shift()
    return there ? Promise.resolve(there) : new Promise<Uint8Array>((resolve) => waiting.push(resolve))
  }
  return { send, ask: (hex: string) => (send(fromHex(hex)), receive().then(toHex)) }
}

async function present(faults: Fault[] = []): Promise<{ peer: VpcdPeer; socket: Socket; next: () => Promise<Socket> }> {
  const { server, port } = await openReader()
  // As vpcd does with a card it has just found.
  const askForAtr = fromHex('000104')
  const next = async () => {
    const [socket] = (await once(server, 'connection')) as [Socket]
    socket.write(askForAtr)
    await once(socket, 'data')
    return socket
  }
  const card = createSpecimenCard(findSpecimen('passport', today)!, { today, faults })!
  const peer = createVpcdPeer(card, port)
  closers.push(() => peer.remove())
  const [socket] = await Promise.all([next(), peer.insert()])
  return { peer, socket, next }
}

it('gives the ATR, powers up without an answer, and answers commands', async () => {
  const { socket } = await present()
  const reader = talkTo(socket)
  expect(await reader.ask('04')).toBe('3b80800101')
  reader.send(fromHex('01'))
  expect(await reader.ask('00A4040C07A0000002471001')).toBe('9000')
  expect(await reader.ask('0084000008')).toMatch(/^[0-9a-f]{16}9000$/)
})

it('leaves when taken away and comes back', async () => {
  const { peer, socket, next } = await present()
  peer.remove()
  await once(socket, 'close')
  const [again] = await Promise.all([next(), peer.insert()])
  expect(await talkTo(again).ask('04')).toBe('3b80800101')
})

it('leaves by itself at the byte the fault names', async () => {
  const { socket } = await present(['remove-after-bytes:20'])
  const reader = talkTo(socket)
  expect(await reader.ask('00A4040C07A0000002471001')).toBe('9000')
  reader.send(fromHex('0084000008'))
  await once(socket, 'close')
})

it('knocks again where nobody asks it anything', async () => {
  const { server, port } = await openReader()
  const sockets: Socket[] = []
  server.on('connection', (socket: Socket) => {
    sockets.push(socket)
    if (sockets.length === 2) socket.write(fromHex('000104'))
  })
  const peer = createVpcdPeer(createSpecimenCard(findSpecimen('passport', today)!, { today })!, port)
  closers.push(() => peer.remove())
  await peer.insert()
  expect(sockets).toHaveLength(2)
})

it('rejects when nothing listens', async () => {
  const { server, port } = await openReader()
  server.close()
  await once(server, 'close')
  const card = createSpecimenCard(findSpecimen('passport', today)!, { today })!
  await expect(createVpcdPeer(card, port).insert()).rejects.toMatchObject({ code: 'ECONNREFUSED' })
})

it('puts split and joined frames together', () => {
  const frames: string[] = []
  const feed = makeFrameReader((frame) => frames.push(toHex(frame)))
  for (const part of ['00', '02aabb0001', 'cc00000001', 'dd']) feed(fromHex(part))
  expect(frames).toEqual(['aabb', 'cc', '', 'dd'])
})
