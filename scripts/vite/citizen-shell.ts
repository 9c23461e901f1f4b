import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import type { Plugin } from 'vite'
import { pagePolicy } from '../../src/contract/identity/page-policy.ts'

/** What a telephone fetches before the first page stands, compressed: two and a half seconds at 700 kbit/s, the slow edge of 3G. */
const firstLoadBudgetBytes = 230_000

const worker = 'service-worker.js'
type Chunks = Record<string, { type: 'asset' } | { type: 'chunk'; facadeModuleId: string | null; imports: string[] }>

/** Of the first load, beside the page's own scripts: the page, its styles, the words in both languages, and the faces of Latin-1. */
const isShell = (file: string) =>
  file === 'index.html' ||
  /^assets\/(?:main-[^/]*\.css|citizen-(?:french|english)-[^/]*\.js)$/.test(file) ||
  /^assets\/atkinson-hyperlegible-next-latin-\d+-normal-[^/]*\.woff2$/.test(file)
const isMain = (file: string) => /^assets\/main-[^/]*\.js$/.test(file)
/** Pages that work without a network for whoever opened one. */
const parcelPage = /\/pages\/parcel(?:-check)?\.tsx$/
/** What the camera loads by name: not among a chunk's imports. */
const isScanner = (file: string) => /^assets\/qr-worker-[^/]*\.js$/.test(file)
const scannerProgram = 'vendor/zxing/zxing_reader.wasm'

/** Chunks with everything that they import, and what that imports. */
function withImports(bundle: Chunks, files: readonly string[], found = new Set<string>()): Set<string> {
  for (const file of files) {
    const chunk = bundle[file]
    if (found.has(file) || chunk?.type !== 'chunk') continue
    found.add(file)
    withImports(bundle, chunk.imports, found)
  }
  return found
}

function shellOf(bundle: Chunks): string[] {
  const files = Object.keys(bundle)
  return [...new Set([...files.filter(isShell), ...withImports(bundle, files.filter(isMain))])].sort()
}

/** The pages' own chunks, beside the shell. */
function filesOfParcelPages(bundle: Chunks, shell: readonly string[]): string[] {
  const files = Object.keys(bundle)
  const ofPages = files.filter((file) => {
    const entry = bundle[file]!
    return entry.type === 'chunk' && parcelPage.test(entry.facadeModuleId ?? '')
  })
  const needed = [...withImports(bundle, ofPages), ...files.filter(isScanner), scannerProgram]
  return needed.filter((file) => !shell.includes(file)).sort()
}

/**
 * Puts the policy into the page, tells the service worker what the shell is made of, and fails the build where the first load is over
 * its budget.
 */
export function citizenShellPlugin(): Plugin {
  return {
    name: 'guichet-citizen-shell',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: (html) =>
        html.replace(
          '<meta charset="utf-8" />',
          `$&\n    <meta http-equiv="Content-Security-Policy" content="${pagePolicy}" />`,
        ),
    },
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        const files = shellOf(bundle)
        const digest = createHash('sha256')
        let firstLoad = 0
        for (const file of files) {
          const entry = bundle[file]!
          const content = entry.type === 'chunk' ? entry.code : entry.source
          digest.update(file).update(content)
          // One of the two languages is fetched, and French is the longer; a face is compressed already.
          if (!file.includes('english'))
            firstLoad += file.endsWith('.woff2') ? content.length : gzipSync(content).length
        }
        const program = bundle[worker]
        if (program?.type === 'chunk')
          program.code = program.code
            .replace('__SHELL_VERSION__', digest.digest('hex').slice(0, 16))
            .replace('__SHELL_FILES__', JSON.stringify(files))
            .replace('__PARCEL_FILES__', JSON.stringify(filesOfParcelPages(bundle, files)))
        this.info?.(`first load ${firstLoad} bytes of ${firstLoadBudgetBytes}`)
        if (program && firstLoad > firstLoadBudgetBytes)
          this.error(`The first load is ${firstLoad} bytes compressed; ${firstLoadBudgetBytes} is the budget`)
      },
    },
  }
}
