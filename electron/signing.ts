import type { ForgeConfig } from '@electron-forge/shared-types'

type Packager = NonNullable<ForgeConfig['packagerConfig']>

/**
 * How a release is signed, from the environment of the machine that makes it; unsigned without. macOS: `GUICHET_MAC_IDENTITY` (a
 * Developer ID) signs with the hardened runtime, `GUICHET_MAC_NOTARY_PROFILE` (of `xcrun notarytool store-credentials`) has it notarised. Windows:
 * `GUICHET_WINDOWS_SIGN` holds the parameters of signtool, by which a token or a store of certificates is named: no password stands there.
 */
export function signing(
  variables: Record<string, string | undefined>,
): Pick<Packager, 'osxSign' | 'osxNotarize' | 'windowsSign'> {
  const {
    GUICHET_MAC_IDENTITY: identity,
    GUICHET_MAC_NOTARY_PROFILE: profile,
    GUICHET_WINDOWS_SIGN: parameters,
  } = variables
  if (profile && !identity)
    throw new Error('GUICHET_MAC_NOTARY_PROFILE: only what is signed can be notarised (GUICHET_MAC_IDENTITY)')
  const optionsForFile = () => ({ hardenedRuntime: true, entitlements: 'packaging/macos/entitlements.plist' })
  return {
    ...(identity && { osxSign: { identity, optionsForFile } }),
    ...(identity && profile && { osxNotarize: { keychainProfile: profile } }),
    ...(parameters && { windowsSign: { signWithParams: parameters, hashes: ['sha256' as never] } }),
  }
}
