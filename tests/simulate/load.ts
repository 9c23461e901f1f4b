import { spawn, type ChildProcess } from 'node:child_process'
import { Agent, request } from 'node:http'
import { createInterface } from 'node:readline'
import { contentDigest, sealNext, type Sealed } from './virtual-packet.ts'
import { freshNonce, joinStation, makeProof, fetchToken, type VirtualStation } from './virtual-station.ts'

export type CentralProcess = { url: string; process: ChildProcess; stop(): Promise<void> }

/** One instance of central as it is deployed: a process of its own, on the given database. */
export async function startCentralProcess(databaseUrl: string, adjudicate: boolean): Promise<CentralProcess> {
  const file = new URL('../../src/central/main.ts', import.meta.url).pathname
  const env = {
    ...process.env,
    DATABASE_URL: databaseUrl,
    GUICHET_ENVIRONMENT: 'training',
    GUICHET_ADJUDICATE: adjudicate ? 'yes' : 'no',
    PORT: '0',
  }
  const child = spawn(process.execPath, [file], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const url = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => resolve((JSON.parse(line) as { url: string }).url))
    child.once('exit', (code) => reject(new Error(`central ended with ${code}`)))
  })
  const stop = async () => {
    child.kill('SIGTERM')
    await ended
  }
  return { url, process: child, stop }
}

/** A request made ready beforehand, so that sending costs the sender little. */
export type PreparedPut = { path: string; headers: Record<string, string>; body: Uint8Array }
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
      return {
        path,
        headers: {
          authorization: `DPoP ${accessToken}`,
          dpop: await makeProof(station.key, 'PUT', station.url + path, { accessToken, nonce }),
          'content-type': 'application/jose',
          'content-digest': contentDigest(sealed.jwe),
        },
        body: sealed.jwe,
      }
    }),
  )
}

async function refresh(station: VirtualStation): Promise<void> {
  station.nonce = await freshNonce(station.url)
  station.token = await fetchToken(station)
}

export function createSender(url: string, sockets: number) {
  const agent = new Agent({ keepAlive: true, maxSockets: sockets })
  const { hostname, port } = new URL(url)
  const put = ({ path, headers, body }: PreparedPut): Promise<Sent> => {
    const startedAt = performance.now()
    return new Promise((resolve) => {
      const length = { 'content-length': String(body.length) }
      const options = { agent, hostname, port, path, method: 'PUT', headers: { ...headers, ...length } }
      const sending = request(options, (response) => {
        response.resume()
        response.on('end', () => resolve({ status: response.statusCode!, latencyMs: performance.now() - startedAt }))
      })
      // A refused or broken connection is an outage to the sender: it comes again.
      sending.on('error', () => resolve({ status: 0, latencyMs: performance.now() - startedAt }))
      sending.end(body)
    })
  }
  return { put, close: () => agent.destroy() }
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
