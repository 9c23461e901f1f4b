import { defineConfig } from 'vite'
import { nativeModules } from './native-modules.ts'

export default defineConfig({
  // CommonJS has no import.meta: without this the bundle would hold `new URL(path, undefined)` and fail as it loads.
  define: { 'import.meta.url': 'bundleUrl' },
  build: {
    target: 'node24',
    rollupOptions: {
      external: [...nativeModules, new RegExp('^@cornerstonejs/codec-openjpeg/')],
      output: { intro: "const bundleUrl = require('node:url').pathToFileURL(__filename).href" },
    },
  },
})
