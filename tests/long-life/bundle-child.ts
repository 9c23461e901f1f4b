import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build, type Plugin } from 'vite'

const root = join(import.meta.dirname, '../..')
/** What is not JavaScript alone, or loads files of its own. */
const left = ['pkcs11js', '@electric-sql/pglite', 'pino']

/** Files are found from where each source stands, not from where the bundle does. */
const whereItStood: Plugin = {
  name: 'where-it-stood',
  enforce: 'pre',
  transform(code, id) {
    const [file = ''] = id.split('?')
    if (!file.startsWith('/') || !code.includes('import.meta.')) return null
    const url = JSON.stringify(pathToFileURL(file).href)
    const folder = JSON.stringify(dirname(file))
    return code.replaceAll('import.meta.url', url).replaceAll('import.meta.dirname', folder)
  },
}

/**
 * One file of all that an instance is made of: a thousand starts cost a third of what they would from the sources, and no edit of these
 * meets a run of an hour. `path`: as `startChild` takes it.
 */
export async function bundleChild(): Promise<{ path: string; remove(): void }> {
  const cache = join(root, '.cache')
  mkdirSync(cache, { recursive: true })
  const folder = mkdtempSync(join(cache, 'long-life-'))
  await build({
    ...{ configFile: false, root, logLevel: 'silent' },
    plugins: [whereItStood],
    ssr: { noExternal: true, external: left },
    build: {
      ...{ ssr: 'tests/long-life/identity-child.ts', outDir: folder, target: 'node22', minify: false },
      rolldownOptions: { output: { entryFileNames: 'identity-child.mjs', codeSplitting: false } },
    },
  })
  const remove = () => rmSync(folder, { recursive: true, force: true })
  process.once('exit', remove)
  const path = relative(join(root, 'tests/chaos'), join(folder, 'identity-child.mjs'))
  return { path, remove }
}
