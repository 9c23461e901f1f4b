import { existsSync, mkdirSync } from 'node:fs'
import { basename, extname, join } from 'node:path'
import type { Session } from 'electron'
import type { EventPayload } from '../src/contract/events.ts'
import { isOwnAddress } from './origin.ts'

/**
 * Receipts and exports go to one folder, without a system dialog in which a disk could be browsed. What does not come from
 * the interface's own origin is not stored. `ended` is told the file's name and folder, or that it could not be stored.
 */
export function storeDownloads(
  session: Session,
  folder: string,
  ended: (download: EventPayload<'download.ended'>) => void,
): void {
  session.on('will-download', (event, item) => {
    if (!isOwnAddress(item.getURL())) return event.preventDefault()
    mkdirSync(folder, { recursive: true })
    const path = freePath(folder, item.getFilename())
    item.setSavePath(path)
    item.once('done', (_event, state) =>
      ended({ fileName: basename(path), folder: state === 'completed' ? folder : null }),
    )
  })
}

/** `name`, `name (2)`, `name (3)` …: nothing that is there is written over. */
export function freePath(folder: string, fileName: string): string {
  const plain = basename(fileName).replace(/[\\/:*?"<>|\p{Cc}]/gu, '_') || 'guichet'
  const extension = extname(plain)
  const stem = plain.slice(0, plain.length - extension.length)
  for (let number = 1; ; number += 1) {
    const path = join(folder, number === 1 ? plain : `${stem} (${number})${extension}`)
    if (!existsSync(path)) return path
  }
}
