import type { IForgeResolvableMaker } from '@electron-forge/shared-types'

/** The product to Windows Installer, in each of its versions: another code would install beside the old version instead of replacing it. */
const upgradeCode = '6F1B2C54-3E0A-4C7B-9D58-2A41E7C09B13'

/**
 * The package for Windows' own installer, for a fleet: per machine, into Program Files, where a clerk cannot write; without dialogs, updater or
 * start at login. Made where `GUICHET_MSI` is `yes`, on Windows with the WiX Toolset 3 and `@electron-forge/maker-wix` (docs/release.md), and signed as
 * `GUICHET_WINDOWS_SIGN` says (signing.ts).
 */
export function msi({
  GUICHET_MSI: wanted,
  GUICHET_WINDOWS_SIGN: parameters,
}: Record<string, string | undefined>): IForgeResolvableMaker[] {
  if (wanted !== 'yes') return []
  const config = {
    name: 'Guichet',
    manufacturer: 'Guichet',
    description: 'Guichet',
    exe: 'guichet.exe',
    icon: 'packaging/icons/guichet.ico',
    arch: 'x64',
    upgradeCode,
    defaultInstallMode: 'perMachine',
    programFilesFolderName: 'Guichet',
    // 1036: French.
    language: 1036,
    cultures: 'fr-FR',
    ui: false,
    features: false,
    ...(parameters && { signWithParams: parameters }),
  }
  return [{ name: '@electron-forge/maker-wix', platforms: ['win32'], config }]
}
