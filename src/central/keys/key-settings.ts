import { z } from 'zod'
import { authorityKeyFrom } from './authority-key.ts'
import type { KeyPort } from './key-port.ts'
import { pkcs11Keys } from './pkcs11-keys.ts'

const HexKey = z.string().regex(/^[0-9a-f]{64}$/i, '32 bytes in hexadecimal')
const Pin = z.string().min(4).max(64)

/** How central's keys are opened, all from the environment (docs/central.md, "Keys"). */
export const keySettings = {
  GUICHET_CENTRAL_KEY: HexKey.optional(),
  /** Once, for keys that stand unencrypted in a database with a history: the id of the signing key that is ours, or `new`. */
  GUICHET_KEYS_OF_HISTORY: z
    .string()
    .regex(/^(new|[\w-]{43})$/, 'new, or the id of a signing key')
    .optional(),
  /** Two people hold one each; together they unlock the authority key. */
  GUICHET_AUTHORITY_KEY_A: HexKey.optional(),
  GUICHET_AUTHORITY_KEY_B: HexKey.optional(),
  /** Path of a PKCS#11 library: pairs are then made and used in a token of it. */
  GUICHET_PKCS11_MODULE: z.string().optional(),
  GUICHET_PKCS11_TOKEN: z.string().optional(),
  GUICHET_PKCS11_PIN: Pin.optional(),
  /** The authority's token; its PIN is these two, one after the other, of two people. */
  GUICHET_PKCS11_AUTHORITY_TOKEN: z.string().optional(),
  GUICHET_PKCS11_AUTHORITY_PIN_A: Pin.optional(),
  GUICHET_PKCS11_AUTHORITY_PIN_B: Pin.optional(),
} as const

export type KeySettings = z.infer<z.ZodObject<typeof keySettings>>
type Name = keyof KeySettings

const onlineToken: readonly Name[] = ['GUICHET_PKCS11_MODULE', 'GUICHET_PKCS11_TOKEN', 'GUICHET_PKCS11_PIN']
const authorityHalves: readonly Name[] = ['GUICHET_AUTHORITY_KEY_A', 'GUICHET_AUTHORITY_KEY_B']
const authorityToken: readonly Name[] = [
  'GUICHET_PKCS11_AUTHORITY_TOKEN',
  'GUICHET_PKCS11_AUTHORITY_PIN_A',
  'GUICHET_PKCS11_AUTHORITY_PIN_B',
]

/** Settings that are missing beside those that are there: some of a token's, or, for a production start, of the authority's. */
export function missingKeySettings(settings: KeySettings, production: boolean): Name[] {
  const absent = (names: readonly Name[]) => names.filter((name) => settings[name] === undefined)
  const named = [...onlineToken, ...authorityToken].some((name) => settings[name] !== undefined)
  const inToken = named || settings.GUICHET_PKCS11_MODULE !== undefined
  const needed: Name[] = inToken ? absent(onlineToken) : []
  if (inToken && absent(authorityToken).length < authorityToken.length) needed.push(...absent(authorityToken))
  if (!production) return needed
  const unlocks = inToken ? authorityToken : authorityHalves
  return [...new Set([...absent(['GUICHET_CENTRAL_KEY']), ...needed, ...absent(unlocks)])]
}

/** What `createCentral` takes; `authorityKey` is absent where its halves are. */
export type KeyOptions = {
  wrapKey: Uint8Array | null
  authorityKey?: Uint8Array
  token: KeyPort | null
  keysOfHistory: string | null
}

/** Opens nothing yet: a token is spoken to when a key of it is used. */
export function keyOptionsOf(settings: KeySettings): KeyOptions {
  const { GUICHET_CENTRAL_KEY: key, GUICHET_AUTHORITY_KEY_A: a, GUICHET_AUTHORITY_KEY_B: b } = settings
  return {
    wrapKey: key === undefined ? null : Buffer.from(key, 'hex'),
    ...(a === undefined || b === undefined ? {} : { authorityKey: authorityKeyFrom(a, b) }),
    token: tokenOf(settings),
    keysOfHistory: settings.GUICHET_KEYS_OF_HISTORY ?? null,
  }
}

function tokenOf(settings: KeySettings): KeyPort | null {
  const { GUICHET_PKCS11_MODULE: module, GUICHET_PKCS11_TOKEN: token, GUICHET_PKCS11_PIN: pin } = settings
  if (module === undefined || token === undefined || pin === undefined) return null
  const { GUICHET_PKCS11_AUTHORITY_TOKEN: second } = settings
  const { GUICHET_PKCS11_AUTHORITY_PIN_A: a, GUICHET_PKCS11_AUTHORITY_PIN_B: b } = settings
  const locked = second === undefined || a === undefined || b === undefined
  return pkcs11Keys({
    online: { module, token, pin },
    authority: locked ? null : { module, token: second, pin: a + b },
  })
}
