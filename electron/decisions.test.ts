import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { answerInstaller, installerEvent } from './installer-events.ts'
import { forbiddenSwitch } from './command-line.ts'
import { isKeptFromKiosk } from './kiosk-keys.ts'
import { shellSettingsFrom } from './shell-settings.ts'
import { freePath } from './store-downloads.ts'
import { restBeforeRevivalMs } from '../src/station/process/rest-before-revival.ts'

vi.mock('electron', () => ({ app: {}, BrowserWindow: {} }))

describe('the command line of an installed application', () => {
  it.each([
    '--inspect',
    '--inspect=9229',
    '--inspect-brk=0',
    '--remote-debugging-port=0',
    '--remote-debugging-pipe',
    '--no-sandbox',
    '--disable-web-security',
    '--ignore-certificate-errors',
    '--use-fake-ui-for-media-stream',
    '--use-file-for-fake-video-capture=/tmp/face.y4m',
    '--js-flags=--expose-gc',
    '--renderer-cmd-prefix=gdb',
    '-remote-debugging-port=0',
    '/remote-debugging-port=0',
    '--Remote-Debugging-Port=0',
  ])('is refused with %s', (arg) => {
    expect(forbiddenSwitch(['/opt/guichet', arg])).toBe(arg.split('=')[0])
  })
  it('is taken with what a system adds', () => {
    for (const arg of [
      '--lang=fr',
      '--ozone-platform=wayland',
      '--disable-gpu',
      '--squirrel-firstrun',
      'inspect',
      '/home/inspect',
    ])
      expect(forbiddenSwitch(['/opt/guichet', arg])).toBeNull()
  })
})

describe('the keys of a kiosk', () => {
  const press = (key: string, ...held: ('control' | 'meta' | 'alt')[]) =>
    isKeptFromKiosk({
      type: 'keyDown',
      key,
      control: held.includes('control'),
      meta: held.includes('meta'),
      alt: held.includes('alt'),
    })
  it('keeps what reloads, zooms, goes back, leaves or closes', () => {
    expect([press('F5'), press('F11'), press('F12'), press('F4', 'alt'), press('ArrowLeft', 'alt')]).not.toContain(
      false,
    )
    for (const key of ['r', 'R', 'w', 'q', '+', '-', '0', 'F5'])
      expect([key, press(key, 'control')]).toEqual([key, true])
    expect(press('q', 'meta')).toBe(true)
  })
  it('leaves what is typed, copied and pasted, AltGr’s letters too', () => {
    expect([press('r'), press('0'), press('c', 'control'), press('v', 'control'), press('a', 'control')]).not.toContain(
      true,
    )
    expect([press('0', 'control', 'alt'), press('w', 'control', 'alt'), press('Tab', 'alt')]).not.toContain(true)
  })
})

it('a page that keeps failing is made anew ever more slowly, and never given up', () => {
  const now = 1_000_000
  const rest = (...ago: number[]) =>
    restBeforeRevivalMs(
      ago.map((ms) => now - ms),
      now,
    )
  expect([rest(0), rest(0, 90_000), rest(0, 1), rest(0, 1, 2), rest(0, 1, 2, 3)]).toEqual([0, 0, 500, 1_000, 2_000])
  expect(rest(...Array.from({ length: 40 }, (_, index) => index))).toBe(30_000)
})

it('a file that is stored writes over none and stays in its folder', () => {
  const folder = mkdtempSync(join(tmpdir(), 'guichet-files-'))
  expect(freePath(folder, 'receipt.pdf')).toBe(join(folder, 'receipt.pdf'))
  writeFileSync(join(folder, 'receipt.pdf'), '')
  writeFileSync(join(folder, 'receipt (2).pdf'), '')
  expect(freePath(folder, 'receipt.pdf')).toBe(join(folder, 'receipt (3).pdf'))
  expect(basename(freePath(folder, '../../etc/passwd'))).toBe('passwd')
  expect(basename(freePath(folder, 'a:b*c\u0000.csv'))).toBe('a_b_c_.csv')
  rmSync(folder, { recursive: true })
})

it('settings of the shell are checked', () => {
  expect(shellSettingsFrom({})).toEqual({ presence: 'window', downloadFolder: null, crashReportUrl: null })
  expect(shellSettingsFrom({ GUICHET_PRESENCE: 'kiosk', GUICHET_DOWNLOADS: '/srv/out' })).toEqual({
    presence: 'kiosk',
    downloadFolder: '/srv/out',
    crashReportUrl: null,
  })
  expect(() => shellSettingsFrom({ GUICHET_PRESENCE: 'poster' })).toThrow('GUICHET_PRESENCE')
  expect(() => shellSettingsFrom({ GUICHET_DOWNLOADS: 'relative' })).toThrow('GUICHET_DOWNLOADS')
  for (const open of ['http://reports.example', 'yes'])
    expect(() => shellSettingsFrom({ GUICHET_CRASH_REPORTS: open })).toThrow('GUICHET_CRASH_REPORTS')
})

describe('what Windows’ per-user installer starts the application with', () => {
  const exe = 'C:\\Users\\Zoë Martin\\AppData\\Local\\guichet\\app-1.2.0\\guichet.exe'
  const program = 'C:\\Users\\Zoë Martin\\AppData\\Local\\guichet\\Update.exe'
  it.each([
    ['--squirrel-install', { program, args: ['--createShortcut=guichet.exe'] }],
    ['--squirrel-updated', { program, args: ['--createShortcut=guichet.exe'] }],
    ['--squirrel-uninstall', { program, args: ['--removeShortcut=guichet.exe'] }],
    ['--squirrel-obsolete', null],
  ])('%s is answered without a window', (event, call) => {
    expect(installerEvent('win32', [exe, event, '1.2.0'], exe)).toEqual({ call })
  })
  it('anything else opens the kiosk: the first start, a person’s, another system’s', () => {
    for (const args of [
      [exe],
      [exe, '--squirrel-firstrun'],
      [exe, '--lang=fr', '--squirrel-install'],
      [exe, 'toString'],
    ])
      expect(installerEvent('win32', args, exe)).toBeNull()
    expect(installerEvent('linux', ['/opt/guichet', '--squirrel-install'], '/opt/guichet')).toBeNull()
  })
  it.each(['/nowhere/Update.exe', '/bin/true'])('ends, whatever becomes of %s', async (path) => {
    await new Promise<void>((end) => answerInstaller({ call: { program: path, args: [] } }, end))
    await new Promise<void>((end) => answerInstaller({ call: null }, end))
  })
})
