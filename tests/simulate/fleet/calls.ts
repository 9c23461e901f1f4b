import { createServer, type AddressInfo } from 'node:net'

/** Calls that central answered, by `METHOD /route status`. */
export type Calls = Record<string, number>

const line = /^guichet_request_seconds_count\{(.*)\} (\d+)/gm

/** What the processes of an instance say to Prometheus: of those that began anew only what came since. */
export async function callsAt(ports: readonly number[]): Promise<Calls> {
  const calls: Calls = {}
  for (const port of ports) {
    const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text()
    for (const [, labels, count] of text.matchAll(line)) {
      const of = (name: string) => new RegExp(`${name}="([^"]*)"`).exec(labels!)?.[1]
      const name = `${of('method')} ${of('route')} ${of('status')}`
      calls[name] = (calls[name] ?? 0) + Number(count)
    }
  }
  return calls
}

export function together(...all: Calls[]): Calls {
  const sum: Calls = {}
  for (const [name, count] of all.flatMap((calls) => Object.entries(calls))) sum[name] = (sum[name] ?? 0) + count
  return sum
}

/** `count` ports in a row that nobody listens on now. */
export async function portsInRow(count: number): Promise<number[]> {
  const isFree = (port: number) =>
    new Promise<number | null>((resolve) => {
      const probe = createServer().once('error', () => resolve(null))
      probe.listen(port, '127.0.0.1', () => {
        const { port: bound } = probe.address() as AddressInfo
        probe.close(() => resolve(bound))
      })
    })
  for (;;) {
    const first = (await isFree(0))!
    const ports = Array.from({ length: count }, (_, i) => first + i)
    const free = await Promise.all(ports.map(isFree))
    if (!free.includes(null)) return ports
  }
}
