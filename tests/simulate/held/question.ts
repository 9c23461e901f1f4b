import { setTimeout } from 'node:timers/promises'
import { backoffMs } from '../../../src/station/queue/backoff.ts'
import { fetchToken, freshNonce, makeProof, type VirtualStation } from '../virtual-station.ts'

/** A question that central keeps: what came of it so far. */
export type Question = {
  begunAt: number
  breaths: number
  isOver: boolean
  wasCut: boolean
  text: string
  tries: number
}

/** Asks as a kiosk does, until central begins the answer; resolves then, while the rest of it is read on. */
export async function ask(station: VirtualStation, after: string, signal: AbortSignal): Promise<Question> {
  for (let tries = 1; ; tries += 1) {
    const response = await askOnce(station, after, signal).catch(() => null)
    if (response?.status === 200) return follow(response, tries)
    await response?.text().catch(() => {})
    const retryAfter = Number(response?.headers.get('retry-after') ?? 0) * 1000
    await setTimeout(backoffMs(tries, Math.random(), retryAfter || null), undefined, { signal })
  }
}

async function askOnce(station: VirtualStation, after: string, signal: AbortSignal): Promise<Response> {
  station.token ??= await fetchToken(station)
  const path = `/v1/events?wait=240&after=${after}`
  const { token, nonce } = station
  const dpop = await makeProof(station.key, 'GET', station.url + path, { accessToken: token, nonce })
  const response = await fetch(station.url + path, { headers: { authorization: `DPoP ${token}`, dpop }, signal })
  station.nonce = response.headers.get('dpop-nonce') ?? (await freshNonce(station.url))
  return response
}

function follow(response: Response, tries: number): Question {
  const question = { begunAt: performance.now(), breaths: 0, isOver: false, wasCut: false, text: '', tries }
  const read = async () => {
    for await (const chunk of response.body!) {
      question.breaths += 1
      question.text += Buffer.from(chunk).toString()
    }
  }
  void read()
    .catch(() => void (question.wasCut = true))
    .finally(() => void (question.isOver = true))
  return question
}
