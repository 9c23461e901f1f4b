import { contextBridge, ipcRenderer } from 'electron'

// A sandboxed preload can require nothing of ours: both stand here again, and a test compares them with origin.ts.
const wireChannel = 'guichet:wire'
const ownPages = 'guichet://app/'

const listeners = new Set<(message: unknown) => void>()
const tell = (message: unknown): void => {
  for (const listener of listeners) listener(message)
}
/** The newest port to the station; whatever was said before anything came back is said again on the next one. */
let port: MessagePort | null = null
let isAnswered = false
const unanswered: unknown[] = []

// The shell answers with a port to the station, and later with what it has to tell itself.
ipcRenderer.on(wireChannel, ({ ports }, message: unknown) => {
  const [given] = ports
  if (given === undefined) return tell(message)
  port = given
  port.onmessage = ({ data }) => {
    isAnswered = true
    unanswered.length = 0
    tell(data)
  }
  for (const said of unanswered) port.postMessage(said)
})

/**
 * The shell gives none to a frame that it does not know as its own yet, or no longer, as while one page takes the place of another; and a
 * port on which nothing ever comes back has lost its other end on the way: another is asked for until the station has spoken. Once there
 * is a port, each rest is twice the last: an answer under way goes to the port of its question, and a slow station must get to give one.
 */
function askForPort(restMs: number): void {
  if (isAnswered) return
  ipcRenderer.send(wireChannel)
  setTimeout(() => askForPort(port === null ? restMs : restMs * 2), restMs)
}
// A window begins with an empty document, which the page then takes the place of. It has nothing to ask, and a frame that the shell looks at
// while another takes its place may be lost to it (ipc.ts).
if (location.href.startsWith(ownPages)) askForPort(3_000)

/** The wire of architecture.md: two functions, one channel. Nothing else of Electron reaches the page. */
contextBridge.exposeInMainWorld('guichet', {
  post: (message: unknown): void => {
    if (!isAnswered) unanswered.push(message)
    port?.postMessage(message)
  },
  listen: (listener: (message: unknown) => void): (() => void) => {
    listeners.add(listener)
    return () => void listeners.delete(listener)
  },
})
