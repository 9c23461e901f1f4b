import { ipcMain, type BrowserWindow, type IpcMainEvent } from 'electron'
import { maxMessageBytes } from '../src/contract/wire-message.ts'
import type { Station } from '../src/station/port.ts'
import { isOwnAddress, wireChannel } from './origin.ts'

/**
 * Joins the window to the station over one channel. A message counts only from the main frame of our own window while it
 * shows our own page; one that is longer than a message may be is dropped unread, as the socket does.
 */
export function joinWire(window: BrowserWindow, station: Pick<Station, 'dispatch' | 'listen'>): () => void {
  const contents = window.webContents
  const isOurs = (event: IpcMainEvent): boolean =>
    event.sender === contents && event.senderFrame === contents.mainFrame && isOwnAddress(event.senderFrame.url)
  const send = (message: object) => {
    if (!contents.isDestroyed()) contents.send(wireChannel, message)
  }
  const receive = (event: IpcMainEvent, message: unknown): void => {
    if (isOurs(event) && isBounded(message)) void station.dispatch(message).then(send, () => {})
  }
  ipcMain.on(wireChannel, receive)
  const stopListening = station.listen(send)
  return () => {
    stopListening()
    ipcMain.removeListener(wireChannel, receive)
  }
}

/** Electron clones what JSON cannot say (cycles, big integers): that is no message either. */
function isBounded(message: unknown): boolean {
  try {
    return Buffer.byteLength(JSON.stringify(message) ?? '') <= maxMessageBytes
  } catch {
    return false
  }
}
