import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, it } from 'vitest'
import { billOfMaterials } from '../../electron/bill-of-materials.ts'
import { msi } from '../../electron/msi.ts'
import { shipResources, thirdPartyNotices } from '../../electron/ship-resources.ts'
import { shippedPackages } from '../../electron/shipped-packages.ts'
import { signing } from '../../electron/signing.ts'
import config from '../../forge.config.ts'

const root = resolve(import.meta.dirname, '..', '..')
const packages = shippedPackages(root)
const names = packages.map(({ name }) => name)

it('lists what a kiosk holds, with what that depends on, and nothing that central or the tests alone use', () => {
  for (const shipped of [
    'better-sqlite3-multiple-ciphers',
    'react',
    'scheduler',
    'pino',
    'zxing-wasm',
    'tesseract.js-core',
    'pcsclite',
    'bindings',
  ])
    expect(names).toContain(shipped)
  for (const other of [
    'fastify',
    'kysely',
    'pg',
    'pg-boss',
    'nodemailer',
    'oidc-provider',
    'vitest',
    'playwright',
    'electron',
  ])
    expect(names).not.toContain(other)
})

it('names of each its version, licence and digest', () => {
  const lock = readFileSync(join(root, 'package-lock.json'), 'utf8')
  for (const { name, version, license, sha512 } of packages) {
    expect(lock, name).toContain(`"version": "${version}"`)
    expect(license, name).toMatch(
      /^\(?(MIT|ISC|Apache-2\.0|BSD-[23]-Clause|0BSD|OFL-1\.1|BlueOak-1\.0\.0|Zlib|MIT OR .*|.* OR MIT|.* AND .*)\)?$/,
    )
    expect(sha512, name).toMatch(/^[0-9a-f]{128}$/)
  }
})

it('is a bill of materials in CycloneDX 1.6, the same for the same packages', () => {
  const bill = JSON.parse(JSON.stringify(billOfMaterials('1.2.3', '45.4.1', packages)))
  expect(bill).toMatchObject({
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: expect.stringMatching(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/),
    metadata: { component: { type: 'application', name: 'guichet', version: '1.2.3' } },
  })
  expect(bill).toEqual(JSON.parse(JSON.stringify(billOfMaterials('1.2.3', '45.4.1', packages))))
  expect(billOfMaterials('1.2.4', '45.4.1', packages)).not.toMatchObject({ serialNumber: bill.serialNumber })
  const refs = bill.components.map((one: { 'bom-ref': string }) => one['bom-ref'])
  expect(new Set(refs).size).toBe(packages.length + 1)
  const named = bill.dependencies.flatMap((one: { ref: string; dependsOn: string[] }) => one.dependsOn)
  for (const ref of named) expect(refs).toContain(ref)
  expect(refs).toContain('pkg:npm/electron@45.4.1')
  expect(refs.find((ref: string) => ref.includes('fontsource'))).toMatch(/^pkg:npm\/%40fontsource\//)
})

it('passes the licences on, a text once', () => {
  const notices = thirdPartyNotices(packages)
  for (const { name, version } of packages) expect(notices).toContain(`${name} ${version} (`)
  for (const text of packages.flatMap((one) => one.text ?? [])) expect(notices).toContain(text.trim())
  // Named with their licence all the same: these bring no text of it.
  const without = ['@cornerstonejs/codec-openjpeg', '@pdf-lib/fontkit', 'client-only', 'is-url', 'tr46', 'type-fest']
  expect(packages.filter(({ text }) => text === null).map(({ name }) => name)).toEqual(without)
})

it('lays licence, notices, bill and the kiosk’s own migrations into the package, central’s not', () => {
  const resources = mkdtempSync(join(tmpdir(), 'guichet-resources-'))
  shipResources(root, resources)
  expect(readdirSync(resources).sort()).toEqual(['LICENSE', 'THIRD-PARTY-NOTICES.txt', 'migrations', 'sbom.cdx.json'])
  const shipped = readdirSync(join(resources, 'migrations'))
  expect(shipped).toContain('0001-station.sql')
  expect(shipped.filter((name) => !name.endsWith('.sql'))).toEqual([])
  rmSync(resources, { recursive: true })
  expect(config.packagerConfig!.extraResource).not.toContain('migrations')
})

it('has an icon of each system’s kind', () => {
  const read = (ending: string) => readFileSync(join(root, `${config.packagerConfig!.icon as string}.${ending}`))
  expect([...read('ico').subarray(0, 6)]).toEqual([0, 0, 1, 0, 4, 0])
  const icns = read('icns')
  expect([icns.subarray(0, 4).toString('latin1'), icns.readUInt32BE(4)]).toEqual(['icns', icns.length])
  expect(read('png').subarray(1, 4).toString('latin1')).toBe('PNG')
  expect(statSync(join(root, 'packaging/icons/guichet.png')).size).toBeGreaterThan(1_000)
})

it('is signed as the environment says, and not at all without', () => {
  expect(signing({})).toEqual({})
  const { osxSign, osxNotarize } = signing({
    GUICHET_MAC_IDENTITY: 'Developer ID Application: X',
    GUICHET_MAC_NOTARY_PROFILE: 'p',
  })
  expect(osxNotarize).toEqual({ keychainProfile: 'p' })
  const { identity, optionsForFile } = osxSign as { identity: string; optionsForFile: () => object }
  expect(identity).toBe('Developer ID Application: X')
  const { entitlements, hardenedRuntime } = optionsForFile() as { entitlements: string; hardenedRuntime: boolean }
  expect(hardenedRuntime).toBe(true)
  const text = readFileSync(join(root, entitlements), 'utf8')
  expect(text).toContain('com.apple.security.device.camera')
  // Code that is not ours would run with these.
  expect(text).not.toMatch(/disable-library-validation|allow-unsigned-executable-memory|get-task-allow/)
  expect(() => signing({ GUICHET_MAC_NOTARY_PROFILE: 'p' })).toThrow('GUICHET_MAC_IDENTITY')
  expect(signing({ GUICHET_WINDOWS_SIGN: '/sha1 AB /tr http://t' })).toMatchObject({
    windowsSign: { signWithParams: '/sha1 AB /tr http://t' },
  })
})

it('is a package of Windows’ own installer where that is asked for: per machine, without a word, one product for good', () => {
  expect(msi({})).toEqual([])
  const [maker, ...others] = msi({ GUICHET_MSI: 'yes', GUICHET_WINDOWS_SIGN: '/sha1 AB' })
  expect(others).toEqual([])
  expect(maker).toMatchObject({ name: '@electron-forge/maker-wix', platforms: ['win32'] })
  expect(maker!.config).toMatchObject({
    defaultInstallMode: 'perMachine',
    // Neither updater nor start at login, and no choice of a folder that a clerk may write to.
    features: false,
    ui: false,
    arch: 'x64',
    exe: `${config.packagerConfig!.executableName}.exe`,
    signWithParams: '/sha1 AB',
    // As it was in the first package that anybody installed.
    upgradeCode: '6F1B2C54-3E0A-4C7B-9D58-2A41E7C09B13',
  })
  expect(readFileSync(join(root, (maker!.config as { icon: string }).icon)).length).toBeGreaterThan(1_000)
  expect(msi({ GUICHET_MSI: 'yes' })[0]!.config as object).not.toHaveProperty('signWithParams')
})

it('says in the package who it is of', () => {
  const { win32metadata, extendInfo, appBundleId } = config.packagerConfig!
  expect(win32metadata).toMatchObject({ CompanyName: 'Guichet', ProductName: 'Guichet' })
  expect(extendInfo).toMatchObject({ NSCameraUsageDescription: expect.stringContaining('caméra') })
  expect(appBundleId).toBe('org.guichet.kiosk')
})
