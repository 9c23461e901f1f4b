import { z } from 'zod'

/** One setting of an installed kiosk. Its words: `start:settings.NAME`. */
export interface Setting {
  /** Its name in the managed configuration: a value of the registry, a key of the profile or of the file. */
  name: string
  /** Its name in the process's environment. */
  variable: `GUICHET_${string}`
  /** What it may be; null for a text. */
  values: readonly string[] | null
  /** What holds without it, as a table shows it. */
  byDefault: string
}

const setting = (name: string, variable: Setting['variable'], byDefault: string, values: string[] | null = null) =>
  ({ name, variable, values, byDefault }) satisfies Setting

/**
 * What an administrator of many kiosks can set from afar, in one list: the managed configuration, its templates and the table in
 * docs/fleet.md are made of it. No secret is among them: what manages a fleet is readable by every account of the machine.
 */
export const settings: readonly Setting[] = [
  setting('Mode', 'GUICHET_MODE', 'training', ['production', 'training']),
  setting('Kind', 'GUICHET_KIND', 'counter', ['counter', 'tablet']),
  setting('CentralUrl', 'GUICHET_CENTRAL_URL', 'http://127.0.0.1:8470'),
  setting('DataFolder', 'GUICHET_DATA', '–'),
  setting('DiskEncrypted', 'GUICHET_DISK_ENCRYPTED', 'no', ['yes', 'no']),
  setting('Reader', 'GUICHET_READER', 'pcsc / simulated', ['pcsc', 'simulated']),
  setting('Proxy', 'GUICHET_PROXY', 'system'),
  setting('CaFile', 'GUICHET_CA_FILE', '–'),
  setting('Presence', 'GUICHET_PRESENCE', 'window', ['window', 'fullscreen', 'kiosk']),
  setting('DownloadFolder', 'GUICHET_DOWNLOADS', '–'),
  setting('Ring', 'GUICHET_RING', 'all'),
  setting('CrashReportUrl', 'GUICHET_CRASH_REPORTS', '–'),
]

const byName = new Map(settings.map((one) => [one.name, one]))

/**
 * Managed values by name as environment variables. A name that is not in the list, or a value that it cannot have, stops the start:
 * a kiosk that ignores what it was told does something else than its administrator believes. An empty value is none.
 */
export function variablesOf(managed: Record<string, unknown>): Record<string, string> {
  const issues: z.core.$ZodIssue[] = []
  const variables: Record<string, string> = {}
  for (const [name, value] of Object.entries(managed)) {
    const known = byName.get(name)
    const isPossible = typeof value === 'string' && (known?.values?.includes(value) ?? true)
    if (value === '') continue
    if (known === undefined || !isPossible)
      issues.push({ code: 'custom', path: [name], message: 'no such setting or value', input: value })
    else variables[known.variable] = value as string
  }
  if (issues.length > 0) throw new z.ZodError(issues)
  return variables
}
