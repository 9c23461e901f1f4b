import { randomBytes } from 'node:crypto'

export interface Download {
  fileName: string
  mediaType: string
  /** Whole file, or a path whose file is removed once it was taken. */
  content: Uint8Array | { path: string }
}

/**
 * Files the UI may fetch from the shell's own origin, each once, under an unguessable path. Nothing is kept on disk for
 * it, and what nobody fetches within ten minutes is dropped.
 */
export interface Downloads {
  /** Answers `/download/<id>`. */
  offer(download: Download): string
  /** The file of a path, taken out; null when unknown, taken or stale. */
  take(path: string): Download | null
  /** Forgets what nobody fetched in time; how many. A receipt names a citizen. */
  dropStale(): number
  dropAll(): void
  /** How long until there is something to forget, milliseconds. */
  dueInMs(): number
}

export const downloadLifetimeMs = 600_000

export function createDownloads(nowMs: () => number): Downloads {
  const offered = new Map<string, { download: Download; until: number }>()
  const dropStale = () => {
    const stale = [...offered].filter(([, { until }]) => until <= nowMs())
    for (const [path] of stale) offered.delete(path)
    return stale.length
  }
  return {
    offer(download) {
      dropStale()
      const path = `/download/${randomBytes(24).toString('base64url')}`
      offered.set(path, { download, until: nowMs() + downloadLifetimeMs })
      return path
    },
    take(path) {
      dropStale()
      const found = offered.get(path)
      offered.delete(path)
      return found?.download ?? null
    },
    dropStale,
    dropAll: () => offered.clear(),
    dueInMs: () => Math.min(...[...offered.values()].map(({ until }) => until - nowMs())),
  }
}
