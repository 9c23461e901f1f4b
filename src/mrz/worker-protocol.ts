import { codeOf } from '../contract/failure.ts'
import type { FailureCode } from '../contract/failure.ts'
import type { LiveHint } from './hint.ts'
import type { MrzScan } from './settle.ts'
import { createLiveSession } from './live-session.ts'
import type { LiveSession } from './live-session.ts'
import type { Picture } from './picture.ts'
import { readMrz } from './read-mrz.ts'
import type { Readers } from './recogniser.ts'
import type { TesseractPaths } from './tesseract-recogniser.ts'

/** What the page asks of the worker. Pictures are transferred, not copied; `id` comes back with the answer. */
export type MrzWorkerRequest =
  | { id: number; type: 'start'; paths: TesseractPaths }
  | { id: number; type: 'frame'; picture: Picture }
  | { id: number; type: 'image'; picture: Picture }
  | { id: number; type: 'reset' }

export type MrzWorkerReply =
  | { id: number; type: 'ready' }
  | { id: number; type: 'seen'; hint: LiveHint | null; agreeing: number }
  | { id: number; type: 'read'; scan: MrzScan }
  | { id: number; type: 'failed'; code: FailureCode }

type Recognition = { readers: Readers; live: LiveSession; newSession: () => LiveSession }

async function answer(
  recognition: Recognition,
  request: Exclude<MrzWorkerRequest, { type: 'start' }>,
): Promise<MrzWorkerReply> {
  const { id } = request
  if (request.type === 'reset') {
    recognition.live = recognition.newSession()
    return { id, type: 'ready' }
  }
  if (request.type === 'image')
    return { id, type: 'read', scan: await readMrz(request.picture, recognition.readers, { now: new Date() }) }
  const { scan, hint, agreeing } = await recognition.live.see(request.picture)
  return scan ? { id, type: 'read', scan } : { id, type: 'seen', hint, agreeing }
}

/**
 * The worker's whole business behind one function: feed it each message, post what it returns. Every request gets exactly
 * one answer, in the order of the requests: a reset comes after the frames before it. What fails is answered with its code.
 */
export function createMrzResponder(
  open: (paths: TesseractPaths) => Promise<Readers>,
  clock: () => number = Date.now,
): (request: MrzWorkerRequest) => Promise<MrzWorkerReply> {
  let recognition: Promise<Recognition> | null = null
  let last: Promise<unknown> = Promise.resolve()
  async function respond(request: MrzWorkerRequest): Promise<MrzWorkerReply> {
    try {
      if (request.type === 'start') {
        recognition = open(request.paths).then((readers) => {
          const newSession = () => createLiveSession(readers, { now: new Date(), clock })
          return { readers, live: newSession(), newSession }
        })
        await recognition
        return { id: request.id, type: 'ready' }
      }
      if (!recognition) return { id: request.id, type: 'failed', code: 'mrz_recogniser_unavailable' }
      return await answer(await recognition, request)
    } catch (error) {
      return { id: request.id, type: 'failed', code: codeOf(error) }
    }
  }
  return (request) => {
    const reply = last.then(() => respond(request))
    last = reply
    return reply
  }
}
