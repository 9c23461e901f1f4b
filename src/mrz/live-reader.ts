import type { MrzText } from './candidate.ts'
import type { FrameResult, LiveHint } from './frame.ts'
import { settleReadings } from './settle.ts'
import type { MrzScan } from './settle.ts'
import { layouts } from '../emrtd/lds/mrz/layouts.ts'
import { verifyChecks } from '../emrtd/lds/mrz/parse.ts'

/** Either the MRZ is read, or what to tell the clerk meanwhile; `agreeing` frames said the same so far. */
export type LiveState = { scan: MrzScan | null; hint: LiveHint | null; agreeing: number }

export type LiveReader = { add: (frame: FrameResult) => LiveState; reset: () => void }

/**
 * Frames remembered; frames that must agree; how many agree before doubts about what no check digit covers go to the clerk
 * instead of to more frames; frames without an MRZ after which the document is taken as gone.
 */
const remembered = 6
const needed = 2
const enough = 4
const patience = 8

const allChecksAgree = (text: MrzText): boolean =>
  verifyChecks(layouts[text.format], text.lines).every((check) => check.ok)

/**
 * Votes over camera frames: stops as soon as two frames agree whose check digits all hold and nothing else is in doubt, when
 * the consensus of the remembered frames is certain, or when four agree and only the clerk can settle what is left. Holds no picture and no clock. `now` decides centuries.
 */
export function createLiveReader({ now }: { now: Date }): LiveReader {
  let readings: MrzText[] = []
  let empty = 0
  const reset = (): void => {
    readings = []
    empty = 0
  }
  const agreed = (): { scan: MrzScan | null; agreeing: number } => {
    const groups = new Map<string, MrzText[]>()
    for (const text of readings.filter(allChecksAgree)) {
      const key = text.lines.join()
      groups.set(key, [...(groups.get(key) ?? []), text])
    }
    const largest = [...groups.values()].sort((a, b) => b.length - a.length)[0] ?? []
    if (largest.length >= needed) {
      const scan = settleReadings(largest, 'camera', now)
      if (scan.capture.certain || largest.length >= enough) return { scan, agreeing: largest.length }
    }
    const scan = readings.length > needed ? settleReadings(readings, 'camera', now) : null
    return { scan: scan?.capture.certain ? scan : null, agreeing: largest.length }
  }
  const add = ({ text, hint }: FrameResult): LiveState => {
    empty = text ? 0 : empty + 1
    if (empty >= patience) reset()
    if (text) readings = [...readings, text].slice(-remembered)
    return { ...agreed(), hint }
  }
  return { add, reset }
}
