import { codeOf } from '../contract/failure.ts'
import { createFrameReader } from './frame.ts'
import type { FrameRead } from './frame.ts'
import { createLiveReader } from './live-reader.ts'
import type { LiveState } from './live-reader.ts'
import type { Grey, Picture } from './picture.ts'
import { readMrz } from './read-mrz.ts'
import type { Readers } from './recogniser.ts'
import type { MrzScan } from './settle.ts'

/** One document before the camera; another gets a session of its own. */
export type LiveSession = { see: (picture: Picture) => Promise<LiveState> }

/**
 * Milliseconds with lines in sight and no agreement after which the best frame is read thoroughly: the first where it is
 * sharp, whole and well lit, the second whatever hinders. A slow machine gets its frames first, as many as vote.
 */
const clearMs = 2500
const anyMs = 6000
const leastFrames = 6
/** Frames without lines after which the best one is forgotten: the document has gone. */
const patience = 8

/** The best frame seen of a document: the sharpest, with the least glare. */
type Kept = { image: Grey; merit: number; since: number; clearSince: number | null; frames: number; empty: number }

function keep(kept: Kept | null, { texts, hint, image, merit }: FrameRead, at: number): Kept | null {
  if (texts.length === 0) return kept && kept.empty + 1 < patience ? { ...kept, empty: kept.empty + 1 } : null
  const since = kept?.since ?? at
  const clearSince = kept?.clearSince ?? (hint === null ? at : null)
  const best = kept && kept.merit >= merit ? kept : { image, merit }
  return { image: best.image, merit: best.merit, since, clearSince, frames: (kept?.frames ?? 0) + 1, empty: 0 }
}

const isDue = ({ since, clearSince, frames }: Kept, at: number): boolean =>
  frames >= leastFrames && (at - since >= anyMs || (clearSince !== null && at - clearSince >= clearMs))

/**
 * The live camera's whole judgement: each frame is read once and votes (live-reader.ts); where nothing hinders and some
 * seconds bring no agreement, the best frame kept is read as a still picture, the frames remembered voting beside it, so that
 * a glare that moved from frame to frame covers nothing in all of them. `clock` counts milliseconds. Nothing of a picture
 * outlives the session but its best frame. Fails as `createFrameReader` does.
 */
export function createLiveSession(readers: Readers, { now, clock }: { now: Date; clock: () => number }): LiveSession {
  const frames = createFrameReader(readers, clock)
  const voter = createLiveReader({ now })
  let kept: Kept | null = null

  async function readKept({ image }: Kept): Promise<MrzScan | null> {
    kept = null
    try {
      return await readMrz(image, readers, { now, source: 'camera', besides: voter.readings() })
    } catch (error) {
      if (codeOf(error) === 'mrz_not_found') return null
      throw error
    }
  }
  return {
    see: async (picture) => {
      const frame = await frames.read(picture)
      const state = voter.add(frame)
      if (state.scan) return state
      kept = keep(kept, frame, clock())
      return kept && isDue(kept, clock()) ? { ...state, scan: await readKept(kept) } : state
    },
  }
}
