import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { galleryPagePlugin } from './scripts/vite/gallery-page.ts'
import { vendorPlugin } from './scripts/vite/vendor-files.ts'

const here = import.meta.dirname

/** `--mode gallery` builds the screens' gallery for tests/ui instead of the product; `npm run dev` serves both. */
export default defineConfig(({ mode }) => {
  const gallery = mode === 'gallery'
  const outDir = join(here, gallery ? '.cache/gallery' : 'dist/ui')
  return {
    root: join(here, gallery ? 'tests/ui/gallery' : 'src/ui'),
    base: './',
    publicDir: false,
    plugins: [react(), vendorPlugin(outDir), galleryPagePlugin()],
    worker: { format: 'es' },
    // The page may load what it is made of, which lies beside its own folder.
    server: { fs: { allow: [here] } },
    // Found only when a worker starts, where a second round of bundling would reload the page under the clerk's hands.
    optimizeDeps: { include: ['tesseract.js', 'zxing-wasm/reader'] },
    cacheDir: join(here, '.cache/vite'),
    build: { outDir, emptyOutDir: true, target: 'chrome130', chunkSizeWarningLimit: 1500, assetsInlineLimit: 0 },
  }
})
