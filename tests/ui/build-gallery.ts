import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { pagePolicyHeader } from '../../src/contract/identity/page-policy.ts'
import { serveFolder } from './serve-gallery.ts'

const root = join(import.meta.dirname, '../..')
export const galleryFolder = join(root, '.cache/gallery')

const citizenFolder = join(root, '.cache/citizen-gallery')
const vite = join(root, 'node_modules/vite/bin/vite.js')
const build = (config: string) =>
  execFileSync(process.execPath, [vite, 'build', '--config', config, '--mode', 'gallery', '--logLevel', 'error'], {
    cwd: root,
  })

/** Builds the galleries as the products are built, and serves them for all tests. */
export default async function buildGallery(): Promise<() => void> {
  build('vite.config.ts')
  build('vite.citizen.config.ts')
  const kiosk = await serveFolder(galleryFolder)
  process.env['GUICHET_GALLERY_URL'] = kiosk.url
  const headers = { 'Content-Security-Policy': pagePolicyHeader, 'X-Content-Type-Options': 'nosniff' }
  const citizen = await serveFolder(citizenFolder, { under: '/citizen/', headers })
  process.env['GUICHET_CITIZEN_GALLERY_URL'] = citizen.url
  return () => {
    kiosk.stop()
    citizen.stop()
  }
}
