import { z } from 'zod'
import { CitizenAnswer, CitizenLanguage } from '../../contract/citizen.ts'
import { CitizenShow, citizenShowOf } from './citizen-show.ts'
import type { Client } from './client.ts'
import type { UiStore } from './store.ts'

/** Where the two windows of one kiosk talk; nobody outside this origin can hear it. */
const channelName = 'guichet.citizen'
const beatMs = 1_000
/** Longer without a sign of the clerk's page, and nothing of anybody stays on the citizen's screen. */
export const silentMs = 3_000

const ToCitizen = z.object({ show: CitizenShow, language: CitizenLanguage, days: z.int().nullable() })
export type ToCitizen = z.infer<typeof ToCitizen>
const FromCitizen = z.object({ sessionId: z.uuid(), answer: CitizenAnswer, language: CitizenLanguage })
type FromCitizen = z.infer<typeof FromCitizen>

/** The address of the citizen's window: the same page, told apart by its fragment. */
export const citizenFragment = '#citizen'

/** Opens the window for a second display. It gets no copy of this page's session storage and so no way to the station. */
export function openCitizenWindow(): void {
  window.open(`${location.pathname}${citizenFragment}`, '_blank', 'noopener,popup,width=1024,height=768')
}

/**
 * The clerk's end: tells what the citizen may see at every change and every second, and hands the citizen's answer to the
 * station where it still is that visit's. Nothing is told while nobody is logged in, the screen is locked or the station away.
 */
export function serveCitizenWindow(client: Client, store: UiStore): () => void {
  const channel = new BroadcastChannel(channelName)
  const tell = () => {
    const { connection, status, session, policy, language, citizenLanguage } = store.getState()
    if (connection !== 'open') return
    const inside = status?.operator && !status.locked
    const shown: ToCitizen = {
      show: citizenShowOf(inside ? session : null),
      language: citizenLanguage ?? session?.consent?.language ?? language,
      days: policy?.retentionDays ?? null,
    }
    channel.postMessage(shown)
  }
  channel.addEventListener('message', ({ data }) => {
    const said = FromCitizen.safeParse(data)
    if (!said.success || said.data.sessionId !== store.getState().session?.sessionId) return
    const { answer, language } = said.data
    store.setState({ citizenLanguage: language })
    void client.request('session.citizenAnswer', { answer, language }).catch(() => null)
  })
  const stop = store.subscribe(tell)
  const beat = setInterval(tell, beatMs)
  return () => {
    stop()
    clearInterval(beat)
    channel.close()
  }
}

/** The citizen's end: hears what to show, null once the clerk's page has been silent too long; answers are sent back. */
export function hearClerk(onShow: (told: ToCitizen | null) => void): {
  answer(said: FromCitizen): void
  close(): void
} {
  const channel = new BroadcastChannel(channelName)
  const end = () => onShow(null)
  let silence = setTimeout(end, silentMs)
  channel.addEventListener('message', ({ data }) => {
    const told = ToCitizen.safeParse(data)
    if (!told.success) return
    clearTimeout(silence)
    silence = setTimeout(end, silentMs)
    onShow(told.data)
  })
  return {
    answer: (said) => channel.postMessage(said),
    close: () => {
      clearTimeout(silence)
      channel.close()
    },
  }
}
