import { randomUUID } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import type { EndpointName } from '../../contract/identity/endpoints.ts'
import { citizenApiPath, citizenFiles } from '../../contract/identity/endpoints.ts'
import type { PendingLogin, PendingView } from '../../contract/identity/device.ts'
import { Failure } from '../../contract/failure.ts'
import type { Identity } from '../context.ts'
import type { Handlers } from '../http/serve-endpoints.ts'
import { requireSession, sessionsOf, type Sessions } from '../http/sessions.ts'
import { findAccount } from '../lifecycle/account.ts'
import { answerLogin } from './answer-login.ts'
import { makeChallenge, useChallenge } from './challenges.ts'
import { heldDevice, requireHeld, requireHeldAndPending, viewDevice, type Held } from './device-view.ts'
import { assertionOptions, findDeviceOfPasskey, noteUse, verifyProof } from './devices.ts'
import { noteRefusal } from './login-history.ts'
import { endLogin, findPending, type LoginRow } from './login-requests.ts'
import { mostWrongSecrets } from './secret-code.ts'

type Names = Extract<EndpointName, `device.${string}` | `pending.${string}`>

/** Who may open a passkey is found by the passkey itself. */
const anybody = 'anybody'

/** The calls of the application on the phone. */
export function deviceHandlers(identity: Identity): Pick<Handlers, Names> {
  return {
    'device.read': async ({ sessions }) => {
      const session = await requireSession(sessions, 'device')
      return viewDevice(identity, await heldDevice(identity, session), session.provedAt)
    },
    'device.challenge': async ({ sessions }) => {
      const session = await sessions.find('device')
      const device = session === null ? null : (await heldDevice(identity, session)).device
      const { challenge, expiresAt } = await makeChallenge(identity, 'open', anybody)
      const passkey = await assertionOptions(identity, challenge, device)
      return { challenge, expires_at: expiresAt.toISOString(), passkey }
    },
    'device.open': async ({ body, sessions }) => {
      await useChallenge(identity, 'open', anybody, body.challenge)
      const { proof, challenge } = body
      const device =
        proof.kind === 'passkey'
          ? await findDeviceOfPasskey(identity, proof.response)
          : (await requireHeld(identity, sessions)).device
      const counter = await verifyProof(identity, device, proof, { purpose: 'open', challenge })
      await noteUse(identity, device, counter)
      await sessions.begin('device', device.device_id, { isProved: true })
      const account = await findAccount(identity, device.account_id)
      if (account === null) throw new Failure('device_unknown')
      return viewDevice(identity, { device, account }, identity.now())
    },
    'pending.read': async ({ sessions }) => {
      const { pending, ...held } = await requireHeldAndPending(identity, sessions)
      return { pending: pending === null ? null : await toPending(identity, held, pending) }
    },
    'pending.answer': async ({ body, params, sessions }) => {
      const { pending, ...mine } = await requireHeldAndPending(identity, sessions)
      await answerLogin(identity, mine, requirePending(pending, params.login_id), body)
      return {}
    },
    'pending.refuse': async ({ params, sessions }) => {
      const { pending, ...mine } = await requireHeldAndPending(identity, sessions)
      const request = requirePending(pending, params.login_id)
      if (!(await endLogin(identity, request, { state: 'refused' }))) throw new Failure('login_over')
      await noteRefusal(identity, mine, request)
      return {}
    },
  }
}

/** Code: login_over (none of that identifier waits for this identity). */
function requirePending(pending: LoginRow | null, loginId: string): LoginRow {
  if (pending?.login_id !== loginId) throw new Failure('login_over')
  return pending
}

async function toPending(identity: Identity, { device, account }: Held, row: LoginRow): Promise<PendingLogin> {
  const expires_at = row.expires_at.toISOString()
  return {
    login_id: row.login_id,
    service: row.service,
    hub: row.hub,
    claims: JSON.parse(row.claims) as string[],
    from: JSON.parse(row.origin) as PendingLogin['from'],
    asked_at: row.asked_at.toISOString(),
    expires_at,
    challenge: {
      challenge: row.challenge,
      expires_at,
      passkey: await assertionOptions(identity, row.challenge, device),
    },
    attempts_left: mostWrongSecrets - account.wrong_secrets,
  }
}

/** Between instances nobody rings: the database is asked as often as this. */
const lookEveryMs = 1_000
const breathEveryMs = 20_000
/** A phone that sleeps leaves streams behind; it opens another when it wakes. */
const longestMs = 30 * 60_000

/** The stream of server-sent events of one device: what waits for it, at the start and whenever that changes. */
export function serveDeviceEvents(app: FastifyInstance, identity: Identity): void {
  app.get(citizenApiPath + citizenFiles.deviceEvents, async (request, reply) => {
    const sessions = sessionsOf(identity, request, reply)
    let held = await requireHeld(identity, sessions)
    const gone = new AbortController()
    reply.raw.once('close', () => gone.abort())
    reply.hijack()
    reply.raw.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
      'x-content-type-options': 'nosniff',
    })
    const until = Date.now() + longestMs
    let [told, breath] = ['', Date.now()]
    while (!gone.signal.aborted && Date.now() < until) {
      const row = await findPending(identity, held.account.account_id).catch(() => undefined)
      const now = row === undefined ? told : `${row?.login_id} ${row?.challenge}`
      const isDue = Date.now() - breath > breathEveryMs
      if (now !== told || isDue) {
        const still = await stillHeld(identity, sessions, held)
        // Taken away, or let go of, while the stream was open: nothing is told there any more.
        if (still === null) break
        held = still
      }
      if (row !== undefined && now !== told) {
        const view: PendingView = { pending: row === null ? null : await toPending(identity, held, row) }
        reply.raw.write(`id: ${randomUUID()}\nevent: pending\ndata: ${JSON.stringify(view)}\n\n`)
        told = now
      }
      if (isDue) {
        reply.raw.write(':\n\n')
        breath = Date.now()
      }
      await identity.bell.wait(held.account.email_digest, lookEveryMs, gone.signal)
    }
    reply.raw.end()
  })
}

/** As it stands now; null: the browser holds it no more. A database that does not answer takes nothing away. */
const stillHeld = (identity: Identity, sessions: Sessions, before: Held): Promise<Held | null> =>
  requireHeld(identity, sessions).catch((error: unknown) => (error instanceof Failure ? null : before))
