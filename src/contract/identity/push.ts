import { z } from 'zod'
import { Language } from '../identity.ts'

/** What `PushManager.subscribe` gives (Push API §8): the push service's address, and keys that it does not have (RFC 8291 §3). */
export const PushSubscriptionJson = z.object({
  endpoint: z.url().max(1024),
  keys: z.object({
    /** A point of P-256, uncompressed: 65 bytes. */
    p256dh: z.string().regex(/^[\w-]{87}$/),
    /** 16 bytes. */
    auth: z.string().regex(/^[\w-]{22}$/),
  }),
})
export type PushSubscriptionJson = z.infer<typeof PushSubscriptionJson>

export const PushSubscribed = z.object({ subscription: PushSubscriptionJson, language: Language })

/** What the browser needs to subscribe (RFC 8292 §3.2), and whether this device is told. */
export const PushView = z.object({ public_key: z.string().regex(/^[\w-]{87}$/), is_subscribed: z.boolean() })
export type PushView = z.infer<typeof PushView>

/** All that a push message says: that something waits, not who asks nor for whom. */
export const PushNotice = z.object({ title: z.string(), text: z.string() })
export type PushNotice = z.infer<typeof PushNotice>
