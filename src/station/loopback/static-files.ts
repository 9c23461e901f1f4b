import { readFile } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'

const mediaTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.wasm': 'application/wasm',
  '.traineddata': 'application/octet-stream',
  '.bin': 'application/octet-stream',
}

/** A file of the built interface and its media type; null for anything outside the folder or not there. */
export async function readStatic(
  folder: string,
  path: string,
): Promise<{ bytes: Uint8Array; mediaType: string } | null> {
  let decoded: string
  try {
    decoded = decodeURIComponent(path)
  } catch {
    return null
  }
  const file = normalize(join(folder, decoded === '/' ? 'index.html' : decoded))
  const mediaType = mediaTypes[extname(file)]
  if (!file.startsWith(folder + sep) || decoded.includes('\0') || mediaType === undefined) return null
  try {
    return { bytes: await readFile(file), mediaType }
  } catch {
    return null
  }
}
