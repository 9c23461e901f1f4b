import { chmodSync, closeSync, existsSync, mkdirSync, openSync, statSync } from 'node:fs'

const forOthers = 0o077

/** A folder of the owner's alone, made or narrowed, whatever the umask and whatever it was. On Windows its list of rights stands. */
export function ownFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  narrow(folder, 0o700)
}

/** The same for a file, where there is one. */
export function ownFile(file: string): void {
  if (existsSync(file)) narrow(file, 0o600)
}

/** An empty file of the owner's alone, before a library fills it: what SQLite puts beside it takes its rights. */
export function makeOwnFile(file: string): void {
  closeSync(openSync(file, 'wx', 0o600))
}

function narrow(path: string, mode: number): void {
  if (process.platform !== 'win32' && (statSync(path).mode & forOthers) !== 0) chmodSync(path, mode)
}
