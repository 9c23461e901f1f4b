import { parseArgs } from 'node:util'
import { z } from 'zod'
import { explainStart } from '../src/central/explain-start.ts'
import { joinOptionValues } from '../src/contract/option-values.ts'
import { CommandSettings, withCentral } from '../src/central/operations/with-central.ts'
import { listAffected, suspendAffected, type Distrusted } from '../src/central/recall/recall.ts'

const usage = `DATABASE_URL=… GUICHET_ENVIRONMENT=… GUICHET_CENTRAL_KEY=… node scripts/recall.ts
  --operator ID | --station ID | --manager ID | --signer SHA256 | --anchor SHA256   what is distrusted
  --since 2026-11-28T10:00:00Z    from when on, with its zone
  --suspend --by NAME             suspend what is listed, and tell the citizens; without it the list alone`

const kinds = ['operator', 'station', 'manager', 'signer', 'anchor'] as const
const text = { type: 'string' } as const
const options = {
  operator: text,
  station: text,
  manager: text,
  signer: text,
  anchor: text,
  since: text,
  by: text,
  suspend: { type: 'boolean' },
} as const
const Since = z.iso.datetime({ offset: true })

function readCommand(): { distrusted: Distrusted; by: string | null } | null {
  const { values } = parseArgs({ args: joinOptionValues(process.argv.slice(2), options), options })
  const named = kinds.filter((kind) => values[kind] !== undefined)
  const since = Since.safeParse(values.since)
  const [kind] = named
  if (kind === undefined || named.length > 1 || !since.success) return null
  if (values.suspend === true && values.by === undefined) return null
  return {
    distrusted: { kind, name: values[kind]!, since: new Date(since.data) },
    by: values.suspend ? values.by! : null,
  }
}

const run = ({ distrusted, by }: NonNullable<ReturnType<typeof readCommand>>): Promise<void> =>
  withCentral(CommandSettings.parse(process.env), async ({ db }) => {
    for (const one of await listAffected(db, distrusted)) {
      console.log([one.reference, one.capturedAt.toISOString(), one.stationId, one.operatorId, one.packetId].join('\t'))
    }
    if (by !== null) console.log(`suspended: ${await suspendAffected({ db, now: () => new Date() }, distrusted, by)}`)
  })

const command = readCommand()
if (command === null) {
  console.error(usage)
  process.exit(2)
}
await run(command).catch((error: unknown) => {
  console.error(explainStart(error))
  process.exit(1)
})
