import { z } from 'zod'
import { createCentral } from '../src/central/central.ts'
import { Environment } from '../src/contract/sync.ts'

// Adds a new key of central to its database, beside the instances that run: each takes it over within a minute.
// DATABASE_URL=… GUICHET_ENVIRONMENT=… GUICHET_CENTRAL_KEY=… node scripts/rotate-central-key.ts encryption|signing
const purpose = z.enum(['encryption', 'signing']).parse(process.argv[2])
const settings = z
  .object({
    GUICHET_ENVIRONMENT: Environment,
    DATABASE_URL: z.string(),
    GUICHET_CENTRAL_KEY: z.string().regex(/^[0-9a-f]{64}$/i),
  })
  .parse(process.env)
const central = await createCentral({
  environment: settings.GUICHET_ENVIRONMENT,
  databaseUrl: settings.DATABASE_URL,
  wrapKey: Buffer.from(settings.GUICHET_CENTRAL_KEY, 'hex'),
  adjudicate: false,
})
console.log(`${purpose} key ${await central.rotateKey(purpose)}`)
await central.stop()
