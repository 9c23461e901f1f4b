import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { serveFolder } from './serve-gallery.ts'

const root = join(import.meta.dirname, '../..')
export const galleryFolder = join(root, '.cache/gallery')

/** Builds the gallery as the product is built, and serves it for all tests. */
export default async function buildGallery(): Promise<() => void> {
  const vite = join(root, 'node_modules/vite/bin/vite.js')
  execFileSync(process.execPath, [vite, 'build', '--mode', 'gallery', '--logLevel', 'error'], { cwd: root })
  const { url, stop } = await serveFolder(galleryFolder)
  process.env['GUICHET_GALLERY_URL'] = url
  return stop
}
