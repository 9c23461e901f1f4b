import { z } from 'zod'

/** What begins the name of every variable of the environment that is Guichet's. */
const prefix = 'GUICHET_'

/**
 * Every such name after the prefix. One environment serves several programs (a kiosk, central, the identity service, commands, the build and the
 * shell lines of docs/runbook.md): each reads its own and knows the others. A test holds this list against the sources.
 */
const names = new Set([
  ...['MODE', 'KIND', 'CENTRAL_URL', 'DATA', 'READER', 'PASSPHRASE', 'DISK_ENCRYPTED', 'RING', 'PORT', 'CHROMIUM'],
  ...['PRESENCE', 'DOWNLOADS', 'CRASH_REPORTS', 'PROXY', 'PROXY_CREDENTIALS', 'CA_FILE'],
  ...[
    'ENVIRONMENT',
    'CENTRAL_DATA',
    'DATABASE_BACKEND',
    'PUBLIC_ORIGIN',
    'ADDRESS_URL',
    'CONTEST_AT',
    'SMTP_URL',
    'MAIL_FROM',
  ],
  ...['ADMIN_TOKEN', 'ADMIN_ISSUER', 'ADMIN_CLIENT_ID', 'ADMIN_CLIENT_SECRET', 'ADMIN_ROLES_CLAIM'],
  ...['ADJUDICATE', 'PROCESSES', 'PROCESS_SLOT', 'SERVE', 'METRICS_HOST', 'METRICS_PORT'],
  ...['CENTRAL_KEY', 'KEYS_OF_HISTORY', 'AUTHORITY_KEY_A', 'AUTHORITY_KEY_B'],
  ...['PKCS11_MODULE', 'PKCS11_TOKEN', 'PKCS11_PIN'],
  ...['PKCS11_AUTHORITY_TOKEN', 'PKCS11_AUTHORITY_PIN_A', 'PKCS11_AUTHORITY_PIN_B'],
  ...['IDENTITY_KEY', 'IDENTITY_KEY_BEFORE', 'MESSAGE_URL', 'MESSAGE_TOKEN', 'RELYING_PARTIES', 'DEVICE_KEYS'],
  ...['PUSH_SERVICES', 'INNER_SERVICES'],
  ...['ELECTRON_HEADERS', 'ELECTRON_ZIPS', 'SKIP_REBUILD', 'WINDOWS_SIGN', 'MSI', 'MAC_IDENTITY', 'MAC_NOTARY_PROFILE'],
  ...['HOME', 'DATABASE_PASSWORD', 'TLS_FOLDER', 'LISTEN'],
])

/** Of tests and benchmarks, which start the programs with their own environment. */
const forTests = /^(TEST|BENCH)_|^(PICTURES|UI_ALL|GALLERY_URL|CITIZEN_GALLERY_URL)$/

/** The names that begin as ours do and are nobody's: `GUICHET_MOD`. */
export const unknownVariables = (variables: Readonly<Record<string, string | undefined>>): string[] =>
  Object.keys(variables).filter((name) => {
    const own = name.slice(prefix.length)
    return name.startsWith(prefix) && !names.has(own) && !forTests.test(own)
  })

/**
 * Stops a start whose environment holds a misspelt name: what is ignored is done otherwise than an administrator believes, and
 * production misspelt is training. Throws a ZodError that names each; never a value.
 */
export function refuseUnknown(variables: Readonly<Record<string, string | undefined>>): void {
  const issues = unknownVariables(variables).map((name) => ({
    ...{ code: 'custom' as const, path: [name], message: 'no such variable', input: undefined },
  }))
  if (issues.length > 0) throw new z.ZodError(issues)
}
