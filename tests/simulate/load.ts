import { spawn } from 'node:child_process'
import { connect, type Socket } from 'node:net'
import { createInterface } from 'node:readline'
import { contentDigest, sealNext, type Sealed } from './virtual-packet.ts'
import { freshNonce, joinStation, makeProof, fetchToken, type VirtualStation } from './virtual-station.ts'

export type CentralProcess = { url: string; stop(): Promise<void>; kill(): Promise<void> }

/** One instance of central as it is deployed: a process of its own, on the given database. */
export async function startCentralProcess(
  databaseUrl: string,
  adjudicate: boolean,
  port = '0',
  more: Record<string, string> = {},
): Promise<CentralProcess> {
  const file = new URL('../../src/central/main.ts', import.meta.url).pathname
  const settings = { DATABASE_URL: databaseUrl, GUICHET_ENVIRONMENT: 'training', PORT: port, ...more }
  const env = { ...process.env, ...settings, GUICHET_ADJUDICATE: adjudicate ? 'yes' : 'no' }
  const child = spawn(process.execPath, [file], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const url = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => resolve((JSON.parse(line) as { url: string }).url))
    child.once('exit', (code) => reject(new Error(`central ended with ${code}`)))
  })
  const endBy = (signal: 'SIGTERM' | 'SIGKILL') => async () => {
    child.kill(signal)
    await ended
  }
  return { url, stop: endBy('SIGTERM'), kill: endBy('SIGKILL') }
}

/** A whole request, written out beforehand: sending it costs the sender a copy. */
export type PreparedPut = Buffer
export type Sent = { status: number; latencyMs: number }

export const joinTraining = (url: string, count: number): Promise<VirtualStation[]> =>
  Promise.all(Array.from({ length: count }, () => joinStation(url, 'TRAINING-STATION')))

type Subject = Parameters<typeof sealNext>[1]

/** Seals `count` packets, spread over the stations and over the given applications. */
export async function sealMany(
  stations: VirtualStation[],
  subjects: readonly Subject[],
  count: number,
): Promise<{ station: VirtualStation; sealed: Sealed }[]> {
  const made: { station: VirtualStation; sealed: Sealed }[] = []
  for (let i = 0; i < count; i++) {
    const station = stations[i % stations.length]!
    made.push({ station, sealed: await sealNext(station, subjects[i % subjects.length]!) })
  }
  return made
}

/** Adds token and proof to packets; the proofs hold for about five minutes. */
export async function preparePuts(packets: { station: VirtualStation; sealed: Sealed }[]): Promise<PreparedPut[]> {
  const stations = new Set(packets.map(({ station }) => station))
  await Promise.all([...stations].map(refresh))
  return Promise.all(
    packets.map(async ({ station, sealed }) => {
      const path = `/v1/packets/${sealed.packetId}`
      const { token: accessToken, nonce } = station
      const dpop = await makeProof(station.key, 'PUT', station.url + path, { accessToken, nonce })
      const head = [
        `PUT ${path} HTTP/1.1`,
        `host: ${new URL(station.url).host}`,
        `authorization: DPoP ${accessToken}`,
        `dpop: ${dpop}`,
        'content-type: application/jose',
        `content-digest: ${contentDigest(sealed.jwe)}`,
        `content-length: ${sealed.jwe.length}`,
      ]
      return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), sealed.jwe])
    }),
  )
}

async function refresh(station: VirtualStation): Promise<void> {
  station.nonce = await freshNonce(station.url)
  station.token = await fetchToken(station)
}

export type Sender = { put(request: PreparedPut): Promise<Sent>; close(): void }

/**
 * Sends prepared requests over kept-alive sockets and reads the answers' status and length, nothing more: sender and central
 * share this machine, and what the sender spends central has not. Status 0: refused or broken connection.
 */
export function createSender(url: string): Sender {
  const { hostname, port } = new URL(url)
  const idle: Socket[] = []
  const open = new Set<Socket>()
  const socketFor = () => {
    const kept = idle.pop()
    if (kept !== undefined) return kept
    const socket = connect({ host: hostname, port: Number(port), noDelay: true })
    open.add(socket)
    return socket.on('error', () => {}).once('close', () => open.delete(socket))
  }
  const put = async (request: PreparedPut): Promise<Sent> => {
    const startedAt = performance.now()
    const socket = socketFor()
    socket.write(request)
    const status = await readStatus(socket)
    if (status !== 0) idle.push(socket)
    return { status, latencyMs: performance.now() - startedAt }
  }
  return { put, close: () => open.forEach((socket) => socket.destroy()) }
}

function readStatus(socket: Socket): Promise<number> {
  return new Promise((resolve) => {
    let text = ''
    const finish = (status: number) => {
      socket.off('data', take).off('close', lost)
      resolve(status)
    }
    const lost = () => finish(0)
    const take = (chunk: Buffer) => {
      text += chunk.toString('latin1')
      const end = text.indexOf('\r\n\r\n')
      const length = /^content-length: (\d+)\r$/im.exec(text)?.[1]
      if (end > 0 && text.length >= end + 4 + Number(length ?? 0)) finish(Number(text.slice(9, 12)))
    }
    socket.on('data', take).once('close', lost)
    if (socket.destroyed) lost()
  })
}

/** Runs `work` over all items, `atOnce` at a time. */
export async function eachOf<T, R>(items: readonly T[], atOnce: number, work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  let next = 0
  const worker = async () => {
    while (next < items.length) {
      const i = next++
      results[i] = await work(items[i]!)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  return results
}

export function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0
}
