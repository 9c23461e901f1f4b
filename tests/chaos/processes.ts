import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

export interface Child {
  process: ChildProcess
  ready: Promise<void>
  exited: Promise<number | null>
  /** What it printed to stderr, for the report of a crash. */
  complaint(): string
}

/**
 * Starts a script of this folder; `fileBlocks` limits the size of its files (KiB), which is how a full disk looks to it. `stdin`: the
 * script waits for something.
 */
export function startChild(
  script: string,
  parameters: string[],
  options: { fileBlocks?: number; onLine?: (line: string) => void; stdin?: 'pipe' } = {},
): Child {
  const command = [process.execPath, join(import.meta.dirname, script), ...parameters]
  const limited = ['bash', '-c', `ulimit -f ${options.fileBlocks}; exec "$@"`, 'bash', ...command]
  const [program, ...rest] = options.fileBlocks === undefined ? command : limited
  const child = spawn(program!, rest, { stdio: [options.stdin ?? 'ignore', 'pipe', 'pipe'] })
  let complaint = ''
  child.stderr!.on('data', (chunk: Buffer) => (complaint = (complaint + chunk.toString()).slice(-4_000)))
  const exited = new Promise<number | null>((resolve) => child.on('exit', (code) => resolve(code)))
  const ready = new Promise<void>((resolve) => {
    createInterface(child.stdout!).on('line', (line) => (line === 'ready' ? resolve() : options.onLine?.(line)))
    void exited.then(() => resolve())
  })
  return { process: child, ready, exited, complaint: () => complaint }
}

/** A little above what the database's largest file is now: some writes succeed, then none. */
export function tightFileBlocks(folder: string, random: () => number): number {
  const sizes = ['station.db', 'station.db-wal']
    .map((name) => join(folder, name))
    .map((file) => (existsSync(file) ? statSync(file).size : 0))
  return Math.ceil(Math.max(...sizes) / 1024) + Math.floor(random() * 200)
}
