import { codeOf } from '../contract/failure.ts'
import type { FailureCode } from '../contract/failure.ts'
import { readFrame } from './frame.ts'
import type { LiveHint } from './frame.ts'
import type { MrzScan } from './settle.ts'
import { createLiveReader } from './live-reader.ts'
import type { LiveReader } from './live-reader.ts'
import type { Picture } from './picture.ts'
import { readMrz } from './read-mrz.ts'
import type { Recogniser } from './recogniser.ts'
import type { TesseractPlaces } from './tesseract-recogniser.ts'

/** What the page asks of the worker. Pictures are transferred, not copied; `id` comes back with the answer. */
export type MrzWorkerRequest =
  | { id: number; type: 'start'; places: TesseractPlaces }
  | { id: number; type: 'frame'; picture: Picture }
  | { id: number; type: 'image'; picture: Picture }
  | { id: number; type: 'reset' }

export type MrzWorkerReply =
  | { id: number; type: 'ready' }
  | { id: number; type: 'seen'; hint: LiveHint | null; agreeing: number }
  | { id: number; type: 'read'; scan: MrzScan }
  | { id: number; type: 'failed'; code: FailureCode }

type Desk = { recogniser: Recogniser; live: LiveReader; frames: number }

async function answer(desk: Desk, request: Exclude<MrzWorkerRequest, { type: 'start' }>): Promise<MrzWorkerReply> {
  const { id } = request
  if (request.type === 'reset') {
    desk.live.reset()
    return { id, type: 'ready' }
  }
  if (request.type === 'image')
    return { id, type: 'read', scan: await readMrz(request.picture, desk.recogniser, { now: new Date() }) }
  const { scan, hint, agreeing } = desk.live.add(await readFrame(request.picture, desk.recogniser, desk.frames++))
  return scan ? { id, type: 'read', scan } : { id, type: 'seen', hint, agreeing }
}

/**
 * The worker's whole business behind one function: feed it each message, post what it returns. Every request gets exactly
 * one answer; what fails is answered with its code.
 */
export function createMrzDesk(
  open: (places: TesseractPlaces) => Promise<Recogniser>,
): (request: MrzWorkerRequest) => Promise<MrzWorkerReply> {
  let desk: Promise<Desk> | null = null
  return async (request) => {
    try {
      if (request.type === 'start') {
        desk = open(request.places).then((recogniser) => ({
          recogniser,
          live: createLiveReader({ now: new Date() }),
          frames: 0,
        }))
        await desk
        return { id: request.id, type: 'ready' }
      }
      if (!desk) return { id: request.id, type: 'failed', code: 'mrz_recogniser_unavailable' }
      return await answer(await desk, request)
    } catch (error) {
      return { id: request.id, type: 'failed', code: codeOf(error) }
    }
  }
}
