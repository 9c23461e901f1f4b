import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { Failure } from '../../../contract/failure.ts'
import { textsIn } from '../../../texts/texts-in.ts'
import type { Central } from '../../context.ts'
import { noteDeed } from '../../operations/record-deed.ts'
import { admit, viewOf, type AdminParts } from '../admin-parts.ts'
import { drawPage, sendHtml } from '../page.ts'
import { isOneOf, pagesOf } from '../roles.ts'
import { sayCaseUnknown } from './case-texts.ts'
import { drawCase } from './case-views.ts'
import { openPacketOf } from './open-packet-of.ts'
import type { OpenedPart } from './opened-views.ts'
import { readCase, type CaseRecord } from './read-case.ts'

const Params = z.object({ application_id: z.uuid() })
const Query = z.object({ packet: z.uuid().optional() })

/**
 * The page of one application: GET /admin/cases/{application_id}, and `?packet=` to open one of its results. Each look, and each opening,
 * is in the audit by name before anything is shown; under the reference, so that the citizen can be told of it.
 */
export function serveCase(app: FastifyInstance, parts: AdminParts): void {
  const { central } = parts
  app.get('/admin/cases/:application_id', async (request, reply) => {
    const session = await admit(parts, request, reply)
    if (session === null) return reply
    if (!isOneOf(session, pagesOf.packets)) throw new Failure('forbidden', 'role for cases')
    const { application_id } = Params.parse(request.params)
    const { packet } = Query.parse(request.query)
    const record = await readCase(central, application_id)
    if (record === null) throw new Failure('not_found', 'case')
    const subject = record.application?.reference ?? application_id
    const note = (action: string, stationId: string | null, detail: string | null) =>
      noteDeed(central, { actor: session.name, action, stationId, subject, detail }, 'seen')
    await note('case.view', null, null)
    const opened = packet === undefined ? null : await openNoted(central, record, packet, note)
    const t = textsIn(session.language)
    const title = record.application?.reference
    const heading = title === undefined ? sayCaseUnknown(session.language) : t('admin-case:title', { reference: title })
    return sendHtml(
      reply,
      drawPage(viewOf(parts, session), 'packets', drawCase(viewOf(parts, session), record, opened), heading),
    )
  })
}

type Note = (action: string, stationId: string | null, detail: string | null) => Promise<void>

/** Code: not_found (no packet of this application), unavailable. */
async function openNoted(central: Central, { packets }: CaseRecord, packetId: string, note: Note): Promise<OpenedPart> {
  const found = packets.find(({ packet_id }) => packet_id === packetId)
  if (found === undefined) throw new Failure('not_found', 'packet')
  await note('case.open', found.station_id, packetId)
  const result = await openPacketOf(central, { stationId: found.station_id, packetId })
  return { packetId, result: result ?? 'not_found' }
}
