import { z } from 'zod'
import { explainStart } from '../src/central/explain-start.ts'
import { CommandSettings, withCentral } from '../src/central/operations/with-central.ts'

const usage = `DATABASE_URL=… GUICHET_ENVIRONMENT=… GUICHET_CENTRAL_KEY=… node scripts/rotate-central-key.ts encryption|signing|authority
For authority also GUICHET_AUTHORITY_KEY_A and _B, or the token’s GUICHET_PKCS11_… where keys are in one.
Adds a new key of central to its database, beside the instances that run: each takes it over within a minute.`
const Purpose = z.enum(['encryption', 'signing', 'authority'])
const Settings = CommandSettings.required({ GUICHET_CENTRAL_KEY: true })

const rotate = (purpose: z.infer<typeof Purpose>): Promise<void> =>
  withCentral(Settings.parse(process.env), async (central) => {
    console.log(`${purpose} key ${await central.rotateKey(purpose)}`)
  })

const purpose = Purpose.safeParse(process.argv[2])
if (!purpose.success) {
  console.error(usage)
  process.exit(2)
}
await rotate(purpose.data).catch((error: unknown) => {
  console.error(explainStart(error))
  process.exit(1)
})
