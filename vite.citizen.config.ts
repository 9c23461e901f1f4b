import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { citizenShellPlugin } from './scripts/vite/citizen-shell.ts'
import { vendorPlugin } from './scripts/vite/vendor-files.ts'

const here = import.meta.dirname

/** The citizen's web application; `--mode gallery` builds its pages' gallery for tests/ui instead. */
export default defineConfig(({ mode }) => {
  const gallery = mode === 'gallery'
  const outDir = join(here, gallery ? '.cache/citizen-gallery' : 'dist/citizen')
  const root = join(here, gallery ? 'tests/ui/citizen' : 'src/citizen')
  return {
    root,
    base: '/citizen/',
    publicDir: join(here, 'assets/citizen'),
    plugins: [react(), vendorPlugin(outDir), citizenShellPlugin()],
    worker: { format: 'es' },
    server: { fs: { allow: [here] } },
    cacheDir: join(here, '.cache/vite-citizen'),
    build: {
      outDir,
      emptyOutDir: true,
      // Telephones of the last five years.
      target: ['chrome109', 'firefox115', 'safari16.4'],
      chunkSizeWarningLimit: 1500,
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rolldownOptions: {
        input: gallery
          ? { main: join(root, 'index.html') }
          : { main: join(root, 'index.html'), 'service-worker': join(root, 'offline/service-worker.ts') },
        output: {
          entryFileNames: ({ name }) => (name === 'service-worker' ? '[name].js' : 'assets/[name]-[hash].js'),
        },
      },
    },
  }
})
