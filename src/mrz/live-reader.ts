import type { MrzText } from './candidate.ts'
import { isForClerkAlone } from './certainty.ts'
import type { FrameResult } from './frame.ts'
import type { LiveHint } from './hint.ts'
import { settleReadings } from './settle.ts'
import type { MrzScan } from './settle.ts'
import { layouts } from '../emrtd/lds/mrz/layouts.ts'
import { verifyChecks } from '../emrtd/lds/mrz/parse.ts'

/** Either the MRZ is read, or what to tell the clerk meanwhile; `agreeing` frames said the same so far. */
export type LiveState = { scan: MrzScan | null; hint: LiveHint | null; agreeing: number }

export type LiveReader = {
  add: (frame: FrameResult) => LiveState
  /** The readings remembered. */
  readings: () => readonly MrzText[]
  reset: () => void
}

/**
 * Frames remembered; frames that must agree; how many before doubts about what no check digit covers go to the clerk instead
 * of to more frames; frames without an MRZ after which the document is taken as gone.
 */
const remembered = 6
const needed = 2
const enough = 4
const patience = 8

const allChecksAgree = (text: MrzText): boolean =>
  verifyChecks(layouts[text.format], text.lines).every((check) => check.ok)

const isAlike = (texts: readonly MrzText[]): boolean => new Set(texts.map(({ lines }) => lines.join())).size === 1

/**
 * Votes over camera frames. It stops as soon as two frames agree whose check digits all hold and nothing else is in doubt, or
 * the consensus of those remembered is certain; when two agree and what is in doubt is printed so; when four agree, or the judgement of four or more has no problem, and only the
 * clerk can settle what is left; and when all remembered, each cut in another way, read the same that no check digit bears
 * out: so it is printed. Only texts as they were read vote, never a repaired one. Holds no picture and no clock. `now` decides
 * centuries.
 */
export function createLiveReader({ now }: { now: Date }): LiveReader {
  /** The readings of each frame remembered that had any. */
  let frames: (readonly MrzText[])[] = []
  let empty = 0
  const reset = (): void => {
    frames = []
    empty = 0
  }
  /** The frames in most of which a network read the same lines with every check digit right. */
  const largestGroup = (): (readonly MrzText[])[] => {
    const read = frames.flatMap((frame) =>
      frame.filter(allChecksAgree).map((text) => ({ frame, lines: text.lines.join() })),
    )
    const groups = [...new Set(read.map(({ lines }) => lines))].map((lines) => [
      ...new Set(read.filter((one) => one.lines === lines).map(({ frame }) => frame)),
    ])
    return groups.sort((a, b) => b.length - a.length)[0] ?? []
  }
  const judge = (largest: (readonly MrzText[])[]): MrzScan | null => {
    if (largest.length >= needed) {
      const scan = settleReadings(largest.flat(), 'camera', now)
      if (scan.capture.certain || isForClerkAlone(scan.capture.uncertain) || largest.length >= enough) return scan
    }
    if (frames.length <= needed) return null
    const readings = frames.flat()
    const scan = settleReadings(readings, 'camera', now)
    const isPrintedSo = frames.length === remembered && isAlike(readings)
    const isForClerk = isPrintedSo || (frames.length >= enough && scan.reading.problems.length === 0)
    return scan.capture.certain || isForClerk ? scan : null
  }
  const add = ({ texts, hint }: FrameResult): LiveState => {
    empty = texts.length > 0 ? 0 : empty + 1
    if (empty >= patience) reset()
    if (texts.length > 0) frames = [...frames, texts].slice(-remembered)
    const largest = largestGroup()
    return { scan: judge(largest), agreeing: largest.length, hint }
  }
  return { add, readings: () => frames.flat(), reset }
}
