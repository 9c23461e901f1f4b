import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import Provider from 'oidc-provider'
import { findPostgres } from '../fixtures/postgres.ts'
import { createBrowser } from '../fixtures/identity/browser.ts'
import { becomeActive, type Person, type Phone } from '../fixtures/identity/citizen.ts'
import { connectHub, hubClient, hubKeys, hubMetadata, usualHub, type Hub } from '../fixtures/identity/hub.ts'
import { logIn, type LoginPart } from '../fixtures/identity/log-in.ts'
import { startIdentityOn } from '../fixtures/identity/start-identity.ts'
import { claimsByScope } from '../../src/identity/provider/claims.ts'
import { quantile } from '../simulate/load.ts'
import type { BenchRow } from './row.ts'

const redirectUri = 'https://hub.example/oidc-callback'
const people = 6
const loginsOfEach = 5
const rounds = 4
const warmUp = 1
/** All come from one address, whose allowance of requests is a round's: it fills again in this time. */
const restMs = 20_000

/**
 * Logins per second through the identity service (name, number, device's signature, secret code, everything in the database) against
 * bare oidc-provider with its in-memory adapter, which lets anybody in at once: the same client, the same signatures and encryption, in
 * the same process. Turn about, so that the machine's moods fall on both.
 */
export async function benchLogin(): Promise<BenchRow[]> {
  const on = await startIdentityOn(findPostgres() === null ? 'PGlite' : 'PostgreSQL')
  const bare = await startBare()
  try {
    const hub = await connectHub(on, usualHub, redirectUri)
    const known: { person: Person; phone: Phone }[] = []
    for (let i = 0; i < people; i++) known.push(await becomeActive(on))
    const spent: Record<LoginPart, number> = { provider: 0, person: 0 }
    const timed = async <T>(part: LoginPart, work: () => Promise<T>): Promise<T> => {
      const from = performance.now()
      return work().finally(() => (spent[part] += performance.now() - from))
    }
    const ours = async ({ person, phone }: (typeof known)[number]) => {
      const { url, checks } = hub.ask()
      const callback = await logIn({ url, callback: redirectUri, timed }, person, phone)
      await timed('provider', () => hub.take(callback, checks))
    }
    const samples: Sample[] = []
    for (let round = 0; round < warmUp + rounds; round++) {
      await setTimeout(restMs)
      const sample = {
        ours: await perSecond(known.map((one) => () => ours(one))),
        bare: await perSecond(known.map(() => () => bareLogin(bare.hub))),
      }
      if (round >= warmUp) samples.push(sample)
    }
    return [rowOf(samples), partRow(samples, spent)]
  } finally {
    await bare.stop()
    await on.stop()
  }
}

/** Everybody at once, each one login after the other. */
async function perSecond(logins: (() => Promise<unknown>)[]): Promise<number> {
  const from = performance.now()
  await Promise.all(
    logins.map(async (login) => {
      for (let i = 0; i < loginsOfEach; i++) await login()
    }),
  )
  return (logins.length * loginsOfEach * 1000) / (performance.now() - from)
}

type Sample = { ours: number; bare: number }

function rowOf(samples: readonly Sample[]): BenchRow {
  const ours = samples.map((sample) => sample.ours)
  const baseline = quantile(
    samples.map(({ bare }) => bare),
    0.5,
  )
  const median = quantile(ours, 0.5)
  return {
    name: 'login, page and phone',
    median,
    // Of a rate, the 95th percentile of slowness is the slowest round.
    p95: Math.min(...ours),
    unit: '/s',
    baseline: `${baseline.toFixed(1)} logins/s of bare oidc-provider in memory`,
    ratio: median / baseline,
  }
}

/**
 * The same logins without what bare oidc-provider does not do at all: naming oneself, number, device's signature, secret code. What is left
 * of each is the provider's part, by the time that its requests took of the whole.
 */
function partRow(samples: readonly Sample[], { provider, person }: Record<LoginPart, number>): BenchRow {
  const share = provider / (provider + person)
  const whole = rowOf(samples)
  const percent = Math.round(share * 100)
  return {
    ...{ ...whole, median: whole.median / share, p95: whole.p95 / share, ratio: whole.ratio! / share },
    name: `of it the provider's part alone (${percent} % of the time; the second factor ${100 - percent} %)`,
  }
}

async function bareLogin(hub: Hub): Promise<void> {
  const { url, checks } = hub.ask()
  const browser = createBrowser(new URL(url).origin)
  const { url: callback } = await browser.follow(url, (one) => one.startsWith(redirectUri))
  await hub.take(callback, checks)
}

/** The provider alone: whoever comes is somebody. */
async function startBare() {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`
  const { jwks, publics } = await hubKeys(usualHub)
  const provider = new Provider(origin, {
    clients: [
      {
        ...hubMetadata(usualHub, publics, redirectUri),
        response_types: ['code'],
        grant_types: ['authorization_code'],
        id_token_encrypted_response_enc: 'A256GCM',
        userinfo_encrypted_response_enc: 'A256GCM',
      } as never,
    ],
    jwks: { keys: [(await hubKeys(usualHub)).jwks[0] as never] },
    acrValues: ['eidas2'],
    claims: claimsByScope as never,
    pkce: { required: () => false },
    interactions: { url: (_ctx, { uid }) => `/interaction/${uid}` },
    features: { devInteractions: { enabled: false }, encryption: { enabled: true }, jwtUserinfo: { enabled: true } },
    cookies: { keys: ['bare'] },
    findAccount: (_ctx, id) => ({ accountId: id, claims: () => ({ sub: id, given_name: 'Camille' }) }),
    async loadExistingGrant({ oidc }) {
      const grant = new oidc.provider.Grant({ clientId: oidc.client!.clientId, accountId: oidc.session!.accountId! })
      grant.addOIDCScope([...oidc.requestParamOIDCScopes].join(' '))
      await grant.save()
      return grant
    },
  })
  const handle = provider.callback()
  server.on('request', (request, response) => {
    if (!request.url!.startsWith('/interaction/')) return void handle(request, response)
    const login = { accountId: 'somebody', acr: 'eidas2', amr: ['pin'], remember: false }
    provider.interactionFinished(request, response, { login }).catch(() => response.writeHead(500).end())
  })
  const hub = await hubClient(origin, usualHub, jwks, redirectUri)
  return { hub, stop: () => new Promise<void>((resolve) => server.close(() => resolve()).closeAllConnections()) }
}
