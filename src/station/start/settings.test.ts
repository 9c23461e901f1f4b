import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { stationOptionsFromEnvironment } from './environment.ts'
import { toStartFailure } from './explain-failure.ts'
import { managedPlaces, withManagedSettings } from './managed-settings.ts'

let folder: string
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'guichet-settings-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const never = () => {
  throw new Error('nothing is to be run')
}
const onLinux = (content: string, variables: Record<string, string> = {}) => {
  const linux = join(folder, 'settings.json')
  writeFileSync(linux, content, { mode: 0o644 })
  return withManagedSettings(variables, 'linux', never, { ...managedPlaces, linux })
}
const codeOf = (work: () => unknown) => {
  try {
    work()
  } catch (error) {
    const { code, detail } = toStartFailure(error)
    return `${code} ${detail}`
  }
  return 'started'
}

it('goes before the environment, which fills what it leaves open', () => {
  const given = { GUICHET_MODE: 'training', GUICHET_KIND: 'tablet' }
  const read = onLinux('{"Mode":"production","CentralUrl":"https://c.example","Presence":""}', given)
  expect(read).toEqual({
    GUICHET_MODE: 'production',
    GUICHET_KIND: 'tablet',
    GUICHET_CENTRAL_URL: 'https://c.example',
  })
  const { environment, centralUrl } = stationOptionsFromEnvironment(read, { dataFolder: '/d', resourcesFolder: '/r' })
  expect([environment, centralUrl]).toEqual(['production', 'https://c.example'])
})

it.each([
  ['{"Mode":"demo"}', 'Mode'],
  ['{"Mod":"training"}', 'Mod'],
  ['{"Kind":7}', 'Kind'],
  ['{"Passphrase":"a secret for everybody"}', 'Passphrase'],
  ['[]', 'settings.json'],
  ['{', 'settings.json'],
])('%s stops the start and is named', (content, named) => {
  const said = codeOf(() => onLinux(content))
  expect(said).toMatch(/^start_settings_invalid /)
  expect(said).toContain(named)
})

it('is refused where others can write it', () => {
  const linux = join(folder, 'settings.json')
  writeFileSync(linux, '{}')
  chmodSync(linux, 0o666)
  const read = () => withManagedSettings({}, 'linux', never, { ...managedPlaces, linux })
  expect(codeOf(read)).toContain('can be written by others')
  chmodSync(linux, 0o644)
  chmodSync(folder, 0o777)
  expect(codeOf(read)).toContain('can be written by others')
})

it('is nothing where there is none', () => {
  const nowhere = { ...managedPlaces, linux: join(folder, 'none'), darwin: join(folder, 'none') }
  for (const platform of ['linux', 'darwin', 'win32', 'freebsd'])
    expect(withManagedSettings({ A: 'b' }, platform, never, nowhere)).toEqual({ A: 'b' })
})

it('is read from the registry as reg.exe prints it', () => {
  const run = (program: string, args: string[]) => {
    expect([program, ...args]).toEqual([
      String.raw`C:\Windows\System32\reg.exe`,
      'query',
      String.raw`HKLM\SOFTWARE\Policies\Guichet`,
    ])
    return [
      '',
      String.raw`HKEY_LOCAL_MACHINE\SOFTWARE\Policies\Guichet`,
      '    Mode    REG_SZ    production',
      String.raw`    DownloadFolder    REG_SZ    C:\Reçus du guichet`,
      '    Proxy    REG_SZ    ',
      '',
    ].join('\r\n')
  }
  expect(withManagedSettings({}, 'win32', run)).toEqual({
    GUICHET_MODE: 'production',
    GUICHET_DOWNLOADS: String.raw`C:\Reçus du guichet`,
  })
})

it('is read from a profile through the system’s own tool', () => {
  const darwin = join(folder, 'org.guichet.kiosk.plist')
  writeFileSync(darwin, 'bplist00', { mode: 0o644 })
  const run = (program: string, args: string[]) => {
    expect([program, args.at(-1)]).toEqual(['/usr/bin/plutil', darwin])
    return '{"Kind":"tablet"}'
  }
  expect(withManagedSettings({}, 'darwin', run, { ...managedPlaces, darwin })).toEqual({ GUICHET_KIND: 'tablet' })
})
