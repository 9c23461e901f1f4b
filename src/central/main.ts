import { randomBytes } from 'node:crypto'
import { destination, pino } from 'pino'
import { z } from 'zod'
import { Environment } from '../contract/sync.ts'
import { createCentral } from './central.ts'
import { explainStart } from './explain-start.ts'

/** Settings of one instance, all from the environment. */
const Settings = z
  .object({
    GUICHET_ENVIRONMENT: Environment.default('training'),
    DATABASE_URL: z.string().optional(),
    GUICHET_DATABASE_BACKEND: z.enum(['postgres', 'citus', 'yugabytedb', 'cockroachdb']).default('postgres'),
    GUICHET_CENTRAL_DATA: z.string().optional(),
    GUICHET_CENTRAL_KEY: z
      .string()
      .regex(/^[0-9a-f]{64}$/i, '32 bytes in hexadecimal')
      .optional(),
    GUICHET_PUBLIC_ORIGIN: z.url().optional(),
    GUICHET_ADMIN_TOKEN: z.string().min(16).optional(),
    /** `no`: this instance only receives; others decide. */
    GUICHET_ADJUDICATE: z.enum(['yes', 'no']).default('yes'),
    HOST: z.string().default('127.0.0.1'),
    PORT: z.coerce.number().int().min(0).max(65_535).default(0),
  })
  .refine(({ GUICHET_ENVIRONMENT, GUICHET_CENTRAL_KEY }) => GUICHET_ENVIRONMENT === 'training' || GUICHET_CENTRAL_KEY, {
    path: ['GUICHET_CENTRAL_KEY'],
    message: 'required in production',
  })

/** `{"url", "adminUrl"}` on one line of standard output when it is ready; the log goes to standard error. */
async function main(): Promise<void> {
  const settings = Settings.parse(process.env)
  const training = settings.GUICHET_ENVIRONMENT === 'training'
  const wrapKey = settings.GUICHET_CENTRAL_KEY
  const central = await createCentral({
    environment: settings.GUICHET_ENVIRONMENT,
    databaseUrl: settings.DATABASE_URL ?? null,
    backend: settings.GUICHET_DATABASE_BACKEND,
    dataFolder: settings.GUICHET_CENTRAL_DATA ?? null,
    host: settings.HOST,
    port: settings.PORT,
    publicOrigin: settings.GUICHET_PUBLIC_ORIGIN ?? null,
    wrapKey: wrapKey === undefined ? null : Buffer.from(wrapKey, 'hex'),
    adjudicate: settings.GUICHET_ADJUDICATE === 'yes',
    seed: training ? 'training' : null,
    // In training the printed link is the way in; elsewhere the page exists only where its token was set.
    adminToken: settings.GUICHET_ADMIN_TOKEN ?? (training ? randomBytes(32).toString('hex') : null),
    log: pino({ name: 'central' }, destination(2)),
  })
  const stop = () => void central.stop().then(() => process.exit(0))
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
  process.stdout.write(`${JSON.stringify({ url: central.url, adminUrl: central.adminUrl })}\n`)
}

await main().catch((error: unknown) => {
  process.stderr.write(`${explainStart(error)}\n`)
  process.exit(1)
})
