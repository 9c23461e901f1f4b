import { ipcMain, MessageChannelMain, type BrowserWindow, type IpcMainEvent, type MessagePortMain } from 'electron'
import { isOwnAddress, wireChannel } from './origin.ts'

/**
 * Joins the page to the station's process whenever it asks: each gets one end of a channel of their own, so that nothing of what they say
 * passes through this process. Only the main frame of our own window gets one, while it shows our own page. `give` takes the station's end.
 */
export function joinWire(window: BrowserWindow, give: (port: MessagePortMain) => void): () => void {
  const contents = window.webContents
  const isOurs = ({ sender, senderFrame }: IpcMainEvent): boolean =>
    sender === contents && senderFrame === contents.mainFrame && isOwnAddress(senderFrame.url)
  const open = (event: IpcMainEvent): MessagePortMain | null => {
    try {
      if (!isOurs(event)) return null
      const { port1, port2 } = new MessageChannelMain()
      contents.postMessage(wireChannel, null, [port2])
      return port1
    } catch {
      // The page that asked is gone by now, and its frame cannot be looked at; the one in its place asks for itself.
      return null
    }
  }
  const join = (event: IpcMainEvent): void => {
    const port = open(event)
    if (port !== null) give(port)
  }
  ipcMain.on(wireChannel, join)
  return () => ipcMain.removeListener(wireChannel, join)
}
