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

type Port = { postMessage: ReturnType<typeof vi.fn>; onmessage?: (event: { data: unknown }) => void }
const give = (): Port => {
  const port: Port = { postMessage: vi.fn() }
  heard.port!({ ports: [port] })
  return port
}
const saidOn = ({ postMessage }: Port): unknown[] => postMessage.mock.calls.flat()

const ownPage = { href: 'guichet://app/index.html' }
const load = async (location: { href: string }): Promise<void> => {
  vi.resetModules()
  heard.sent = 0
  vi.stubGlobal('location', location)
  await import('./preload.ts')
}

test('the empty document that a window begins with asks for nothing, nor does a page that is not ours', async () => {
  vi.useFakeTimers()
  for (const href of ['about:blank', 'https://example.org/', 'guichet://apple/index.html']) {
    await load({ href })
    vi.advanceTimersByTime(60_000)
    expect(heard.sent, href).toBe(0)
  }
  vi.useRealTimers()
})

test('a page asks for a port until the station speaks on one, and says there what nobody has answered', async () => {
  vi.useFakeTimers()
  await load(ownPage)
  expect(heard.sent).toBe(1)
  heard.page!.post('early')
  vi.advanceTimersByTime(6_000)
  expect(heard.sent).toBe(3)

  const lost = give()
  heard.page!.post('later')
  expect(saidOn(lost)).toEqual(['early', 'later'])
  vi.advanceTimersByTime(3_000)
  expect(heard.sent).toBe(4)

  const slow = give()
  vi.advanceTimersByTime(5_900)
  expect(heard.sent, 'a station that takes longer than one rest is not cut off at the next').toBe(4)
  expect(saidOn(slow)).toEqual(['early', 'later'])
  vi.advanceTimersByTime(100)
  expect(heard.sent).toBe(5)

  const good = give()
  expect(saidOn(good)).toEqual(['early', 'later'])
  good.onmessage!({ data: 'answer' })
  heard.page!.post('last')
  expect(saidOn(good)).toEqual(['early', 'later', 'last'])
  expect(saidOn(lost)).toEqual(['early', 'later'])
  vi.advanceTimersByTime(60_000)
  expect(heard.sent).toBe(5)
  vi.useRealTimers()
})
