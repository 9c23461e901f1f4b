import { z } from 'zod'
import { Environment } from '../../contract/sync.ts'
import { createCentral, type RunningCentral } from '../central.ts'
import { authorityKeyFrom } from '../keys/authority-key.ts'

const HexKey = z.string().regex(/^[0-9a-f]{64}$/i, '32 bytes in hexadecimal')

/** Where a command of the terminal finds central, beside the instances that run. */
export const CommandSettings = z.object({
  GUICHET_ENVIRONMENT: Environment,
  DATABASE_URL: z.string(),
  GUICHET_CENTRAL_KEY: HexKey.optional(),
  /** Both, where a command signs or names the authority; all others leave them with the two people. */
  GUICHET_AUTHORITY_KEY_A: HexKey.optional(),
  GUICHET_AUTHORITY_KEY_B: HexKey.optional(),
})

/**
 * Runs one command on central's database and closes it again. Fails with a ZodError where the environment says too little, and as
 * `createCentral` does.
 */
export async function withCentral<T>(
  settings: z.infer<typeof CommandSettings>,
  run: (central: RunningCentral) => Promise<T>,
): Promise<T> {
  const { GUICHET_CENTRAL_KEY: key, GUICHET_AUTHORITY_KEY_A: a, GUICHET_AUTHORITY_KEY_B: b } = settings
  const central = await createCentral({
    environment: settings.GUICHET_ENVIRONMENT,
    databaseUrl: settings.DATABASE_URL,
    wrapKey: key === undefined ? null : Buffer.from(key, 'hex'),
    authorityKey: a === undefined || b === undefined ? 'none' : authorityKeyFrom(a, b),
    adjudicate: false,
  })
  return run(central).finally(() => central.stop())
}
