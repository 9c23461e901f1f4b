import { setTimeout as pause } from 'node:timers/promises'
import type { PushNotice } from '../../contract/identity/push.ts'
import { textsIn } from '../../texts/texts-in.ts'
import type { Identity } from '../context.ts'
import { encryptPush } from './encrypt.ts'
import { isPushService } from './push-services.ts'
import { dropPlace, placesOf, type Place } from './subscriptions.ts'
import { vapidAuthorization } from './vapid.ts'

/** Tells the devices of a name that a login waits. */
export type Push = {
  /** Returns at once: neither the answer nor its time tells the caller whether there is such a device. */
  tell(nameDigest: string, until: Date): void
  stop(): Promise<void>
}

const patienceMs = 10_000
/** Longer than any notice in any language: all messages are as long as each other. */
const paddedTo = 512
/** RFC 8030 §7.3: the service has forgotten the place. */
const gone = [404, 410]
const isWorthAnother = (status: number) => status === 429 || status >= 500

type Sent = { status: number; retryAfterMs: number } | null

export function openPush(identity: Identity): Push {
  const stopping = new AbortController()
  const underWay = new Set<Promise<void>>()
  async function tellAll(nameDigest: string, until: Date): Promise<void> {
    const places = await placesOf(identity, nameDigest)
    await Promise.all(places.map((place) => tellOne(identity, place, until, stopping.signal)))
  }
  return {
    tell(nameDigest, until) {
      const work = tellAll(nameDigest, until)
        .catch((error: Error) => identity.log.warn({ cause: error.name }, 'push'))
        .finally(() => underWay.delete(work))
      underWay.add(work)
    },
    async stop() {
      stopping.abort()
      await Promise.all(underWay)
    },
  }
}

/** Until the push service has taken it, the place is gone, or the login has had its time. */
async function tellOne(identity: Identity, place: Place, until: Date, signal: AbortSignal): Promise<void> {
  const { policy, now, log } = identity
  // What was kept under an older list is not called either.
  if (!isPushService(policy.pushServices, place.endpoint)) return dropPlace(identity, place.deviceId, place.digest)
  const leftMs = () => until.getTime() - now().getTime()
  for (const waitMs of [...policy.pushRetriesMs, null]) {
    const sent = await send(identity, place, Math.ceil(leftMs() / 1000), signal)
    if (sent !== null && gone.includes(sent.status)) return dropPlace(identity, place.deviceId, place.digest)
    if (sent !== null && !isWorthAnother(sent.status)) {
      if (sent.status >= 300) log.warn({ status: sent.status }, 'push')
      return
    }
    const pauseMs = Math.max(waitMs ?? 0, sent?.retryAfterMs ?? 0)
    if (waitMs === null || pauseMs >= leftMs() || signal.aborted) return log.warn({ status: sent?.status }, 'push')
    await pause(pauseMs, undefined, { signal, ref: false }).catch(() => undefined)
    if (signal.aborted) return
  }
}

/** One message (RFC 8030 §5); null where the push service cannot be reached. `ttl`: seconds that the login has left. */
async function send(identity: Identity, place: Place, ttl: number, stop: AbortSignal): Promise<Sent> {
  const { keys, now, origin } = identity
  const receiver = {
    p256dh: Buffer.from(place.keys.p256dh, 'base64url'),
    auth: Buffer.from(place.keys.auth, 'base64url'),
  }
  const say = textsIn(place.language)
  const notice: PushNotice = { title: say('login:push.title'), text: say('login:push.text') }
  const { endpoint } = place
  try {
    const reply = await fetch(endpoint, {
      method: 'POST',
      headers: {
        authorization: await vapidAuthorization(keys().vapid, { endpoint, contact: origin(), now: now() }),
        'content-type': 'application/octet-stream',
        'content-encoding': 'aes128gcm',
        ttl: String(Math.max(0, ttl)),
        urgency: 'high',
        // The newer takes the place of one that was not delivered.
        topic: 'login',
      },
      body: new Uint8Array(encryptPush(Buffer.from(JSON.stringify(notice)), receiver, paddedTo)),
      redirect: 'error',
      signal: AbortSignal.any([stop, AbortSignal.timeout(patienceMs)]),
    })
    await reply.body?.cancel()
    const seconds = Number(reply.headers.get('retry-after') ?? 0)
    return { status: reply.status, retryAfterMs: Number.isFinite(seconds) ? seconds * 1000 : 0 }
  } catch {
    return null
  }
}
