import { randomUUID } from 'node:crypto'
import { Failure } from '../../contract/failure.ts'
import type { Db } from '../database/tables.ts'

/** Sends text messages to telephones. Code: message_not_sent. */
export type MessageGateway = { send(to: string, words: string): Promise<void> }

const patienceMs = 10_000

/** A provider with an HTTP gateway: POST `{to, text}` as JSON with its token; any 2xx means that it took the message. */
export function httpGateway(url: string, token: string | null): MessageGateway {
  return {
    async send(to, text) {
      const authorization: Record<string, string> = token === null ? {} : { authorization: `Bearer ${token}` }
      try {
        const reply = await fetch(url, {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...authorization },
          body: JSON.stringify({ to, text }),
          redirect: 'error',
          signal: AbortSignal.timeout(patienceMs),
        })
        await reply.body?.cancel()
        if (!reply.ok) throw new Error(`status ${reply.status}`)
      } catch (error) {
        throw new Failure('message_not_sent', 'gateway', { cause: error })
      }
    },
  }
}

/** Training: messages stand on the page of messages, and no telephone gets one. */
export function trainingGateway(db: Db, now: () => Date): MessageGateway {
  return {
    async send(recipient, words) {
      await db
        .insertInto('identity.training_message')
        .values({ message_id: randomUUID(), recipient, words, sent_at: now() })
        .execute()
    },
  }
}

/** A deployment that has named no gateway: nobody can confirm a telephone there. */
export const noGateway: MessageGateway = {
  async send() {
    throw new Failure('message_not_sent', 'no gateway is set')
  },
}
