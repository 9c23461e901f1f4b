import cluster from 'node:cluster'
import { randomBytes } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { destination, pino } from 'pino'
import { z } from 'zod'
import { Environment } from '../contract/sync.ts'
import { lotOf } from './adjudication/draw-lot.ts'
import { Administrators } from './admin/administrators.ts'
import { createCentral } from './central.ts'
import type { Mount } from './context.ts'
import { authorityKeyFrom } from './keys/authority-key.ts'
import type { MailSettings } from './mail/post-office.ts'
import { explainStart } from './explain-start.ts'
import { ProcessEnded, reportReady, runProcesses, type Ready } from './processes.ts'

const HexKey = z.string().regex(/^[0-9a-f]{64}$/i, '32 bytes in hexadecimal')

/** Settings of one instance, all from the environment. */
const Settings = z
  .object({
    GUICHET_ENVIRONMENT: Environment.default('training'),
    DATABASE_URL: z.string().optional(),
    GUICHET_DATABASE_BACKEND: z.enum(['postgres', 'citus', 'yugabytedb', 'cockroachdb']).default('postgres'),
    GUICHET_CENTRAL_DATA: z.string().optional(),
    GUICHET_CENTRAL_KEY: HexKey.optional(),
    /** Two people hold one each; together they unlock the authority key. */
    GUICHET_AUTHORITY_KEY_A: HexKey.optional(),
    GUICHET_AUTHORITY_KEY_B: HexKey.optional(),
    GUICHET_PUBLIC_ORIGIN: z.url().optional(),
    GUICHET_ADDRESS_URL: z.url().optional(),
    GUICHET_SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
    GUICHET_MAIL_FROM: z.email().default('identite@example.fr'),
    /** A page or words, as letters tell citizens where they are heard. */
    GUICHET_CONTEST_AT: z.string().max(200).default('www.example.fr/contester'),
    GUICHET_ADMIN_TOKEN: z
      .string()
      .refine((text) => Administrators.safeParse(text).success, 'name:token name:token, 16 characters or more each')
      .optional(),
    /** `no`: this instance only receives; others decide. */
    GUICHET_ADJUDICATE: z.enum(['yes', 'no']).default('yes'),
    /** Processes that share the port and the work; the embedded database can have but one. */
    GUICHET_PROCESSES: z.coerce.number().int().min(1).max(256).optional(),
    /** `mounts`: only what runs beside the protocol; other instances on the same database speak it. */
    GUICHET_SERVE: z.enum(['all', 'mounts']).default('all'),
    HOST: z.string().default('127.0.0.1'),
    PORT: z.coerce.number().int().min(0).max(65_535).default(0),
  })
  .superRefine((settings, context) => {
    const needed = ['GUICHET_CENTRAL_KEY', 'GUICHET_AUTHORITY_KEY_A', 'GUICHET_AUTHORITY_KEY_B'] as const
    const missing = settings.GUICHET_ENVIRONMENT === 'training' ? [] : needed.filter((name) => !settings[name])
    for (const name of missing) context.addIssue({ code: 'custom', path: [name], message: 'required in production' })
  })

type Settings = z.infer<typeof Settings>

const log = pino({ name: 'central' }, destination(2))
const connections = 10
const fewestConnections = 4

/** One instance, or several processes, by the environment. `{"url", "adminUrl"}` on one line of standard output when it is ready; the log goes to standard error. */
export async function runCentral(mounts: readonly Mount[] = []): Promise<void> {
  const settings = Settings.parse(process.env)
  const processes = settings.DATABASE_URL === undefined ? 1 : (settings.GUICHET_PROCESSES ?? availableParallelism())
  if (cluster.isWorker) return reportReady(await serve(settings, processes, mounts))
  if (processes === 1) return announce(settings, await serve(settings, 1, mounts))
  const adminToken = adminTokenOf(settings)
  // Whichever of them answers the administrator.
  const shared = adminToken === null ? {} : { GUICHET_ADMIN_TOKEN: adminToken }
  const replaced = (exitCode: number | null) => log.error({ exitCode }, 'process ended, replaced')
  announce(settings, await runProcesses(processes, shared, replaced))
}

function announce(settings: Settings, ready: Ready): void {
  warnOf(settings)
  process.stdout.write(`${JSON.stringify(ready)}\n`)
}

/** In training the printed link is the way in; elsewhere the page exists only where its token was set. */
function adminTokenOf({ GUICHET_ADMIN_TOKEN, GUICHET_ENVIRONMENT }: Settings): string | null {
  return GUICHET_ADMIN_TOKEN ?? (GUICHET_ENVIRONMENT === 'training' ? randomBytes(32).toString('hex') : null)
}

function authorityKeyOf(settings: Settings): { authorityKey?: Uint8Array } {
  const { GUICHET_AUTHORITY_KEY_A: a, GUICHET_AUTHORITY_KEY_B: b } = settings
  return a === undefined || b === undefined ? {} : { authorityKey: authorityKeyFrom(a, b) }
}

/** What is allowed and yet seldom meant: said at the start, to anyone who reads the log. */
function warnOf({ GUICHET_ENVIRONMENT, GUICHET_PUBLIC_ORIGIN, GUICHET_ADMIN_TOKEN }: Settings): void {
  if (GUICHET_ENVIRONMENT === 'training') return
  if (GUICHET_PUBLIC_ORIGIN === undefined)
    log.warn('GUICHET_PUBLIC_ORIGIN is not set: kiosks must reach this port itself, without TLS')
  else if (!GUICHET_PUBLIC_ORIGIN.toLowerCase().startsWith('https:')) log.warn('GUICHET_PUBLIC_ORIGIN is not https')
  if (GUICHET_ADMIN_TOKEN === undefined) log.warn('GUICHET_ADMIN_TOKEN is not set: nobody can open /admin')
  else if (!GUICHET_ADMIN_TOKEN.includes(':'))
    log.warn('GUICHET_ADMIN_TOKEN names nobody: the audit will say "administrator"')
}

async function serve(settings: Settings, processes: number, mounts: readonly Mount[]): Promise<Ready> {
  const wrapKey = settings.GUICHET_CENTRAL_KEY
  const central = await createCentral({
    environment: settings.GUICHET_ENVIRONMENT,
    draw: lotOf(settings.GUICHET_ENVIRONMENT),
    databaseUrl: settings.DATABASE_URL ?? null,
    backend: settings.GUICHET_DATABASE_BACKEND,
    dataFolder: settings.GUICHET_CENTRAL_DATA ?? null,
    poolSize: Math.max(fewestConnections, Math.ceil(connections / processes)),
    host: settings.HOST,
    port: settings.PORT,
    publicOrigin: settings.GUICHET_PUBLIC_ORIGIN ?? null,
    mail: mailSettingsOf(settings),
    addressUrl: settings.GUICHET_ADDRESS_URL ?? null,
    wrapKey: wrapKey === undefined ? null : Buffer.from(wrapKey, 'hex'),
    ...authorityKeyOf(settings),
    adjudicate: settings.GUICHET_ADJUDICATE === 'yes' && settings.GUICHET_SERVE === 'all',
    seed: settings.GUICHET_ENVIRONMENT === 'training' ? 'training' : null,
    adminToken: adminTokenOf(settings),
    mounts,
    protocol: settings.GUICHET_SERVE === 'all',
    log,
  })
  let stopping: Promise<void> | null = null
  const stop = () => void (stopping ??= central.stop().then(() => process.exit(0)))
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
  return { url: central.url, adminUrl: central.adminUrl }
}

function mailSettingsOf(settings: Settings): MailSettings | null {
  const { GUICHET_SMTP_URL: smtpUrl, GUICHET_MAIL_FROM: from, GUICHET_CONTEST_AT: contestAt } = settings
  return smtpUrl === undefined ? null : { smtpUrl, from, contestAt }
}

/** Says why a start failed, and ends. */
export function endStart(error: unknown): never {
  // Of several processes, the one that failed has said it.
  if (!(error instanceof ProcessEnded)) process.stderr.write(`${explainStart(error)}\n`)
  process.exit(1)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await runCentral().catch(endStart)
