import { z } from 'zod'
import { createCentral } from '../src/central/central.ts'
import { authorityKeyFrom } from '../src/central/keys/authority-key.ts'
import { explainStart } from '../src/central/explain-start.ts'
import { Environment } from '../src/contract/sync.ts'

const usage = `DATABASE_URL=… GUICHET_ENVIRONMENT=… GUICHET_CENTRAL_KEY=… node scripts/rotate-central-key.ts encryption|signing|authority
For authority also GUICHET_AUTHORITY_KEY_A and _B.
Adds a new key of central to its database, beside the instances that run: each takes it over within a minute.`
const Purpose = z.enum(['encryption', 'signing', 'authority'])
const HexKey = z.string().regex(/^[0-9a-f]{64}$/i, '32 bytes in hexadecimal')
const Settings = z.object({
  GUICHET_ENVIRONMENT: Environment,
  DATABASE_URL: z.string(),
  GUICHET_CENTRAL_KEY: HexKey,
  GUICHET_AUTHORITY_KEY_A: HexKey.optional(),
  GUICHET_AUTHORITY_KEY_B: HexKey.optional(),
})

async function rotate(purpose: z.infer<typeof Purpose>): Promise<void> {
  const settings = Settings.parse(process.env)
  const { GUICHET_AUTHORITY_KEY_A: a, GUICHET_AUTHORITY_KEY_B: b } = settings
  const central = await createCentral({
    environment: settings.GUICHET_ENVIRONMENT,
    databaseUrl: settings.DATABASE_URL,
    wrapKey: Buffer.from(settings.GUICHET_CENTRAL_KEY, 'hex'),
    authorityKey: a === undefined || b === undefined ? 'none' : authorityKeyFrom(a, b),
    adjudicate: false,
  })
  console.log(`${purpose} key ${await central.rotateKey(purpose)}`)
  await central.stop()
}

const purpose = Purpose.safeParse(process.argv[2])
if (!purpose.success) {
  console.error(usage)
  process.exit(2)
}
await rotate(purpose.data).catch((error: unknown) => {
  console.error(explainStart(error))
  process.exit(1)
})
