import cluster from 'node:cluster'
import { randomBytes } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { destination, pino } from 'pino'
import { z } from 'zod'
import { Environment } from '../contract/protocol/environment.ts'
import { refuseUnknown } from '../contract/variables.ts'
import { lotOf } from './adjudication/draw-lot.ts'
import { Administrators } from './admin/administrators.ts'
import type { AdminProvider } from './admin/provider-login.ts'
import { createCentral } from './central.ts'
import type { Mount } from './context.ts'
import { keyOptionsOf, keySettings, missingKeySettings } from './keys/key-settings.ts'
import type { MailSettings } from './mail/post-office.ts'
import { explainStart } from './explain-start.ts'
import { startPracticeProvider } from './training/practice-provider.ts'
import { ProcessEnded, processSlot, reportReady, runProcesses, type Ready } from './processes.ts'

/** Settings of one instance, all from the environment. */
const Settings = z
  .object({
    GUICHET_ENVIRONMENT: Environment.default('training'),
    DATABASE_URL: z.string().optional(),
    GUICHET_DATABASE_BACKEND: z.enum(['postgres', 'citus', 'yugabytedb', 'cockroachdb']).default('postgres'),
    GUICHET_CENTRAL_DATA: z.string().optional(),
    ...keySettings,
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
    /** An OpenID provider where administrators have accounts, and this service's client there. */
    GUICHET_ADMIN_ISSUER: z.url({ protocol: /^https?$/ }).optional(),
    GUICHET_ADMIN_CLIENT_ID: z.string().min(1).default('guichet-central'),
    GUICHET_ADMIN_CLIENT_SECRET: z.string().min(16).optional(),
    /** The claim that lists what an administrator is: support, supervisor, security_officer, auditor. */
    GUICHET_ADMIN_ROLES_CLAIM: z.string().min(1).default('roles'),
    /** `no`: this instance only receives; others decide. */
    GUICHET_ADJUDICATE: z.enum(['yes', 'no']).default('yes'),
    /** Processes that share the port and the work; the embedded database can have but one. */
    GUICHET_PROCESSES: z.coerce.number().int().min(1).max(256).optional(),
    /** `mounts`: only what runs beside the protocol; other instances on the same database speak it. */
    GUICHET_SERVE: z.enum(['all', 'mounts']).default('all'),
    /** Prometheus asks there: the loopback address unless told otherwise. */
    GUICHET_METRICS_HOST: z.string().default('127.0.0.1'),
    /** Of several processes the n-th one port further each. */
    GUICHET_METRICS_PORT: z.coerce.number().int().min(1).max(65_535).optional(),
    /** A collector of OpenTelemetry traces by OTLP over HTTP, and which share of traces it is sent. */
    OTEL_EXPORTER_OTLP_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
    OTEL_TRACES_SAMPLER_ARG: z.coerce.number().min(0).max(1).default(0.05),
    HOST: z.string().default('127.0.0.1'),
    PORT: z.coerce.number().int().min(0).max(65_535).default(0),
  })
  .superRefine((settings, context) => {
    const production = settings.GUICHET_ENVIRONMENT !== 'training'
    const message = production ? 'required in production' : 'required beside the others of the token'
    if (settings.GUICHET_ADMIN_ISSUER !== undefined && settings.GUICHET_ADMIN_CLIENT_SECRET === undefined)
      context.addIssue({ code: 'custom', path: ['GUICHET_ADMIN_CLIENT_SECRET'], message: 'required beside the issuer' })
    for (const name of missingKeySettings(settings, production))
      context.addIssue({ code: 'custom', path: [name], message })
  })

type Settings = z.infer<typeof Settings>

const log = pino({ name: 'central' }, destination(2))
const connections = 10
const fewestConnections = 4

/** One instance, or several processes, by the environment. `{"url", "adminUrl"}` on one line of standard output when it is ready; the log goes to standard error. */
export async function runCentral(mounts: readonly Mount[] = []): Promise<void> {
  requireNone(process.argv.slice(2))
  refuseUnknown(process.env)
  const settings = Settings.parse(process.env)
  const processes = settings.DATABASE_URL === undefined ? 1 : (settings.GUICHET_PROCESSES ?? availableParallelism())
  if (cluster.isWorker) return reportReady(await serve(settings, processes, mounts))
  const practice = await practiceAccounts(settings)
  if (processes === 1) return announce(settings, await serve({ ...settings, ...practice }, 1, mounts))
  const adminToken = adminTokenOf(settings)
  // Whichever of them answers the administrator.
  const shared = { ...practice, ...(adminToken !== null && { GUICHET_ADMIN_TOKEN: adminToken }) }
  const replaced = (exitCode: number | null) => log.error({ exitCode }, 'process ended, replaced')
  announce(settings, await runProcesses(processes, shared, replaced))
}

/** Who gives an argument expects something of it, `--help` words and not a service. The name alone: a value may be a secret. */
function requireNone(given: readonly string[]): void {
  const message = 'no argument is taken; settings are variables of the environment (docs/central.md)'
  if (given.length > 0) throw new z.ZodError([{ code: 'custom', path: [given[0]!.split('=')[0]!], message }])
}

function announce(settings: Settings, ready: Ready): void {
  warnOf(settings)
  process.stdout.write(`${JSON.stringify(ready)}\n`)
}

/** In training the printed link is the way in; elsewhere the page exists only where its token was set. */
function adminTokenOf({ GUICHET_ADMIN_TOKEN, GUICHET_ENVIRONMENT }: Settings): string | null {
  return GUICHET_ADMIN_TOKEN ?? (GUICHET_ENVIRONMENT === 'training' ? randomBytes(32).toString('hex') : null)
}

/** What is allowed and yet seldom meant: said at the start, to anyone who reads the log. */
function warnOf(settings: Settings): void {
  const { GUICHET_ENVIRONMENT, GUICHET_PUBLIC_ORIGIN, GUICHET_ADMIN_TOKEN, GUICHET_ADMIN_ISSUER } = settings
  if (GUICHET_ENVIRONMENT === 'training') return
  if (GUICHET_PUBLIC_ORIGIN === undefined)
    log.warn('GUICHET_PUBLIC_ORIGIN is not set: kiosks must reach this port itself, without TLS')
  else if (!GUICHET_PUBLIC_ORIGIN.toLowerCase().startsWith('https:')) log.warn('GUICHET_PUBLIC_ORIGIN is not https')
  if (GUICHET_ADMIN_ISSUER !== undefined) {
    if (GUICHET_ADMIN_TOKEN !== undefined) log.warn('GUICHET_ADMIN_TOKEN opens nothing beside GUICHET_ADMIN_ISSUER')
  } else if (GUICHET_ADMIN_TOKEN === undefined)
    log.warn('neither GUICHET_ADMIN_ISSUER nor GUICHET_ADMIN_TOKEN is set: nobody can open /admin')
  else if (!GUICHET_ADMIN_TOKEN.includes(':'))
    log.warn('GUICHET_ADMIN_TOKEN names nobody: the audit will say "administrator"')
}

async function serve(settings: Settings, processes: number, mounts: readonly Mount[]): Promise<Ready> {
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
    ...keyOptionsOf(settings),
    adjudicate: settings.GUICHET_ADJUDICATE === 'yes' && settings.GUICHET_SERVE === 'all',
    seed: settings.GUICHET_ENVIRONMENT === 'training' ? 'training' : null,
    adminToken: adminTokenOf(settings),
    adminProvider: adminProviderOf(settings),
    metricsHost: settings.GUICHET_METRICS_HOST,
    metricsPort: metricsPortOf(settings),
    traces: traceSettingsOf(settings),
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

/** In training there are accounts to practise with, unless others are given. */
async function practiceAccounts({ GUICHET_ENVIRONMENT, GUICHET_ADMIN_ISSUER }: Settings) {
  if (GUICHET_ENVIRONMENT !== 'training' || GUICHET_ADMIN_ISSUER !== undefined) return {}
  const { settings } = await startPracticeProvider()
  return {
    GUICHET_ADMIN_ISSUER: settings.issuer,
    GUICHET_ADMIN_CLIENT_ID: settings.clientId,
    GUICHET_ADMIN_CLIENT_SECRET: settings.clientSecret,
    GUICHET_ADMIN_ROLES_CLAIM: settings.rolesClaim,
  }
}

const traceSettingsOf = ({ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_TRACES_SAMPLER_ARG: share }: Settings) =>
  endpoint === undefined ? null : { endpoint, share }

const metricsPortOf = ({ GUICHET_METRICS_PORT: first }: Settings): number | null =>
  first === undefined ? null : first + Number(process.env[processSlot] ?? 0)

function adminProviderOf(settings: Settings): AdminProvider | null {
  const { GUICHET_ADMIN_ISSUER: issuer, GUICHET_ADMIN_CLIENT_ID: clientId } = settings
  const { GUICHET_ADMIN_CLIENT_SECRET: clientSecret, GUICHET_ADMIN_ROLES_CLAIM: rolesClaim } = settings
  return issuer === undefined || clientSecret === undefined ? null : { issuer, clientId, clientSecret, rolesClaim }
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
