import { join } from 'node:path'
import { writeDurably } from '../store/durable-file.ts'

/** The file, in the station's own folder, that opens the kiosk: only its owner can read the code in it. */
export const launcherIn = (dataFolder: string) => join(dataFolder, 'open-kiosk.html')

/** Written for one opening: a browser is given its path, so that no command line holds the code. */
export function writeLauncher(dataFolder: string, address: string): string {
  const file = launcherIn(dataFolder)
  const page = `<!doctype html><meta charset="utf-8"><title>Guichet</title><meta http-equiv="refresh" content="0;url=${address}">\n`
  writeDurably(file, Buffer.from(page))
  return file
}
