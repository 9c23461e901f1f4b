import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { ReadChipOptions } from '../../src/emrtd/chip-reading.ts'
import { readChip } from '../../src/emrtd/read-chip.ts'
import { recordTransceiver } from '../../src/emrtd/replay/record-transceiver.ts'
import { replayTransceiver, type Exchange } from '../../src/emrtd/replay/replay-transceiver.ts'
import { seededRandom } from '../../src/virtual-card/seeded-random.ts'
import { cardOf, optionsFor } from '../../src/virtual-card/testing/specimen-cards.ts'
import { specimenPortrait } from '../../src/virtual-card/testing/specimen-portrait.ts'
import { measured, openChip } from './open-chip.ts'
import { spread, type BenchRow } from './row.ts'

const runs = 25
const portraitBytes = 20_000
/** ISO/IEC 14443 at its usual rate, the bytes alone; real links add framing and the card's own time. */
const linkBitsPerSecond = 424_000
const paceAimMs = 300
const coldRuns = 5

/** APDUs, bytes and CPU time of reading an identity card with a 20 KB portrait. The card is replayed: all time is ours. */
export async function benchChip(): Promise<BenchRow[]> {
  const { exchanges, fileBytes } = await record()
  const received = exchanges.reduce((sum, { response }) => sum + response.length / 2, 0)
  const bytes = exchanges.reduce((sum, { command }) => sum + command.length / 2, received)
  const reads: number[] = []
  const paces: number[] = []
  for (let run = 0; run < runs; run++) {
    reads.push(await timeOf(() => readChip(replayTransceiver(exchanges), options())))
    paces.push(await timeOf(() => openChip(exchanges)))
  }
  const pace = spread(paces)
  const cold = spread(Array.from({ length: coldRuns }, () => paceInNewProcess(exchanges)))
  const whole = spread(reads)
  const afterPace = { median: whole.median - pace.median, p95: whole.p95 - pace.median }
  const linkMs = ((bytes - (await bytesOfAccess(exchanges))) * 8 * 1000) / linkBitsPerSecond
  const share = (ms: number) => (100 * ms) / (ms + linkMs)
  const once = (value: number) => ({ median: value, p95: value })
  const name = (what: string) => `chip read, 20 KB portrait: ${what}`
  return [
    { name: name('commands'), ...once(exchanges.length), unit: 'APDUs' },
    {
      name: name('link'),
      ...once(bytes),
      unit: 'bytes',
      baseline: `${fileBytes} bytes of files`,
      ratio: bytes / fileBytes,
    },
    {
      name: name('received'),
      ...once(received),
      unit: 'bytes',
      baseline: `${fileBytes} bytes of files`,
      ratio: received / fileBytes,
    },
    {
      name: name('portrait alone'),
      ...once(await portraitCost()),
      unit: 'bytes',
      baseline: '19000 bytes',
      ratio: (await portraitCost()) / 19_000,
    },
    { name: name('CPU of PACE'), ...pace, unit: 'ms', baseline: `aim ${paceAimMs} ms`, ratio: pace.median / paceAimMs },
    {
      name: name('CPU of PACE, cold'),
      ...cold,
      unit: 'ms',
      baseline: `aim ${paceAimMs} ms`,
      ratio: cold.median / paceAimMs,
    },
    {
      name: name('CPU after PACE'),
      ...afterPace,
      unit: 'ms',
      baseline: `${linkMs.toFixed(0)} ms of link`,
      ratio: afterPace.median / linkMs,
    },
    {
      name: name('our share after PACE'),
      median: share(afterPace.median),
      p95: share(afterPace.p95),
      unit: '%',
      baseline: 'aim 5 %',
      ratio: share(afterPace.median) / 5,
    },
  ]
}

function options(): ReadChipOptions {
  return { ...optionsFor(measured), random: seededRandom('bench') }
}

function card(portrait: number) {
  return cardOf(measured, {}, { portrait: specimenPortrait(portrait) })
}

/** One real read of the virtual card, to be replayed with the same random numbers. */
async function record(): Promise<{ exchanges: Exchange[]; fileBytes: number }> {
  const exchanges: Exchange[] = []
  const sizes = new Map<string, number>()
  await readChip(recordTransceiver(card(portraitBytes), exchanges), {
    ...options(),
    onProgress: ({ file, bytesTotal }) => {
      if (file !== null && bytesTotal !== null) sizes.set(file, bytesTotal)
    },
  })
  return { exchanges, fileBytes: [...sizes.values()].reduce((sum, size) => sum + size, 0) }
}

/** What 19,000 bytes more of portrait cost on the link. */
async function portraitCost(): Promise<number> {
  const [small, large] = await Promise.all([1000, portraitBytes].map((size) => readChip(card(size), options())))
  if (small === undefined || large === undefined) throw new Error('no reading')
  return large.stats.bytesSent + large.stats.bytesReceived - small.stats.bytesSent - small.stats.bytesReceived
}

/** The first PACE of a kiosk's day: nothing is compiled, no table of a curve is there. */
function paceInNewProcess(exchanges: readonly Exchange[]): number {
  const program = fileURLToPath(new URL('./pace-child.ts', import.meta.url))
  return Number(spawnSync(process.execPath, [program], { input: JSON.stringify(exchanges) }).stdout)
}

async function bytesOfAccess(exchanges: readonly Exchange[]): Promise<number> {
  const { stats } = await openChip(exchanges)
  return stats.bytesSent + stats.bytesReceived
}

/** CPU time of the process, so that a busy machine does not count. Milliseconds. */
async function timeOf(run: () => Promise<unknown>): Promise<number> {
  const start = process.cpuUsage()
  await run()
  const { user, system } = process.cpuUsage(start)
  return (user + system) / 1000
}
