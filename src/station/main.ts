import { resolve } from 'node:path'
import { stationOptionsFromEnvironment } from './environment.ts'
import { serve } from './serve.ts'
import { createStation } from './station.ts'

/** The Chromium shell's process: the station and its loopback server. Prints one line of JSON with the address. */
const root = resolve(import.meta.dirname, '..', '..')
const options = stationOptionsFromEnvironment(process.env, {
  dataFolder: resolve(root, '.guichet'),
  resourcesFolder: root,
})
const station = await createStation({ ...options, keyWrap: null })
const served = await serve({
  station,
  uiFolder: resolve(root, 'dist', 'ui'),
  port: Number(process.env.GUICHET_PORT ?? 0),
})
process.stdout.write(`${JSON.stringify({ url: served.url, environment: options.environment })}\n`)

let stopping = false
const stop = async () => {
  if (stopping) return
  stopping = true
  await served.stop()
  await station.stop()
  process.exit(0)
}
process.on('SIGINT', stop)
process.on('SIGTERM', stop)
