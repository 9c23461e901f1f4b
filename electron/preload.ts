import { contextBridge, ipcRenderer } from 'electron'

// A sandboxed preload can require nothing of ours: the channel's name stands here again, and a test compares the two.
const wireChannel = 'guichet:wire'

const listeners = new Set<(message: unknown) => void>()
const tell = (message: unknown): void => {
  for (const listener of listeners) listener(message)
}
let post: ((message: unknown) => void) | null = null
const waiting: unknown[] = []

// The shell answers with a port to the station, and later with what it has to tell itself.
ipcRenderer.on(wireChannel, ({ ports }, message: unknown) => {
  const [port] = ports
  if (port === undefined) return tell(message)
  port.onmessage = ({ data }) => tell(data)
  post = (said) => port.postMessage(said)
  for (const said of waiting.splice(0)) post(said)
})

/** The shell gives none to a frame that it does not know as its own yet, or no longer, as while one page takes the place of another. */
const askAgainMs = 3_000
function askForPort(): void {
  if (post !== null) return
  ipcRenderer.send(wireChannel)
  setTimeout(askForPort, askAgainMs)
}
askForPort()

/** The wire of architecture.md: two functions, one channel. Nothing else of Electron reaches the page. */
contextBridge.exposeInMainWorld('guichet', {
  post: (message: unknown): void => {
    if (post === null) waiting.push(message)
    else post(message)
  },
  listen: (listener: (message: unknown) => void): (() => void) => {
    listeners.add(listener)
    return () => void listeners.delete(listener)
  },
})
