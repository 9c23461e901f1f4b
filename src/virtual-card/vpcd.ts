import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { concat } from '../emrtd/crypto/bytes.ts'
import type { VirtualCard } from './card.ts'

/** Port on which the vsmartcard driver of pcscd waits for cards. */
export const vpcdPort = 35_963

/** A virtual card lying on (or taken off) the reader that vpcd shows to PC/SC. */
export interface VpcdPeer {
  /** Lays the card on the reader; resolves once vpcd has asked it something. Rejects when vpcd does not listen. */
  insert(): Promise<void>
  /** Takes it away: vpcd sees the card leave. */
  remove(): void
}

/** One-byte messages from the reader. */
const controls = { powerOff: 0, powerOn: 1, reset: 2, getAtr: 4 } as const

const frame = (payload: Uint8Array) => concat(Uint8Array.of(payload.length >> 8, payload.length & 0xff), payload)

/** Cuts a byte stream into frames: two bytes of length, big-endian, and the payload. */
export function makeFrameReader(onFrame: (payload: Uint8Array) => void): (chunk: Uint8Array) => void {
  let pending: Uint8Array = new Uint8Array(0)
  return (chunk) => {
    pending = concat(pending, chunk)
    for (;;) {
      const length = pending.length < 2 ? Infinity : (pending[0]! << 8) | pending[1]!
      if (pending.length < 2 + length) return
      const payload = pending.slice(2, 2 + length)
      pending = pending.slice(2 + length)
      onFrame(payload)
    }
  }
}

/** Answers one message; null where the protocol wants no answer. A card that leaves the field throws. */
export async function answerMessage(card: VirtualCard, message: Uint8Array): Promise<Uint8Array | null> {
  if (message.length !== 1) return card.transmit(message)
  if (message[0] === controls.getAtr) return card.atr
  // Power off, power on and reset all start the card afresh, and want no answer.
  card.reset()
  return null
}

/** Answers a connection until it ends; `onBroken` when the card ended it, by leaving or by keeping silent. */
function serve(card: VirtualCard, socket: Socket, onBroken: () => void): void {
  // One after the other: an answer may take its time, and order is all the protocol has.
  let queue = Promise.resolve()
  const answerFrame = async (payload: Uint8Array) => {
    const reply = await answerMessage(card, payload)
    if (reply !== null && !socket.destroyed) socket.write(frame(reply))
  }
  const readFrames = makeFrameReader((payload) => {
    queue = queue
      .then(() => answerFrame(payload))
      .catch(() => {
        socket.destroy()
        onBroken()
      })
  })
  socket.on('data', readFrames)
  // vpcd went away, or the card was taken: both end the connection and nothing else.
  socket.on('error', () => socket.destroy())
}

/** pcscd looks for a card every 400 ms; a connection it does not ask anything by then was never taken up. */
const takenUpMs = 1_500
const attempts = 4

async function openConnection(port: number, host: string): Promise<Socket> {
  const socket = connect({ port, host, noDelay: true })
  await once(socket, 'connect')
  return socket
}

/** Whether vpcd asks the card anything soon. */
function isTakenUp(socket: Socket): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), takenUpMs)
    const settle = (taken: boolean) => {
      clearTimeout(timer)
      resolve(taken)
    }
    socket.once('data', () => settle(true)).once('close', () => settle(false))
  })
}

/** Connects a card to vpcd as its TCP peer; the card is on the reader while the connection stands. */
export function createVpcdPeer(card: VirtualCard, port = vpcdPort, host = '127.0.0.1'): VpcdPeer {
  let socket: Socket | null = null
  const disconnect = () => {
    socket?.destroy()
    socket = null
  }
  async function layDown(): Promise<void> {
    // A card put back at once meets a vpcd that has not yet seen the old one leave: it has to knock again.
    for (let attempt = 0; attempt < attempts; attempt++) {
      disconnect()
      const own = (socket = await openConnection(port, host))
      serve(card, own, () => void (socket === own && comeBack()))
      if (await isTakenUp(own)) return
    }
    disconnect()
    throw new Error('vpcd does not take the card')
  }
  /** A card that only dropped the link still lies there: the reader finds it again. One that was taken away does not start. */
  const comeBack = () => card.restart().then(layDown).catch(disconnect)
  return {
    async insert() {
      card.insert()
      await layDown()
    },
    remove() {
      card.remove()
      disconnect()
    },
  }
}
