import { performance } from 'node:perf_hooks'
import sharp from 'sharp'
import { parseMrz } from '../../src/emrtd/lds/mrz/parse.ts'
import { createLiveSession } from '../../src/mrz/live-session.ts'
import type { MrzScan } from '../../src/mrz/settle.ts'
import type { Picture } from '../../src/mrz/picture.ts'
import type { Readers } from '../../src/mrz/recogniser.ts'
import { degrade } from './degrade.ts'
import type { Degradation } from './degrade.ts'
import { processorMs, quantile } from './measure.ts'
import { createRandom } from './specimen/random.ts'
import type { Random } from './specimen/random.ts'

/** One document before the live camera. Milliseconds are null where nothing was accepted. */
export type LiveOutcome = {
  truth: string[]
  lines: string[] | null
  certain: boolean
  /** Why characters are doubtful, where it is told; `read` where readings differ or were unsure. */
  whys: string[]
  acceptedMs: number | null
  frames: number
  processorMs: number
}

/** A camera's frame rate, and how long the clerk holds the document before it. */
const frameMs = 1000 / 30
const longestMs = 10_000
const frameSide = 1600

/** A hand's tremor, a lamp's flicker, a sensor's noise. */
const shiftPixels = 3
const tiltDegrees = 0.4
const brightness = 0.04
const noise = 3

/** The picture as a camera of 1600 pixels sees it held by hand: shifted, tilted and lit a little otherwise in each frame. */
async function jitter({ width, height, data }: Picture, random: Random): Promise<Picture> {
  const scale = Math.min(1, frameSide / Math.max(width, height))
  const angle = (random.between(-tiltDegrees, tiltDegrees) * Math.PI) / 180
  const [c, s] = [scale * Math.cos(angle), scale * Math.sin(angle)]
  const [w, h] = [Math.round(width * scale), Math.round(height * scale)]
  const raw = { width, height, channels: 1 as const }
  const shift = (): number => random.between(-shiftPixels, shiftPixels)
  const moved = await sharp(data, { raw })
    .affine([c, -s, s, c], { background: '#fff', odx: shift(), ody: shift() })
    .greyscale()
    .raw()
    .toBuffer({ resolveWithObject: true })
  const light = 1 + random.between(-brightness, brightness)
  const out = new Uint8Array(w * h).fill(255)
  const [left, top] = [Math.floor((moved.info.width - w) / 2), Math.floor((moved.info.height - h) / 2)]
  for (let y = 0; y < h; y++)
    for (let x = 0; x < w; x++) {
      const [sx, sy] = [x + left, y + top]
      if (sx < 0 || sy < 0 || sx >= moved.info.width || sy >= moved.info.height) continue
      const value = moved.data[sy * moved.info.width + sx]! * light + random.between(-noise, noise)
      out[y * w + x] = Math.max(0, Math.min(255, value))
    }
  return { width: w, height: h, data: out }
}

/**
 * One document before the live camera, by the session that the page's worker runs: frame after frame until something is
 * accepted. Time is the reader's own, and a frame's at least: decoding and jittering the picture count for nothing. `spoilt` spoils
 * every frame anew, so that glare wanders.
 */
export async function watchDocument(
  readers: Readers,
  picture: Picture,
  truth: string[],
  seed: number,
  spoilt?: Degradation,
): Promise<LiveOutcome> {
  const random = createRandom(seed)
  let passed = 0
  let started = 0
  const clock = (): number => passed + performance.now() - started
  const session = createLiveSession(readers, { now: new Date(), clock })
  let frames = 0
  let spent = 0
  let scan: MrzScan | null = null
  while (!scan && passed < longestMs) {
    const seen = await jitter(picture, random)
    const frame = spoilt ? await degrade(seen, spoilt, random) : seen
    const before = processorMs()
    started = performance.now()
    scan = (await session.see(frame)).scan
    const took = performance.now() - started
    spent += processorMs() - before
    passed += Math.max(frameMs, took)
    frames++
  }
  return {
    truth,
    lines: scan?.capture.lines ?? null,
    certain: scan?.capture.certain ?? false,
    whys: [...new Set(scan?.capture.uncertain.map(({ why }) => why ?? 'read'))],
    acceptedMs: scan && passed,
    frames,
    processorMs: spent / frames,
  }
}

/** Whether a document's truth keeps every rule of its format: specimens often carry wrong digits and unknown codes. */
export const isConforming = (lines: string[]): boolean => parseMrz(lines, { now: new Date() }).problems.length === 0

export type LiveSummary = {
  documents: number
  accepted: number
  exact: number
  certain: number
  certainWrong: number
  medianMs: number
  p95Ms: number
  frames: number
  processorMsAFrame: number
}

export function summariseLive(outcomes: LiveOutcome[]): LiveSummary {
  const accepted = outcomes.filter(({ lines }) => lines !== null)
  const isExact = ({ lines, truth }: LiveOutcome): boolean => lines?.join() === truth.join()
  const times = accepted.map(({ acceptedMs }) => acceptedMs!)
  const frames = outcomes.map((o) => o.frames)
  return {
    documents: outcomes.length,
    accepted: accepted.length,
    exact: accepted.filter(isExact).length,
    certain: accepted.filter(({ certain }) => certain).length,
    certainWrong: accepted.filter((o) => o.certain && !isExact(o)).length,
    medianMs: Math.round(quantile(times, 0.5)),
    p95Ms: Math.round(quantile(times, 0.95)),
    frames: quantile(frames, 0.5),
    processorMsAFrame: Math.round(
      quantile(
        outcomes.map((o) => o.processorMs),
        0.5,
      ),
    ),
  }
}
