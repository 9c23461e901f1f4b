import { createStore } from 'zustand/vanilla'
import type { CitizenLanguage } from '../../contract/citizen.ts'
import type { FaceFeature } from '../../contract/decision.ts'
import type { Language } from '../../contract/identity.ts'
import type { Policy } from '../../contract/policy.ts'
import type { EventPayload } from '../../contract/events.ts'
import type { Session } from '../../contract/session.ts'
import type { StationStatus } from '../../contract/status.ts'
import { readPreferences, type Preferences } from './preferences.ts'
import type { Connection } from './socket-wire.ts'

/** Where the operator is: at the counter (home or the session's step) or on one of the back-office pages. */
export type Page = 'counter' | 'queue' | 'figures' | 'log' | 'case' | 'operators' | 'trust' | 'equipment' | 'settings'
export type Sheet = 'documents' | 'file' | 'citizen' | 'changePin'

/** How the MRZ is taken; kept across a failure, so that "another picture" does not end at the camera. */
export type CaptureMode = 'camera' | 'image' | 'typed'

export interface Toast {
  id: number
  tone: 'good' | 'bad' | 'attention'
  text: string
}

/** What the page knows of its station: the wire's own state, or `silent`: a wire on which nobody answers. */
export type Reach = Connection | 'silent'

export interface UiState {
  connection: Reach
  status: StationStatus | null
  policy: Policy | null
  session: Session | null
  page: Page
  /** The sealed result whose page is open, and where it was opened from. */
  openCase: { packetId: string; from: Page } | null
  /** What lies over the page, if anything. */
  sheet: Sheet | null
  captureMode: CaptureMode
  /** Lines of the MRZ that the chip refused, to be corrected by hand; gone with the session. */
  doubtedLines: string[] | null
  /** Features of the face marked as differing, until the person is judged; gone with the session. */
  differing: FaceFeature[] | null
  /** The language of the screen turned to the citizen, once one was chosen; gone with the session. */
  citizenLanguage: CitizenLanguage | null
  exportProgress: EventPayload<'export.progress'> | null
  /** The instructor's wish: practise as if there were no camera. */
  cameraOff: boolean
  /** Counts changes of the queue, so that its list is fetched again. */
  queueChanges: number
  toasts: Toast[]
  /** The language on screen: the operator's, until somebody switches it. */
  language: Language
  preferences: Preferences
}

/** The page's state: a mirror of the station's snapshots, and where the operator looks. */
export function createUiStore() {
  const preferences = readPreferences()
  return createStore<UiState>(() => ({
    connection: 'connecting',
    status: null,
    policy: null,
    session: null,
    page: 'counter',
    openCase: null,
    sheet: null,
    captureMode: 'camera',
    doubtedLines: null,
    differing: null,
    citizenLanguage: null,
    exportProgress: null,
    cameraOff: false,
    queueChanges: 0,
    toasts: [],
    language: preferences.language ?? 'fr',
    preferences,
  }))
}
export type UiStore = ReturnType<typeof createUiStore>

let lastToast = 0
const toastMs = 6000

/** Shows a short message that goes away by itself; it is announced politely. */
export function addToast(store: UiStore, tone: Toast['tone'], text: string): void {
  const id = ++lastToast
  store.setState(({ toasts }) => ({ toasts: [...toasts.slice(-2), { id, tone, text }] }))
  setTimeout(() => removeToast(store, id), toastMs)
}

export function removeToast(store: UiStore, id: number): void {
  store.setState(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.id !== id) }))
}
