import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { defineConfig, type Plugin } from 'vite'
import { nativeModules } from './electron/native-modules.ts'

const here = import.meta.dirname
const entry = (path: string) => join(here, 'src', 'station', path)

/** What a source finds beside itself it finds from the bundle too. */
const ownPlaces: Plugin = {
  name: 'own-places',
  transform(code, id) {
    if (!id.startsWith(here) || !code.includes('import.meta.')) return null
    return code
      .replaceAll('import.meta.dirname', JSON.stringify(dirname(id)))
      .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(id).href))
  },
}

/** The Chromium shell's two programs in one file each and one that they share: a start reads these instead of hundreds of sources. */
export default defineConfig({
  publicDir: false,
  ssr: { noExternal: true },
  plugins: [ownPlaces],
  build: {
    ssr: true,
    target: 'node22',
    outDir: join(here, 'dist', 'station'),
    emptyOutDir: true,
    minify: false,
    rollupOptions: {
      input: { main: entry('main.ts'), 'station-process': entry(join('loopback', 'station-process.ts')) },
      external: [...nativeModules, /^@cornerstonejs\/codec-openjpeg\//],
      output: { entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' },
    },
  },
})
