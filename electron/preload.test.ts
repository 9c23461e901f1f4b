import { expect, test, vi } from 'vitest'

const heard = vi.hoisted(() => ({
  sent: 0,
  port: null as null | ((event: { ports: object[] }) => void),
  page: null as null | { post(message: unknown): void },
}))
vi.mock('electron', () => ({
  ipcRenderer: {
    on: (_channel: string, hear: typeof heard.port) => (heard.port = hear),
    send: () => (heard.sent += 1),
  },
  contextBridge: { exposeInMainWorld: (_name: string, page: typeof heard.page) => (heard.page = page) },
}))

test('a page that was given no port asks until it has one, and then says what waited', async () => {
  vi.useFakeTimers()
  await import('./preload.ts')
  expect(heard.sent).toBe(1)
  heard.page!.post('early')
  vi.advanceTimersByTime(6_000)
  expect(heard.sent).toBe(3)
  const postMessage = vi.fn()
  heard.port!({ ports: [{ postMessage }] })
  expect(postMessage.mock.calls).toEqual([['early']])
  vi.advanceTimersByTime(60_000)
  expect(heard.sent).toBe(3)
  vi.useRealTimers()
})
