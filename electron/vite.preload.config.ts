import { defineConfig } from 'vite'

export default defineConfig({ build: { target: 'chrome140' } })
