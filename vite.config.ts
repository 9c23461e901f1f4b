import { copyFileSync, existsSync, mkdirSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

const here = import.meta.dirname
const modules = join(here, 'node_modules')

/** What the workers load at run time, by its path under `vendor/`: nothing is fetched from elsewhere (kiosk offline). */
function vendorFiles(): [from: string, to: string][] {
  const core = join(modules, 'tesseract.js-core')
  const own = join(here, 'assets/mrz/ocrb.traineddata')
  const stock = join(modules, '@tesseract.js-data/eng/4.0.0_best_int/eng.traineddata.gz')
  return [
    [join(modules, 'tesseract.js/dist/worker.min.js'), 'tesseract/worker.min.js'],
    ...readdirSync(core)
      .filter((name) => /^tesseract-core.*-lstm\.(wasm\.js|wasm)$/.test(name))
      .map((name): [string, string] => [join(core, name), `tesseract/${name}`]),
    existsSync(own) ? [own, 'mrz/ocrb.traineddata'] : [stock, 'mrz/eng.traineddata.gz'],
    [join(modules, 'zxing-wasm/dist/reader/zxing_reader.wasm'), 'zxing/zxing_reader.wasm'],
  ]
}

function copyVendor(outDir: string): Plugin {
  return {
    name: 'guichet-vendor',
    apply: 'build',
    closeBundle() {
      for (const [from, to] of vendorFiles()) {
        const target = join(outDir, 'vendor', to)
        mkdirSync(dirname(target), { recursive: true })
        copyFileSync(from, target)
      }
    },
  }
}

/** `--mode gallery` builds the screens' gallery for tests/ui instead of the product. */
export default defineConfig(({ mode }) => {
  const gallery = mode === 'gallery'
  const outDir = join(here, gallery ? '.cache/gallery' : 'dist/ui')
  return {
    root: join(here, gallery ? 'tests/ui/gallery' : 'src/ui'),
    base: './',
    publicDir: false,
    plugins: [react(), copyVendor(outDir)],
    worker: { format: 'es' },
    build: { outDir, emptyOutDir: true, target: 'chrome130', chunkSizeWarningLimit: 1500, assetsInlineLimit: 0 },
  }
})
