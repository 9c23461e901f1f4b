import { defineConfig } from 'vite'
import { nativeModules } from './native-modules.ts'

export default defineConfig({
  build: {
    target: 'node24',
    rollupOptions: { external: [...nativeModules, new RegExp('^@cornerstonejs/codec-openjpeg/')] },
  },
})
