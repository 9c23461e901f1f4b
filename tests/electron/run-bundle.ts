Object.assign(globalThis, { location: { href: 'guichet://app/index.html' } })
// Runs a packaged main.cjs and preload.cjs under plain Node with the electron stub, as the page would use them, and prints
// one line of JSON. Arguments: resources folder, unpacked application, data folder.
import { once } from 'node:events'
import { createRequire, registerHooks } from 'node:module'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import * as stub from '../fixtures/electron-stub.ts'

const [resources = '', application = '', data = ''] = process.argv.slice(2)
const stubUrl = new URL('../fixtures/electron-stub.ts', import.meta.url).href
registerHooks({
  resolve: (name, context, next) =>
    name === 'electron' ? { url: stubUrl, format: 'module-typescript', shortCircuit: true } : next(name, context),
})

interface Bridge {
  post(frame: object): void
  listen(listener: (message: object) => void): () => void
}

function ask(id: number, name: string, input: object): Promise<object> {
  const { post, listen } = stub.recorded.exposed.get('guichet') as unknown as Bridge
  return new Promise((resolve) => {
    listen((message) => 'id' in message && message.id === id && resolve(message))
    post({ id, name, input })
  })
}

async function fetchStatus(path: string): Promise<number> {
  const response = await stub.recorded.handlers.get('guichet')!(new Request(`guichet://app${path}`))
  return response.status
}

stub.app.isPackaged = true
stub.app.folder = data
stub.app.appPath = application
Object.assign(process, { resourcesPath: resources })
const ended = once(stub.app, 'exit').then(() => 'failed')
const require = createRequire(import.meta.url)
require(join(application, '.vite', 'build', 'preload.cjs'))
require(join(application, '.vite', 'build', 'main.cjs'))
const joined = async () => {
  while (stub.ipcMain.listenerCount('guichet:wire') === 0) await wait(20)
  return 'joined'
}
const how = await Promise.race([joined(), ended])
const answers =
  how === 'joined'
    ? {
        status: await ask(1, 'status.get', {}),
        manager: await ask(2, 'setup.createManager', {
          operatorId: 'perrin',
          displayName: 'M. Perrin',
          pin: '739164',
          language: 'fr',
        }),
        picture: await ask(3, 'training.picture', { key: 'passport' }),
        present: await ask(4, 'training.present', { key: 'passport' }),
        page: await fetchStatus('/index.html'),
        outside: await fetchStatus('/../app.asar'),
      }
    : {}
process.stdout.write(`${JSON.stringify({ ...answers, errorBoxes: stub.recorded.errorBoxes })}\n`)
const quit = once(stub.app, 'quit')
stub.app.emit('window-all-closed')
if (how === 'joined') await quit
process.exit(0)
