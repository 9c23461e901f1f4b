import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { endStart, runCentral } from '../central/main.ts'
import { mountIdentity } from './mount.ts'
import { RelyingParty } from './provider/party-metadata.ts'

const HexKey = z.string().regex(/^[0-9a-f]{64}$/i, '32 bytes in hexadecimal')
const Hub = z.array(RelyingParty)

/** Settings of the identity service, beside those of central (src/central/main.ts); `GUICHET_SERVE=mounts` runs it apart. */
const Settings = z
  .object({
    GUICHET_ENVIRONMENT: z.string().default('training'),
    /** Encrypts the identity's keys in the database. */
    GUICHET_IDENTITY_KEY: HexKey.optional(),
    /** The one before it, until a start with both has wrapped everything again. */
    GUICHET_IDENTITY_KEY_BEFORE: HexKey.optional(),
    GUICHET_MESSAGE_URL: z.url({ protocol: /^https?$/ }).optional(),
    GUICHET_MESSAGE_TOKEN: z.string().min(1).optional(),
    /** A JSON file: hubs and services, as docs/federation.md says. */
    GUICHET_RELYING_PARTIES: z.string().optional(),
    /** `accept`: a browser's own key reaches eidas2 as a passkey does. */
    GUICHET_DEVICE_KEYS: z.enum(['accept', 'refuse']).default('refuse'),
    /** Hosts of push services in place of those of the usual browsers, with commas; empty: nobody is told by push. */
    GUICHET_PUSH_SERVICES: z.string().optional(),
    /** Hosts inside at which services may be told what became of an identity, with commas. */
    GUICHET_INNER_SERVICES: z.string().optional(),
  })
  .refine((one) => one.GUICHET_ENVIRONMENT === 'training' || one.GUICHET_IDENTITY_KEY !== undefined, {
    path: ['GUICHET_IDENTITY_KEY'],
    message: 'required in production',
  })

/** Central with the identity service on the same server: the citizen's web application, and the OpenID provider behind it. */
async function main(): Promise<void> {
  const settings = Settings.parse(process.env)
  const { GUICHET_MESSAGE_URL: url, GUICHET_MESSAGE_TOKEN: token = null } = settings
  const keys = [settings.GUICHET_IDENTITY_KEY, settings.GUICHET_IDENTITY_KEY_BEFORE]
  const mount = mountIdentity({
    outerKeys: keys.filter((key) => key !== undefined).map((key) => new Uint8Array(Buffer.from(key, 'hex'))),
    messages: url === undefined ? null : { url, token },
    relyingParties: partiesIn(settings.GUICHET_RELYING_PARTIES),
    policy: policyOf(settings),
  })
  await runCentral([mount])
}

function policyOf(settings: z.infer<typeof Settings>) {
  const { GUICHET_DEVICE_KEYS, GUICHET_PUSH_SERVICES: push, GUICHET_INNER_SERVICES: inner } = settings
  return {
    ...(GUICHET_DEVICE_KEYS === 'accept' ? { substantialKinds: ['passkey', 'key'] as const } : {}),
    ...(push === undefined ? {} : { pushServices: listIn(push) }),
    ...(inner === undefined ? {} : { innerHosts: listIn(inner) }),
  }
}

const listIn = (text: string) =>
  text
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean)

function partiesIn(file: string | undefined) {
  return file === undefined ? [] : Hub.parse(JSON.parse(readFileSync(file, 'utf8')))
}

await main().catch(endStart)
