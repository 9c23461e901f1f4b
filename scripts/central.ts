import { explainStart } from '../src/central/explain-start.ts'
import { readCommand, runCommand, usageOf } from '../src/central/operations/command.ts'
import { applicationCommands } from '../src/central/operations/application-commands.ts'
import { auditCommands } from '../src/central/operations/audit-commands.ts'
import { citizenCommands } from '../src/central/operations/citizen-commands.ts'
import { kioskCommands } from '../src/central/operations/kiosk-commands.ts'
import { peopleCommands } from '../src/central/operations/people-commands.ts'
import { retentionCommands } from '../src/central/operations/retention-commands.ts'
import { CommandSettings, withCentral } from '../src/central/operations/with-central.ts'

const commands = {
  ...kioskCommands,
  ...peopleCommands,
  ...citizenCommands,
  ...applicationCommands,
  ...auditCommands,
  ...retentionCommands,
}

async function run(found: NonNullable<ReturnType<typeof readCommand>>): Promise<void> {
  const settings = CommandSettings.parse(process.env)
  for (const line of await withCentral(settings, (central) => runCommand(central, found))) console.log(line)
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
