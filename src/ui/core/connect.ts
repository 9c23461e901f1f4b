import type { StationStatus } from '../../contract/status.ts'
import type { Client } from './client.ts'
import { tellCamera } from './tell-camera.ts'
import type { Connection } from './socket-wire.ts'
import type { UiStore } from './store.ts'

const noCapture = { captureMode: 'camera', doubtedLines: null, differing: null, citizenLanguage: null } as const

/** Mirrors the station's events into the store. */
export function mirrorEvents(client: Client, store: UiStore): void {
  client.on('status.changed', (status) => {
    const before = store.getState().status
    store.setState({ status })
    if (before?.operator?.operatorId !== status.operator?.operatorId) resetPage(store)
    if (before?.policyVersion !== status.policyVersion) void loadPolicy(client, store)
    if (!isOpen(before) && isOpen(status)) void loadSession(client, store)
  })
  client.on('session.changed', (session) => {
    const opened = store.getState().session?.sessionId !== session?.sessionId
    store.setState(opened ? { session, page: 'counter', sheet: null, ...noCapture } : { session })
  })
  client.on('export.progress', (exportProgress) => store.setState({ exportProgress }))
  client.on('queue.changed', () => store.setState(({ queueChanges }) => ({ queueChanges: queueChanges + 1 })))
}

const isOpen = (status: StationStatus | null) => Boolean(status?.operator) && !status?.locked

/** What is open is only told to somebody logged in: asked for at the start and after each unlocking. */
async function loadSession(client: Client, store: UiStore) {
  const session = await client.request('session.current', {}).catch(() => undefined)
  if (session !== undefined) store.setState({ session })
}

function resetPage(store: UiStore) {
  store.setState({ page: 'counter', sheet: null, exportProgress: null })
}

async function loadPolicy(client: Client, store: UiStore) {
  const policy = await client.request('policy.get', {}).catch(() => null)
  if (policy) store.setState({ policy })
}

/** Between two questions: one that fails does so at once where the station has a fault. */
const restMs = 1_000

/**
 * The station's status, asked for until it is answered, or null once the wire has changed meanwhile. A station that does
 * not answer is `silent` from the first question lost until the first answer.
 */
async function askStatus(client: Client, store: UiStore): Promise<StationStatus | null> {
  for (;;) {
    const status = await client.request('status.get', {}).catch(() => null)
    const { connection } = store.getState()
    if (connection !== 'open' && connection !== 'silent') return null
    store.setState({ connection: status === null ? 'silent' : 'open' })
    if (status !== null) return status
    await new Promise((resolve) => setTimeout(resolve, restMs))
  }
}

/** Fetches everything afresh: at the start and whenever the wire is back. */
async function loadAll(client: Client, store: UiStore): Promise<void> {
  const status = await askStatus(client, store)
  if (status === null) return
  store.setState({ status })
  void tellCamera(client)
  await loadPolicy(client, store)
  if (isOpen(status)) await loadSession(client, store)
}

/** What a change of the connection means for the client and the store. */
export function followConnection(client: Client, store: UiStore, connection: Connection): void {
  store.setState({ connection })
  if (connection === 'open') void loadAll(client, store)
  else client.drop()
}
