import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import type { Plugin } from 'vite'
import { pagePolicy } from '../../src/contract/identity/page-policy.ts'

/** What a telephone fetches before the first page stands, compressed: two and a half seconds at 700 kbit/s, the slow edge of 3G. */
const firstLoadBudgetBytes = 220_000

const worker = 'service-worker.js'
/** Of the first load: the page, its scripts and styles in both languages, and the faces of Latin-1. */
const isShell = (file: string) =>
  file === 'index.html' ||
  /^assets\/(?:main|citizen-(?:french|english))-[^/]*\.(?:js|css)$/.test(file) ||
  /^assets\/atkinson-hyperlegible-next-latin-\d+-normal-[^/]*\.woff2$/.test(file)

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
        const files = Object.keys(bundle).filter(isShell).sort()
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
        this.info?.(`first load ${firstLoad} bytes of ${firstLoadBudgetBytes}`)
        if (program && firstLoad > firstLoadBudgetBytes)
          this.error(`The first load is ${firstLoad} bytes compressed; ${firstLoadBudgetBytes} is the budget`)
      },
    },
  }
}
