import { z } from 'zod'
import { openDatabase } from '../src/central/database/open-database.ts'
import { explainStart } from '../src/central/explain-start.ts'
import { keyOptionsOf, keySettings } from '../src/central/keys/key-settings.ts'
import { rewrapKeys } from '../src/central/keys/rewrap-keys.ts'
import type { Wrapping } from '../src/central/keys/wrapped-keys.ts'

const usage = `DATABASE_URL=… GUICHET_CENTRAL_KEY=… NEW_GUICHET_CENTRAL_KEY=… node scripts/rewrap-central-keys.ts
With GUICHET_AUTHORITY_KEY_A, _B and NEW_GUICHET_AUTHORITY_KEY_A, _B the authority's halves are changed as well.
Encrypts central's keys at rest under another key; afterwards start every instance again with it.`

const { GUICHET_CENTRAL_KEY, GUICHET_AUTHORITY_KEY_A, GUICHET_AUTHORITY_KEY_B } = keySettings
const Settings = z.object({
  DATABASE_URL: z.string(),
  ...{ GUICHET_CENTRAL_KEY: GUICHET_CENTRAL_KEY.unwrap(), NEW_GUICHET_CENTRAL_KEY: GUICHET_CENTRAL_KEY.unwrap() },
  ...{ GUICHET_AUTHORITY_KEY_A, GUICHET_AUTHORITY_KEY_B },
  ...{ NEW_GUICHET_AUTHORITY_KEY_A: GUICHET_AUTHORITY_KEY_A, NEW_GUICHET_AUTHORITY_KEY_B: GUICHET_AUTHORITY_KEY_B },
})

function wrappingOf(key: string, a: string | undefined, b: string | undefined): Wrapping {
  const named = { GUICHET_CENTRAL_KEY: key, GUICHET_AUTHORITY_KEY_A: a, GUICHET_AUTHORITY_KEY_B: b }
  const { wrapKey, authorityKey } = keyOptionsOf(named)
  return { online: wrapKey, authority: authorityKey ?? 'none' }
}

const settings = Settings.safeParse(process.env)
if (!settings.success || process.argv.length > 2) {
  console.error(usage)
  process.exit(2)
}
const given = settings.data
const from = wrappingOf(given.GUICHET_CENTRAL_KEY, given.GUICHET_AUTHORITY_KEY_A, given.GUICHET_AUTHORITY_KEY_B)
const to = wrappingOf(
  given.NEW_GUICHET_CENTRAL_KEY,
  given.NEW_GUICHET_AUTHORITY_KEY_A,
  given.NEW_GUICHET_AUTHORITY_KEY_B,
)
try {
  const where = { databaseUrl: given.DATABASE_URL, dataFolder: null, poolSize: 1, backend: 'postgres' } as const
  const database = await openDatabase(where)
  const count = await rewrapKeys(database.db, from, to).finally(() => database.close())
  console.log(`${count} keys under the new key; start every instance again with it`)
} catch (error) {
  console.error(explainStart(error))
  process.exit(1)
}
