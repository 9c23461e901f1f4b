import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { noteDeed } from '../../operations/record-deed.ts'
import { admit, viewOf, type AdminParts } from '../admin-parts.ts'
import { drawPage, sendHtml } from '../page.ts'
import { isOneOf, pagesOf } from '../roles.ts'
import { say } from '../texts.ts'
import { findEverywhere, type Found } from './find.ts'
import { drawFound } from './search-views.ts'

const Query = z.object({ q: z.string().trim().max(80).default('') })
const nothing: Found = { references: [], packets: [], stations: [], branches: [], people: [] }
/** Of fewer characters everything is found. */
const fewest = 2

/**
 * GET /admin/search?q=: whatever has a fragment in it, by kind. In the audit by name where citizens' applications can be found, with what
 * was typed once it found something: what finds nothing may be somebody's name.
 */
export function serveSearch(app: FastifyInstance, parts: AdminParts): void {
  const { central } = parts
  app.get('/admin/search', async (request, reply) => {
    const session = await admit(parts, request, reply)
    if (session === null) return reply
    const { q } = Query.parse(request.query)
    const maySeeCases = isOneOf(session, pagesOf.packets)
    const found = q.length < fewest ? nothing : await findEverywhere(central, q, maySeeCases)
    const hasFound = Object.values(found).some((one) => one.length > 0)
    if (maySeeCases && q !== '') {
      const deed = { actor: session.name, action: 'search.view', stationId: null, subject: '' }
      await noteDeed(central, { ...deed, detail: hasFound ? q : null }, 'seen')
    }
    const view = viewOf(parts, session)
    return sendHtml(reply, drawPage(view, null, drawFound(view, q, found), say('searchAll', session.language)))
  })
}
