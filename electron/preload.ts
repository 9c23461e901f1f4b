import { contextBridge, ipcRenderer } from 'electron'

// A sandboxed preload can require nothing of ours: the channel's name stands here again, and a test compares the two.
const wireChannel = 'guichet:wire'

/** The wire of architecture.md: two functions, one channel. Nothing else of Electron reaches the page. */
contextBridge.exposeInMainWorld('guichet', {
  post: (message: unknown): void => ipcRenderer.send(wireChannel, message),
  listen: (listener: (message: unknown) => void): (() => void) => {
    const forward = (_event: unknown, message: unknown): void => listener(message)
    ipcRenderer.on(wireChannel, forward)
    return () => ipcRenderer.removeListener(wireChannel, forward)
  },
})
