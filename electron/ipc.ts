import { ipcMain, MessageChannelMain, type BrowserWindow, type IpcMainEvent, type MessagePortMain } from 'electron'
import type { Logger } from 'pino'
import { isOwnAddress, wireChannel } from './origin.ts'

interface Joining {
  /** Takes the station's end. */
  give(port: MessagePortMain): void
  /** Makes the page again in another process, as survive.ts does. */
  remakePage(): void
  log: Logger
}

/** A page that goes is asked after once or twice; one that stays asks every few seconds. */
const unseenAtMost = 3

/**
 * Joins the page to the station's process whenever it asks: each gets one end of a channel of their own, so that nothing of what they say
 * passes through this process. Only the main frame of our own window gets one, while it shows our own page.
 *
 * Electron may take a frame that lives for one that is disposed, for as long as the page's process lives, when the first of two frames was
 * looked at while the second took its place. A reload keeps that process: only a page in another one can be joined again.
 */
export function joinWire(window: BrowserWindow, { give, remakePage, log }: Joining): () => void {
  const contents = window.webContents
  let unseen = 0
  const isOurs = ({ sender, senderFrame }: IpcMainEvent): boolean =>
    sender === contents && senderFrame === contents.mainFrame && isOwnAddress(senderFrame.url)
  const open = (event: IpcMainEvent): MessagePortMain | null => {
    if (!isOurs(event)) return null
    const { port1, port2 } = new MessageChannelMain()
    contents.postMessage(wireChannel, null, [port2])
    return port1
  }
  const missed = (sender: unknown): void => {
    if (sender !== contents || ++unseen < unseenAtMost) return
    unseen = 0
    log.error('the page cannot be joined to the station and is made anew')
    remakePage()
  }
  const join = (event: IpcMainEvent): void => {
    try {
      const port = open(event)
      if (port === null) return
      unseen = 0
      give(port)
    } catch {
      // The page that asked is gone by now, and its frame cannot be looked at; the one in its place asks for itself.
      missed(event.sender)
    }
  }
  ipcMain.on(wireChannel, join)
  return () => ipcMain.removeListener(wireChannel, join)
}
