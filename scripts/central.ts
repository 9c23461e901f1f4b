import { z } from 'zod'
import { createCentral } from '../src/central/central.ts'
import { explainStart } from '../src/central/explain-start.ts'
import { authorityKeyFrom } from '../src/central/keys/authority-key.ts'
import { readCommand, runCommand, usageOf } from '../src/central/operations/command.ts'
import { applicationCommands } from '../src/central/operations/application-commands.ts'
import { citizenCommands } from '../src/central/operations/citizen-commands.ts'
import { kioskCommands } from '../src/central/operations/kiosk-commands.ts'
import { peopleCommands } from '../src/central/operations/people-commands.ts'
import { Environment } from '../src/contract/sync.ts'

const commands = { ...kioskCommands, ...peopleCommands, ...citizenCommands, ...applicationCommands }
const HexKey = z.string().regex(/^[0-9a-f]{64}$/i, '32 bytes in hexadecimal')
const Settings = z.object({
  GUICHET_ENVIRONMENT: Environment,
  DATABASE_URL: z.string(),
  GUICHET_CENTRAL_KEY: HexKey.optional(),
  /** Both, where a command signs or names the authority: registration codes. */
  GUICHET_AUTHORITY_KEY_A: HexKey.optional(),
  GUICHET_AUTHORITY_KEY_B: HexKey.optional(),
})

async function run(found: NonNullable<ReturnType<typeof readCommand>>): Promise<void> {
  const settings = Settings.parse(process.env)
  const { GUICHET_CENTRAL_KEY: key, GUICHET_AUTHORITY_KEY_A: a, GUICHET_AUTHORITY_KEY_B: b } = settings
  const central = await createCentral({
    environment: settings.GUICHET_ENVIRONMENT,
    databaseUrl: settings.DATABASE_URL,
    wrapKey: key === undefined ? null : Buffer.from(key, 'hex'),
    authorityKey: a === undefined || b === undefined ? 'none' : authorityKeyFrom(a, b),
    adjudicate: false,
  })
  const lines = await runCommand(central, found).finally(() => central.stop())
  for (const line of lines) console.log(line)
}

const found = readCommand(commands, process.argv.slice(2))
if (found === null) {
  console.error(usageOf(commands))
  process.exit(2)
}
await run(found).catch((error: unknown) => {
  console.error(explainStart(error))
  process.exit(1)
})
