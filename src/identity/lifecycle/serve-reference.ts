import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Failure } from '../../contract/failure.ts'
import { citizenApiPath, citizenFiles } from '../../contract/identity/endpoints.ts'
import type { Identity } from '../context.ts'
import { requireSession, sessionsOf } from '../http/sessions.ts'
import { referencePdf, referenceSvg } from './reference-page.ts'
import { viewApplication } from './view.ts'

/** The reference as a page to print and as a QR code to show. Codes: citizen_session_missing, application_incomplete. */
export function serveReference(app: FastifyInstance, identity: Identity): void {
  const facts = async (request: FastifyRequest, reply: FastifyReply) => {
    const { subjectId } = await requireSession(sessionsOf(identity, request, reply), 'application')
    const { reference, expires_at, language } = await viewApplication(identity, subjectId)
    if (reference === null) throw new Failure('application_incomplete')
    return { reference, until: new Date(expires_at), language }
  }
  app.get(citizenApiPath + citizenFiles.referencePdf, async (request, reply) => {
    const shown = await facts(request, reply)
    void reply.header('content-disposition', `attachment; filename="${shown.reference}.pdf"`)
    return reply.type('application/pdf').send(Buffer.from(await referencePdf(shown)))
  })
  app.get(citizenApiPath + citizenFiles.referenceSvg, async (request, reply) =>
    reply.type('image/svg+xml').send(referenceSvg((await facts(request, reply)).reference)),
  )
}
