import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { migrate } from '../central/database/migrate.ts'
import type { Central, Mount } from '../central/context.ts'
import { createBell } from './authentication/bell.ts'
import { deviceHandlers, serveDeviceEvents } from './authentication/device-handlers.ts'
import { holderHandlers } from './authentication/holder-handlers.ts'
import { joinHandlers } from './authentication/join-handlers.ts'
import { defaultIdentityPolicy, type Identity, type IdentityPolicy } from './context.ts'
import type { Db } from './database/tables.ts'
import { answerProblems, serveEndpoints } from './http/serve-endpoints.ts'
import { serveFiles } from './http/serve-files.ts'
import { sessionHandlers } from './http/session-handlers.ts'
import {
  loadIdentityKeys,
  outerKeyring,
  retireIdentityKey,
  rotateIdentityKey,
  type Rotated,
} from './keys/identity-keys.ts'
import { activationHandlers } from './lifecycle/activation-handlers.ts'
import { applyHandlers } from './lifecycle/apply-handlers.ts'
import { contactHandlers } from './lifecycle/contact-handlers.ts'
import { serveReference } from './lifecycle/serve-reference.ts'
import { startMaintenance } from './maintenance.ts'
import { httpGateway, noGateway, trainingGateway } from './messages/gateway.ts'
import { parcelHandlers } from './parcel/parcel-handlers.ts'
import { loginHandlers, serveLoginPages } from './provider/login-handlers.ts'
import { openProvider } from './provider/open-provider.ts'
import { revokeRelyingParty, saveRelyingParty } from './provider/relying-parties.ts'
import { servicePort } from './provider/service-port.ts'
import { serviceHandlers } from './provider/service-handlers.ts'
import { serveProvider } from './provider/serve-provider.ts'
import { serveStatus } from './provider/serve-status.ts'
import { openPush } from './push/open-push.ts'
import { pushHandlers } from './push/push-handlers.ts'
import { rightsHandlers } from './rights/rights-handlers.ts'
import { seedTraining } from './training/seed.ts'
import { serveTraining } from './training/serve-training.ts'

const migrations = new URL('../../migrations/identity/', import.meta.url)
const built = new URL('../../dist/citizen/', import.meta.url)

export type IdentitySettings = {
  /** Keys outside the database, 32 bytes each, the newest first; none: training and tests. */
  outerKeys?: readonly Uint8Array[]
  /** Where text messages go; null: nowhere, or in training to the page of messages. */
  messages?: { url: string; token: string | null } | null
  policy?: Partial<IdentityPolicy>
  relyingParties?: readonly Parameters<typeof saveRelyingParty>[1][]
  /** Folder of the built web application. */
  built?: URL
}

/** A running identity service, for whoever started it. */
export type RunningIdentity = {
  identity: Identity
  /** The citizen's web application. */
  citizenUrl(): string
  issuer(): string
  addRelyingParty(party: Parameters<typeof saveRelyingParty>[1]): Promise<void>
  revokeRelyingParty(clientId: string): Promise<void>
  rotateKey(purpose: Rotated): Promise<string>
  /** A provider's key that signs no more, by its slot. */
  retireKey(slot: string): Promise<void>
}

/**
 * The identity service on a server of central's: web application, its calls, the OpenID provider, and in training the page of messages.
 * `onRunning` is told when it is mounted. Codes: store_migration_mismatch, store_key_wrong.
 */
export function mountIdentity(
  settings: IdentitySettings = {},
  onRunning: (running: RunningIdentity) => void = () => {},
): Mount {
  return async (app, central) => {
    const identity = await openIdentity(app, central, settings)
    const provider = openProvider(identity)
    const push = openPush(identity)
    for (const party of settings.relyingParties ?? []) await saveRelyingParty(identity, party)
    if (central.environment === 'training') await seedTraining(identity)
    await app.register(async (scope) => {
      answerProblems(scope, identity)
      serveEndpoints(scope, identity, {
        ...sessionHandlers(identity),
        ...applyHandlers(identity),
        ...activationHandlers(identity),
        ...deviceHandlers(identity),
        ...holderHandlers(identity),
        ...joinHandlers(identity),
        ...contactHandlers(identity),
        ...pushHandlers(identity),
        ...serviceHandlers(identity),
        ...parcelHandlers(identity),
        ...rightsHandlers(identity),
        ...loginHandlers(identity, provider, push),
      })
      serveReference(scope, identity)
      serveDeviceEvents(scope, identity)
      serveLoginPages(scope, identity, provider)
      serveFiles(scope, settings.built ?? built)
      if (central.environment === 'training') serveTraining(scope, identity)
    })
    serveStatus(app, identity, provider.issuer)
    serveProvider(app, identity, provider)
    onRunning({
      identity,
      citizenUrl: () => `${identity.origin()}/citizen/`,
      issuer: provider.issuer,
      addRelyingParty: (party) => saveRelyingParty(identity, party),
      revokeRelyingParty: (clientId) => revokeRelyingParty(identity, clientId),
      async retireKey(slot) {
        await retireIdentityKey(identity.db, slot, central.now())
        await identity.reloadKeys()
      },
      async rotateKey(purpose) {
        const slot = await rotateIdentityKey(
          identity.db,
          outerKeyring(settings.outerKeys ?? []),
          purpose,
          central.now(),
        )
        await identity.reloadKeys()
        return slot
      },
    })
    const stopMaintenance = startMaintenance(identity)
    return {
      stop: async () => void (await Promise.all([stopMaintenance(), push.stop()])),
      services: servicePort(identity),
    }
  }
}

async function openIdentity(app: FastifyInstance, central: Central, settings: IdentitySettings): Promise<Identity> {
  const db = central.db as unknown as Db
  const outer = outerKeyring(settings.outerKeys ?? [])
  await migrate(central.db, migrations, central.now(), 'identity_migration')
  let keys = await loadIdentityKeys(db, outer, central.now())
  let kept = JSON.stringify(keys)
  return {
    central,
    db,
    keys: () => keys,
    async reloadKeys() {
      const read = await loadIdentityKeys(db, outer, central.now())
      // The same keys stay the same object: whoever made something of them need not make it again.
      if (JSON.stringify(read) === kept) return
      keys = read
      kept = JSON.stringify(read)
    },
    now: () => central.now(),
    log: central.log,
    origin: () => central.publicOrigin ?? `http://localhost:${(app.server.address() as AddressInfo).port}`,
    messages: messagesOf(central, db, settings),
    bell: createBell(),
    policy: { ...defaultIdentityPolicy, ...settings.policy },
  }
}

function messagesOf(central: Central, db: Db, { messages = null }: IdentitySettings) {
  if (messages !== null) return httpGateway(messages.url, messages.token)
  return central.environment === 'training' ? trainingGateway(db, () => central.now()) : noGateway
}
