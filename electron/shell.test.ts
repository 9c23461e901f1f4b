import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import * as stub from '../tests/fixtures/electron-stub.ts'
import { origin, wireChannel } from './origin.ts'

// The shell runs against the stub: what is asserted is what it asks Electron for. Electron itself is not run here.
const folder = mkdtempSync(join(tmpdir(), 'guichet-electron-'))
type Bridge = { post(frame: unknown): void; listen(listener: (message: unknown) => void): () => void }

beforeAll(async () => {
  stub.app.folder = folder
  stub.utilityProcess.source = join(import.meta.dirname, 'station-process.ts')
  vi.stubGlobal('location', { href: `${origin}/index.html` })
  await import('./preload.ts')
  await import('./main.ts')
  await vi.waitFor(() => expect(stub.ipcMain.listenerCount(wireChannel)).toBe(1), { timeout: 20_000 })
})
afterAll(async () => {
  const quit = new Promise((resolve) => stub.app.once('quit', resolve))
  stub.app.emit('window-all-closed')
  await quit
  rmSync(folder, { recursive: true, force: true })
})

const theWindow = () => stub.recorded.windows[0]!
const bridge = () => stub.recorded.exposed.get('guichet') as unknown as Bridge

/** Posts a frame from the page and answers the next reply with its id. */
function ask(frame: { id: number; name: string; input: unknown }): Promise<{ ok: boolean; code?: string }> {
  return new Promise((resolve) => {
    const stop = bridge().listen((message) => {
      if (!(message instanceof Object && 'id' in message && message.id === frame.id)) return
      stop()
      resolve(message as unknown as { ok: boolean })
    })
    bridge().post(frame)
  })
}

describe('the window', () => {
  it('states every security switch of its page', () => {
    expect(theWindow().options.webPreferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      devTools: false,
    })
    expect(stub.recorded.sandboxed).toBe(true)
  })

  it('loads its own scheme, which is standard and secure and does not bypass the policy', () => {
    expect(theWindow().webContents.getURL()).toBe('guichet://app/index.html')
    expect(stub.recorded.schemes).toEqual([
      { scheme: 'guichet', privileges: expect.objectContaining({ standard: true, secure: true, bypassCSP: false }) },
    ])
  })

  it('opens the citizen’s screen without the bridge, and no other window', () => {
    const open = theWindow().webContents.windowOpenHandler!
    const citizen = open({ url: 'guichet://app/index.html#citizen' }) as unknown as {
      action: string
      overrideBrowserWindowOptions: { webPreferences: Record<string, unknown> }
    }
    expect(citizen.action).toBe('allow')
    const { webPreferences } = citizen.overrideBrowserWindowOptions
    expect(webPreferences).toMatchObject({ sandbox: true, contextIsolation: true, nodeIntegration: false })
    expect(webPreferences).not.toHaveProperty('preload')
    for (const url of ['guichet://app/index.html', 'guichet://other/index.html#citizen', 'guichet://app/#citizen'])
      expect(open({ url })).toEqual({ action: 'deny' })
  })

  it('opens no window elsewhere and navigates nowhere but within itself', () => {
    const { webContents } = theWindow()
    expect(webContents.windowOpenHandler!({ url: 'https://example.org' })).toEqual({ action: 'deny' })
    const navigate = (url: string) => {
      const event = { url, preventDefault: vi.fn() }
      webContents.emit('will-navigate', event)
      return event.preventDefault.mock.calls.length > 0
    }
    expect(navigate('https://example.org/')).toBe(true)
    expect(navigate('file:///etc/passwd')).toBe(true)
    expect(navigate('guichet://other/index.html')).toBe(true)
    expect(navigate('guichet://app/index.html')).toBe(false)
    // The machine's own map and telephone, which the page does not leave for.
    expect([navigate('tel:+33600000000'), navigate('geo:0,0?q=Brest')]).toEqual([false, false])
    expect(navigate('mailto:somebody@example.org')).toBe(true)
  })
})

describe('permissions', () => {
  const request = (permission: string, url: string, mediaTypes: string[]) => {
    let allowed: boolean | null = null
    const contents = { getURL: () => url }
    stub.recorded.permissionRequest!(contents, permission, (yes: boolean) => (allowed = yes), {
      requestingUrl: url,
      mediaTypes,
    })
    return allowed
  }
  it('gives the camera to the own page', () => {
    expect(request('media', 'guichet://app/index.html', ['video'])).toBe(true)
    expect(stub.recorded.permissionCheck!(null, 'media', 'guichet://app', { mediaType: 'video' })).toBe(true)
  })
  it('refuses sound, other pages and everything else', () => {
    expect(request('media', 'guichet://app/index.html', ['video', 'audio'])).toBe(false)
    expect(request('media', 'guichet://app/index.html', [])).toBe(false)
    expect(request('media', 'https://example.org/', ['video'])).toBe(false)
    expect(request('geolocation', 'guichet://app/index.html', [])).toBe(false)
    expect(stub.recorded.permissionCheck!(null, 'notifications', 'guichet://app', {})).toBe(false)
    expect(stub.recorded.devicePermission!()).toBe(false)
  })
})

describe('the wire', () => {
  it('is joined before the page loads, which asks at once and would not be heard', () => {
    expect(stub.recorded.listenersAtLoads).toEqual([1])
  })

  it('carries requests and replies between page and station', async () => {
    expect(await ask({ id: 7, name: 'status.get', input: {} })).toMatchObject({ ok: true, output: { training: true } })
    expect(await ask({ id: 8, name: 'operator.list', input: {} })).toEqual({
      id: 8,
      ok: false,
      code: 'operator_not_logged_in',
    })
  })

  it('joins nobody but the main frame of its own window on its own page', async () => {
    const { webContents } = theWindow()
    const joined = vi.spyOn(webContents, 'postMessage')
    const strangers = [
      { sender: {}, senderFrame: webContents.mainFrame },
      { sender: webContents, senderFrame: { url: 'guichet://app/index.html' } },
      { sender: webContents, senderFrame: null },
    ]
    for (const event of strangers) stub.ipcMain.emit(wireChannel, event)
    const { url } = webContents.mainFrame
    webContents.mainFrame.url = 'https://example.org/'
    const own = { sender: webContents, senderFrame: webContents.mainFrame }
    stub.ipcMain.emit(wireChannel, own)
    webContents.mainFrame.url = url
    expect(joined).not.toHaveBeenCalled()
    // As after a reload: the new page gets a channel of its own, the old one is left.
    stub.ipcMain.emit(wireChannel, own)
    expect(joined).toHaveBeenCalledTimes(1)
    expect(await ask({ id: 10, name: 'status.get', input: {} })).toMatchObject({ ok: true })
    joined.mockRestore()
  })

  it('outlives a page that is gone before its question is looked at, and joins the next', async () => {
    const { webContents } = theWindow()
    const gone = {
      get url(): string {
        throw new Error('Render frame was disposed before WebFrameMain could be accessed')
      },
    }
    const here = webContents.mainFrame
    webContents.mainFrame = gone
    expect(() => stub.ipcMain.emit(wireChannel, { sender: webContents, senderFrame: gone })).not.toThrow()
    webContents.mainFrame = here
    stub.ipcMain.emit(wireChannel, { sender: webContents, senderFrame: here })
    expect(await ask({ id: 11, name: 'status.get', input: {} })).toMatchObject({ ok: true })
  })

  it('makes a page anew, once, whose frame Electron goes on taking for a disposed one', () => {
    const { webContents } = theWindow()
    const lost = {
      get url(): string {
        throw new Error('Render frame was disposed before WebFrameMain could be accessed')
      },
    }
    const here = webContents.mainFrame
    const ended = vi.spyOn(webContents, 'forcefullyCrashRenderer').mockImplementation(() => {})
    const askTimes = (times: number, frame: { url: string }): void => {
      webContents.mainFrame = frame
      for (let time = 0; time < times; time += 1)
        stub.ipcMain.emit(wireChannel, { sender: webContents, senderFrame: frame })
    }
    askTimes(2, lost)
    askTimes(1, here)
    askTimes(2, lost)
    expect(ended, 'one that was joined in between is counted anew').not.toHaveBeenCalled()
    stub.ipcMain.emit(wireChannel, { sender: {}, senderFrame: lost })
    expect(ended, 'a stranger is not counted').not.toHaveBeenCalled()
    askTimes(1, lost)
    expect(ended).toHaveBeenCalledTimes(1)
    askTimes(2, lost)
    expect(ended).toHaveBeenCalledTimes(1)
    webContents.mainFrame = here
    ended.mockRestore()
  })

  it('has the same channel and pages in the preload, which can import nothing', () => {
    const preload = readFileSync(new URL('./preload.ts', import.meta.url), 'utf8')
    for (const same of [wireChannel, `${origin}/`]) expect(preload).toContain(`'${same}'`)
  })
})

describe('what is no frame', () => {
  it.each([
    ['too long', { id: 11, name: 'x'.repeat(12_000_001), input: {} }],
    ['no JSON', { id: 11, name: 'status.get', input: 10n }],
  ])('is dropped unread when %s, and the wire goes on', async (_what, frame) => {
    const heard: unknown[] = []
    const stop = bridge().listen((message) => heard.push((message as { id?: number }).id))
    bridge().post(frame)
    expect(await ask({ id: 12, name: 'status.get', input: {} })).toMatchObject({ ok: true })
    expect(heard).toEqual([12])
    stop()
  })
})

describe('the scheme', () => {
  const get = (path: string, method = 'GET') =>
    stub.recorded.handlers.get('guichet')!(new Request(`guichet://app${path}`, { method }))
  it('serves files with the policy and nothing outside its folder', async () => {
    const missing = await get('/../package.json')
    expect(missing.status).toBe(404)
    expect(missing.headers.get('Content-Security-Policy')).toContain("default-src 'none'")
    expect((await get('/%2e%2e/%2e%2e/package.json')).status).toBe(404)
    expect((await get('/index.html', 'POST')).status).toBe(405)
    expect((await get('/download/unknown')).status).toBe(404)
  })
})

describe('the key store', () => {
  it('wraps and unwraps, refuses a foreign blob, and is not used where Linux would only pretend', async () => {
    const { systemKeyWrap } = await import('./key-store.ts')
    const key = Uint8Array.from({ length: 32 }, (_, index) => index)
    const wrap = systemKeyWrap()!
    expect(Uint8Array.from(await wrap.unwrap(await wrap.wrap(key)))).toEqual(key)
    expect(() => wrap.unwrap(Buffer.from('something else'))).toThrow('store_keyring_unavailable')
    stub.safeStorage.backend = 'basic_text'
    expect(systemKeyWrap()).toBe(process.platform === 'linux' ? null : expect.anything())
    stub.safeStorage.backend = 'gnome_libsecret'
  })
})
