// What Node 16 lacks of the globals and modules that the station uses. Only for running the shell in Electron 22.
require('core-js/actual')
const undici = require('undici')
for (const name of ['fetch', 'Response', 'Request', 'Headers', 'FormData']) globalThis[name] ??= undici[name]

const crypto = require('node:crypto')
globalThis.crypto ??= crypto.webcrypto
crypto.hash ??= (algorithm, data, encoding = 'hex') => {
  const hash = crypto.createHash(algorithm).update(data)
  return encoding === 'buffer' ? hash.digest() : hash.digest(encoding)
}

const web = require('node:stream/web')
for (const name of Object.keys(web)) globalThis[name] ??= web[name]
const { Readable } = require('node:stream')
Readable.toWeb ??= (readable) =>
  new web.ReadableStream({
    start(controller) {
      readable.on('data', (data) => controller.enqueue(new Uint8Array(data)))
      readable.on('end', () => controller.close())
      readable.on('error', (error) => controller.error(error))
    },
    cancel: () => readable.destroy(),
  })

AbortSignal.any ??= (signals) => {
  const controller = new AbortController()
  const ended = signals.find((signal) => signal.aborted)
  if (ended) controller.abort(ended.reason)
  for (const signal of signals) signal.addEventListener('abort', () => controller.abort(signal.reason), { once: true })
  return controller.signal
}

const nothing = { hasSubscribers: false, publish() {} }
require('node:diagnostics_channel').tracingChannel ??= () => ({
  hasSubscribers: false,
  start: nothing,
  end: nothing,
  asyncStart: nothing,
  asyncEnd: nothing,
  error: nothing,
  traceSync: (work, _context, self, ...values) => work.apply(self, values),
  subscribe() {},
  unsubscribe() {},
})
