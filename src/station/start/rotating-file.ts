import { appendFileSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'

export interface RotatingFile {
  write(line: string): void
}

/**
 * Lines in `<folder>/<name>.log`, readable by its owner alone; a full file becomes `<name>.1.log`, that one `<name>.2.log`,
 * and the oldest is removed. Never throws: a full disk must not end what wanted to say so.
 */
export function openRotatingFile(
  folder: string,
  name: string,
  { maxBytes, files }: { maxBytes: number; files: number },
): RotatingFile {
  const path = (age: number) => join(folder, age === 0 ? `${name}.log` : `${name}.${age}.log`)
  const sizeOf = () => statSync(path(0), { throwIfNoEntry: false })?.size ?? 0
  const rotate = () => {
    rmSync(path(files - 1), { force: true })
    for (let age = files - 2; age >= 0; age -= 1)
      if (statSync(path(age), { throwIfNoEntry: false })) renameSync(path(age), path(age + 1))
  }
  return {
    write(line) {
      try {
        mkdirSync(folder, { recursive: true, mode: 0o700 })
        if (sizeOf() + Buffer.byteLength(line) > maxBytes) rotate()
        appendFileSync(path(0), line, { mode: 0o600 })
      } catch {
        // Nowhere is left to say it.
      }
    },
  }
}
