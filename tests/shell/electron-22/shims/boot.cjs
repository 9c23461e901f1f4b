// Starts the product's main process under Electron 22: gives what that lacks against 45, and nothing of the product's own.
// What preloads a driver's script is Electron's default application, which is not here.
const preload = process.argv.indexOf('-r')
if (preload > 0) require(process.argv[preload + 1])
require('./polyfill.cjs')
const { app, safeStorage, session } = require('electron')
const { Readable } = require('node:stream')

safeStorage.getSelectedStorageBackend ??= () => process.env.GUICHET_TEST_KEYRING ?? 'basic_text'

app.on('web-contents-created', (_event, contents) => {
  contents.on('will-navigate', (event, url) => (event.url ??= url))
  contents.on('will-frame-navigate', (event) => event)
})

app.whenReady().then(() => {
  const own = Object.getPrototypeOf(session.defaultSession.protocol)
  own.handle ??= function handle(scheme, answer) {
    this.registerStreamProtocol(scheme, async ({ url, method, headers }, done) => {
      try {
        const response = await answer({ url, method, headers })
        const data = response.body ? Buffer.from(await response.arrayBuffer()) : Buffer.alloc(0)
        const sent = Object.fromEntries(response.headers)
        done({ statusCode: response.status, headers: sent, data: Readable.from(data.length > 0 ? [data] : []) })
      } catch {
        done({ statusCode: 500 })
      }
    })
  }
})

require('./.vite/build/main.cjs')
