import { copyFileSync, createReadStream, existsSync, mkdirSync, readdirSync } from 'node:fs'
import { dirname, extname, join } from 'node:path'
import type { Plugin } from 'vite'

const root = join(import.meta.dirname, '../..')
const modules = join(root, 'node_modules')

/** What the workers load at run time, by its path under `vendor/`: nothing is fetched from elsewhere (kiosk offline). */
export function vendorFiles(): Map<string, string> {
  const core = join(modules, 'tesseract.js-core')
  const own = join(root, 'assets/mrz/ocrb.traineddata')
  const stock = join(modules, '@tesseract.js-data/eng/4.0.0_best_int/eng.traineddata.gz')
  return new Map([
    ['tesseract/worker.min.js', join(modules, 'tesseract.js/dist/worker.min.js')],
    ...readdirSync(core)
      .filter((name) => /^tesseract-core.*-lstm\.(wasm\.js|wasm)$/.test(name))
      .map((name): [string, string] => [`tesseract/${name}`, join(core, name)]),
    ['mrz/ctc.bin', join(root, 'assets/mrz/ctc.bin')],
    existsSync(own) ? ['mrz/ocrb.traineddata', own] : ['mrz/eng.traineddata.gz', stock],
    ['zxing/zxing_reader.wasm', join(modules, 'zxing-wasm/dist/reader/zxing_reader.wasm')],
  ])
}

const mediaTypes: Record<string, string> = { '.js': 'text/javascript', '.wasm': 'application/wasm' }

/** Puts these files beside what is built, and serves them from where they are while developing. */
export function vendorPlugin(outDir: string): Plugin {
  return {
    name: 'guichet-vendor',
    configureServer(server) {
      const files = vendorFiles()
      server.middlewares.use((request, response, next) => {
        const asked = /^\/(?:gallery\/)?vendor\/([^?]+)/.exec(request.url ?? '')?.[1]
        if (asked === undefined) return next()
        const file = files.get(asked)
        if (file === undefined) return void response.writeHead(404).end()
        response.writeHead(200, { 'Content-Type': mediaTypes[extname(file)] ?? 'application/octet-stream' })
        createReadStream(file).pipe(response)
      })
    },
    closeBundle() {
      if (this.environment.config.command !== 'build') return
      for (const [to, from] of vendorFiles()) {
        const target = join(outDir, 'vendor', to)
        mkdirSync(dirname(target), { recursive: true })
        copyFileSync(from, target)
      }
    },
  }
}
