import { join } from 'node:path'
import { z } from 'zod'
import { Ring } from '../../contract/release.ts'
import { Environment } from '../../contract/protocol/environment.ts'
import { refuseUnknown } from '../../contract/variables.ts'

/** What decides how a station starts, from the process's environment. All optional. */
const Variables = z.object({
  /** `training` or `production`; production is never assumed. */
  GUICHET_MODE: Environment.default('training'),
  GUICHET_KIND: z.enum(['counter', 'tablet']).default('counter'),
  GUICHET_CENTRAL_URL: z.url().default('http://127.0.0.1:8470'),
  GUICHET_DATA: z.string().min(1).optional(),
  /** `pcsc` for a real reader, `simulated` for specimens; training simulates unless told otherwise. */
  GUICHET_READER: z.enum(['pcsc', 'simulated']).optional(),
  /** Where there is no system key store: a passphrase instead of the key file. */
  GUICHET_PASSPHRASE: z.string().min(12).optional(),
  /** That the whole disk is encrypted: production then starts with a key that only its file's rights protect. */
  GUICHET_DISK_ENCRYPTED: z.enum(['yes', 'no']).default('no'),
  /** Which releases are this kiosk's; see contract/policy.ts. */
  GUICHET_RING: Ring.default('all'),
})

export interface StationEnvironment {
  environment: Environment
  kind: 'counter' | 'tablet'
  centralUrl: string
  /** Holds the database and its wrapped key; one folder per environment, so that training never meets real data. */
  dataFolder: string
  migrationsFolder: string
  assetsFolder: string
  reader: 'pcsc' | 'simulated'
  passphrase: string | null
  /** Stated by the installer: the station cannot find out by itself. */
  isDiskEncrypted: boolean
  /** Group of kiosks that are updated together. */
  ring: string
}

/** Reads the environment; a value that makes no sense, or a name that is misspelt, stops the start with zod's message. */
export function stationOptionsFromEnvironment(
  variables: Record<string, string | undefined>,
  folders: { dataFolder: string; resourcesFolder: string },
): StationEnvironment {
  refuseUnknown(variables)
  const read = Variables.parse(variables)
  const environment = read.GUICHET_MODE
  return {
    environment,
    kind: read.GUICHET_KIND,
    centralUrl: read.GUICHET_CENTRAL_URL,
    dataFolder: join(read.GUICHET_DATA ?? folders.dataFolder, environment),
    migrationsFolder: join(folders.resourcesFolder, 'migrations'),
    assetsFolder: join(folders.resourcesFolder, 'assets'),
    // Specimens prove nothing about a person: production always has a real reader, whatever is asked for.
    reader: environment === 'production' ? 'pcsc' : (read.GUICHET_READER ?? 'simulated'),
    passphrase: read.GUICHET_PASSPHRASE ?? null,
    isDiskEncrypted: read.GUICHET_DISK_ENCRYPTED === 'yes',
    ring: read.GUICHET_RING,
  }
}
