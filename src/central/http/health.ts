import { setTimeout } from 'node:timers/promises'
import { sql } from 'kysely'
import { z } from 'zod'
import { Failure } from '../../contract/failure.ts'
import { defineRoute } from './route.ts'

/** A load balancer asks every few seconds and does not wait for long. */
const answerMs = 2000
const Health = z.object({ status: z.literal('ok') })
const ok = { status: 200, body: { status: 'ok' } }

/** GET /healthz: the process answers; restart it when it does not. */
export const healthRoute = defineRoute('open', {
  method: 'GET',
  path: '/healthz',
  summary: 'The process lives',
  answers: { 200: { description: 'Alive', schema: Health } },
  handle: async () => ok,
})

/** GET /readyz: the database answers too; send no stations here when it does not. Code: unavailable. */
export const readyRoute = defineRoute('open', {
  method: 'GET',
  path: '/readyz',
  summary: 'The instance can serve stations',
  answers: { 200: { description: 'Ready', schema: Health } },
  failures: ['unavailable'],
  async handle(_call, { db }) {
    const silent = setTimeout(answerMs, null, { ref: false }).then(() => {
      throw new Failure('unavailable', 'the database does not answer')
    })
    await Promise.race([sql`SELECT 1`.execute(db), silent])
    return ok
  },
})
