import { dirname } from 'node:path'
import { FuseV1Options, FuseVersion } from '@electron/fuses'
import { MakerDeb } from '@electron-forge/maker-deb'
import { MakerDMG } from '@electron-forge/maker-dmg'
import { MakerSquirrel } from '@electron-forge/maker-squirrel'
import { MakerZIP } from '@electron-forge/maker-zip'
import { FusesPlugin } from '@electron-forge/plugin-fuses'
import { VitePlugin } from '@electron-forge/plugin-vite'
import type { ForgeConfig } from '@electron-forge/shared-types'
import { msi } from './electron/msi.ts'
import { nativeModules } from './electron/native-modules.ts'
import { copyModules, trimModules } from './electron/ship-modules.ts'
import { shipResources } from './electron/ship-resources.ts'
import { signing } from './electron/signing.ts'

const config: ForgeConfig = {
  packagerConfig: {
    name: 'Guichet',
    executableName: 'guichet',
    appBundleId: 'org.guichet.kiosk',
    appCategoryType: 'public.app-category.business',
    // Native modules cannot be loaded from inside the archive.
    asar: { unpack: '**/*.node' },
    appCopyright: 'Apache-2.0',
    // Of each system's own kind; the packager adds the ending.
    icon: 'packaging/icons/guichet',
    extraResource: ['dist/ui', 'assets'],
    win32metadata: { CompanyName: 'Guichet', FileDescription: 'Guichet', ProductName: 'Guichet' },
    extendInfo: {
      NSCameraUsageDescription:
        'Guichet lit les documents et montre les personnes par la caméra. / The camera reads documents.',
    },
    ...signing(process.env),
    // Where the Electron archive cannot be downloaded, a folder that holds it (GUICHET_ELECTRON_ZIPS).
    ...(process.env.GUICHET_ELECTRON_ZIPS ? { electronZipDir: process.env.GUICHET_ELECTRON_ZIPS } : {}),
  },

  // The SQLite build is N-API and ships its binaries; pcsclite is compiled against Electron's headers, which a machine
  // without them (GUICHET_SKIP_REBUILD) leaves to the one that builds the release.
  rebuildConfig: {
    onlyModules: process.env.GUICHET_SKIP_REBUILD ? [] : ['pcsclite'],
    // Where Electron's headers cannot be had from their own site: a mirror of it.
    ...(process.env.GUICHET_ELECTRON_HEADERS ? { headerURL: process.env.GUICHET_ELECTRON_HEADERS } : {}),
  },
  makers: [
    new MakerSquirrel({ name: 'guichet' }, ['win32']),
    new MakerDMG({ format: 'ULFO' }, ['darwin']),
    new MakerDeb(
      {
        options: {
          maintainer: 'Guichet',
          genericName: 'Enrolment kiosk',
          depends: ['libpcsclite1', 'pcscd'],
          section: 'admin',
          icon: 'packaging/icons/guichet.png',
          categories: ['Office'],
        },
      },
      ['linux'],
    ),
    new MakerZIP({}, ['win32', 'darwin', 'linux']),
    ...msi(process.env),
  ],
  plugins: [
    new VitePlugin({
      build: [
        { entry: 'electron/main.ts', config: 'electron/vite.main.config.ts', target: 'main' },
        { entry: 'electron/station-process.ts', config: 'electron/vite.main.config.ts', target: 'main' },
        { entry: 'electron/preload.ts', config: 'electron/vite.preload.config.ts', target: 'preload' },
      ],
      renderer: [],
    }),
    new FusesPlugin({
      version: FuseVersion.V1,
      strictlyRequireAllFuses: true,
      [FuseV1Options.RunAsNode]: false,
      [FuseV1Options.EnableCookieEncryption]: true,
      [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
      [FuseV1Options.EnableNodeCliInspectArguments]: false,
      [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
      [FuseV1Options.OnlyLoadAppFromAsar]: true,
      [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
      [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
      // The recogniser and the image decoders are WebAssembly.
      [FuseV1Options.WasmTrapHandlers]: true,
    }),
  ],
  hooks: {
    // The Vite plugin leaves node_modules out; what the bundle keeps external is copied, rebuilt, and then trimmed.
    packageAfterCopy: async (_config, buildPath) => {
      copyModules(nativeModules, process.cwd(), buildPath)
      shipResources(process.cwd(), dirname(buildPath))
    },
    packageAfterPrune: async (_config, buildPath, _version, platform, arch) => trimModules(buildPath, platform, arch),
  },
}

export default config
