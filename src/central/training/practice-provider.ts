import { generateKeyPairSync, randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import fastify, { type FastifyInstance } from 'fastify'
import Provider, { type Adapter, type AdapterPayload, type Configuration } from 'oidc-provider'
import { z } from 'zod'
import type { AdminRole } from '../admin/roles.ts'
import type { AdminProvider } from '../admin/provider-login.ts'

/** Administrators to practise with: two security officers, since some things take two. */
const accounts: Record<string, AdminRole> = {
  sonia: 'support',
  victor: 'supervisor',
  odile: 'security_officer',
  paul: 'security_officer',
  ada: 'auditor',
}

const clientId = 'guichet-central'

export type PracticeProvider = {
  /** As central is told of it. */
  settings: AdminProvider
  stop(): Promise<void>
}

/**
 * An OpenID provider for training and tests on a loopback port of its own: whoever comes chooses who they are, without a password, and may
 * go back to any service of this machine.
 */
export async function startPracticeProvider(): Promise<PracticeProvider> {
  const app = fastify({ logger: false })
  let provider: Provider | null = null
  serve(app, () => provider!)
  await app.listen({ host: '127.0.0.1', port: 0 })
  // It keeps no process alive.
  app.server.unref()
  const { port } = app.server.address() as AddressInfo
  const settings: AdminProvider = {
    issuer: `http://127.0.0.1:${port}`,
    clientId,
    clientSecret: randomBytes(32).toString('hex'),
    rolesClaim: 'roles',
  }
  provider = new Provider(settings.issuer, configurationFor(settings))
  provider.Client.prototype.redirectUriAllowed = isOfThisMachine
  return { settings, stop: () => app.close() }
}

/** What the provider remembers, as long as this process lives: some ten logins. */
function memoryAdapter(): (model: string) => Adapter {
  const kept = new Map<string, AdapterPayload>()
  return (model) => {
    const nameOf = (id: string) => `${model} ${id}`
    return {
      upsert: async (id, payload) => void kept.set(nameOf(id), payload),
      find: async (id) => kept.get(nameOf(id)),
      findByUid: async (uid) => [...kept.values()].find((one) => one.uid === uid),
      findByUserCode: async () => undefined,
      consume: async (id) =>
        void Object.assign(kept.get(nameOf(id)) ?? {}, { consumed: Math.floor(Date.now() / 1000) }),
      destroy: async (id) => void kept.delete(nameOf(id)),
      async revokeByGrantId(grantId) {
        for (const [name, one] of kept) if (one.grantId === grantId) kept.delete(name)
      },
    }
  }
}

/** Central has any free port. */
function isOfThisMachine(given: string): boolean {
  const { hostname, pathname } = new URL(given)
  return ['127.0.0.1', 'localhost'].includes(hostname) && pathname === '/admin/login/callback'
}

function configurationFor({ clientSecret }: AdminProvider): Configuration {
  const key = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' })
  return {
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: ['http://127.0.0.1/admin/login/callback'],
        response_types: ['code'],
        grant_types: ['authorization_code'],
        id_token_signed_response_alg: 'ES256',
      },
    ],
    jwks: { keys: [{ ...key, alg: 'ES256', use: 'sig', kid: 'practice' }] },
    adapter: memoryAdapter(),
    cookies: { keys: [randomBytes(32).toString('hex')] },
    features: { devInteractions: { enabled: false } },
    claims: { openid: ['sub'], profile: ['preferred_username', 'roles'] },
    interactions: { url: (_ctx, { uid }) => `/interaction/${uid}` },
    ttl: { AccessToken: 600, AuthorizationCode: 60, Grant: 600, IdToken: 600, Interaction: 600, Session: 600 },
    findAccount: (_ctx, sub) =>
      accounts[sub] && {
        accountId: sub,
        claims: () => ({ sub, preferred_username: sub, roles: [accounts[sub]] }),
      },
    // What is asked for is granted: it is this house's own service.
    async loadExistingGrant({ oidc }) {
      const grant = new oidc.provider.Grant({ clientId: oidc.client!.clientId, accountId: oidc.session!.accountId! })
      grant.addOIDCScope('openid profile')
      await grant.save()
      return grant
    },
  }
}

const Chosen = z.object({ uid: z.string().regex(/^[\w-]+$/), account: z.enum(Object.keys(accounts)).optional() })

function serve(app: FastifyInstance, provider: () => Provider): void {
  app.removeAllContentTypeParsers()
  // The provider reads its own bodies.
  app.addContentTypeParser('*', (_request, _body, done) => done(null))
  app.get('/interaction/:uid', async (request, reply) => {
    const { uid } = Chosen.parse(request.params)
    const choices = Object.entries(accounts).map(
      ([name, role]) => `<li><a href="/interaction/${uid}/${name}">${name} (${role})</a></li>`,
    )
    const page = `<!doctype html><html lang="en"><title>Practice accounts</title><ul>${choices.join('')}</ul></html>`
    return reply.type('text/html; charset=utf-8').send(page)
  })
  app.get('/interaction/:uid/:account', async (request, reply) => {
    const { account } = Chosen.parse(request.params)
    reply.hijack()
    await provider().interactionFinished(request.raw, reply.raw, { login: { accountId: account! } })
  })
  app.all('/*', async (request, reply) => {
    reply.hijack()
    await (provider().callback() as Handle)(request.raw, reply.raw)
  })
}

type Handle = (request: IncomingMessage, response: ServerResponse) => Promise<void>
