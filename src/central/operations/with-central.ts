import { z } from 'zod'
import { Environment } from '../../contract/protocol/environment.ts'
import { createCentral, type RunningCentral } from '../central.ts'
import { keyOptionsOf, keySettings } from '../keys/key-settings.ts'

/** Opens central for a command of the terminal, beside the instances that run. */
export const CommandSettings = z.object({
  GUICHET_ENVIRONMENT: Environment,
  DATABASE_URL: z.string(),
  /** The authority's, where a command signs or names the authority; all others leave them with the two people. */
  ...keySettings,
})

/**
 * Runs one command on central's database and closes it again. Fails with a ZodError where the environment says too little, and as
 * `createCentral` does.
 */
export async function withCentral<T>(
  settings: z.infer<typeof CommandSettings>,
  run: (central: RunningCentral) => Promise<T>,
): Promise<T> {
  const central = await createCentral({
    environment: settings.GUICHET_ENVIRONMENT,
    databaseUrl: settings.DATABASE_URL,
    authorityKey: 'none',
    ...keyOptionsOf(settings),
    adjudicate: false,
  })
  return run(central).finally(() => central.stop())
}
