import { z } from 'zod'
import { Sha256Hex } from '../../contract/protocol/digest.ts'
import { defineRoute, type Route } from '../http/route.ts'
import { proposerOfClient } from '../proposals/proposer.ts'
import {
  approveTrust,
  proposeTrust,
  proposeTrustRemoval,
  reviewTrustFile,
  waitingTrust,
  WaitingTrust,
  withdrawTrust,
} from './propose-trust.ts'
import { listTrustFiles, maxTrustBytes, trustVersion } from './trust-files.ts'

const encodedBytes = Math.ceil((maxTrustBytes * 4) / 3) + 65_536
/** A thousand fingerprints, each in its quotes, and as much again. */
const confirmedBytes = 131_072
const Confirmed = z.array(Sha256Hex).max(1000).default([])
const File = z.object({
  name: z.string().trim().min(1).max(200),
  /** Where and when it was fetched: shown to the second person, and kept. */
  source: z.string().trim().min(3).max(300),
  base64: z.base64().max(encodedBytes),
  /** Fingerprints that were compared with their publisher's and that nobody known here vouches for. */
  confirmed: Confirmed,
})
type File = z.infer<typeof File>

const Item = z.object({
  kind: z.enum(['anchor', 'link', 'certificate', 'master_list', 'crl', 'deviation_list']),
  subject: z.string(),
  country: z.string().nullable(),
  fingerprint: Sha256Hex.nullable(),
  validFrom: z.string().nullable(),
  validTo: z.string().nullable(),
  standing: z.enum(['known', 'official', 'vouched', 'unconfirmed', 'imitation', 'nobody']),
  official: z.custom<object>().nullable(),
  count: z.int(),
})
const Items = z.array(Item)

const fileOf = ({ name, source, base64 }: File) => ({ name, source, bytes: Buffer.from(base64, 'base64') })
const refusals = ['trust_file_unusable', 'trust_specimen'] as const
const unbelieved = ['trust_issuer_unknown', 'trust_confirmation_missing'] as const

const listRoute = defineRoute<'client', null, null, null>('client', {
  method: 'GET',
  path: '/api/v1/trust',
  scope: 'trust:propose',
  summary: 'What chips are judged by, and what waits for a second person',
  answers: {
    200: {
      description: 'Files in force and changes that wait',
      schema: z.object({
        version: z.int(),
        files: z.array(
          z.object({
            sha256: Sha256Hex,
            name: z.string(),
            source: z.string(),
            added_at: z.iso.datetime(),
            added_by: z.string(),
          }),
        ),
        waiting: z.array(WaitingTrust.extend({ items: Items })),
      }),
    },
  },
  async handle(_call, central) {
    const files = await listTrustFiles(central.db)
    return {
      status: 200,
      body: {
        version: await trustVersion(central.db),
        files: files.map((file) => ({ ...file, added_at: file.added_at.toISOString() })),
        waiting: await waitingTrust(central),
      },
    }
  },
})

const reviewRoute = defineRoute<'client', null, null, File>('client', {
  method: 'POST',
  path: '/api/v1/trust/reviews',
  scope: 'trust:propose',
  summary: 'What a file holds: fingerprints, and who vouches for it; nothing is changed',
  body: File,
  maxBodyBytes: encodedBytes + confirmedBytes,
  answers: { 200: { description: 'One item a certificate or list', schema: z.object({ items: Items }) } },
  failures: [...refusals],
  handle: async ({ body }, central) => ({ status: 200, body: { items: await reviewTrustFile(central, fileOf(body)) } }),
})

const proposeRoute = defineRoute<'client', null, null, File>('client', {
  method: 'POST',
  path: '/api/v1/trust/proposals',
  scope: 'trust:propose',
  summary: 'Propose an anchor, a link certificate, a master, revocation or deviation list',
  once: true,
  body: File,
  maxBodyBytes: encodedBytes + confirmedBytes,
  answers: {
    201: {
      description: 'Waits for somebody else',
      schema: z.object({ proposal_id: z.uuid(), items: Items }),
    },
  },
  failures: [...refusals, ...unbelieved],
  async handle({ caller, body }, central) {
    const { proposalId, items } = await proposeTrust(central, fileOf(body), body.confirmed, proposerOfClient(caller))
    return { status: 201, body: { proposal_id: proposalId, items } }
  },
})

const Removal = z.object({ sha256: Sha256Hex })
const removeRoute = defineRoute<'client', null, null, z.infer<typeof Removal>>('client', {
  method: 'POST',
  path: '/api/v1/trust/removals',
  scope: 'trust:propose',
  summary: 'Propose that a file goes',
  once: true,
  body: Removal,
  answers: { 201: { description: 'Waits for somebody else', schema: z.object({ proposal_id: z.uuid() }) } },
  failures: ['not_found'],
  async handle({ caller, body }, central) {
    const proposal_id = await proposeTrustRemoval(central, body.sha256, proposerOfClient(caller))
    return { status: 201, body: { proposal_id } }
  },
})

const Params = z.object({ proposal_id: z.uuid() })
const Approval = z.object({ confirmed: Confirmed })
const approveRoute = defineRoute<'client', z.infer<typeof Params>, null, z.infer<typeof Approval>>('client', {
  method: 'POST',
  path: '/api/v1/trust/proposals/:proposal_id/approve',
  scope: 'trust:approve',
  summary:
    'Approve what somebody else proposed: another client, and another holder, who confirms the same fingerprints',
  once: true,
  params: Params,
  body: Approval,
  maxBodyBytes: confirmedBytes,
  answers: { 200: { description: 'In force', schema: z.object({ version: z.int() }) } },
  failures: ['not_found', 'trust_conflict', ...refusals, ...unbelieved],
  async handle({ caller, params, body }, central) {
    await approveTrust(central, params.proposal_id, body.confirmed, proposerOfClient(caller))
    return { status: 200, body: { version: await trustVersion(central.db) } }
  },
})

const withdrawRoute = defineRoute<'client', z.infer<typeof Params>, null, null>('client', {
  method: 'DELETE',
  path: '/api/v1/trust/proposals/:proposal_id',
  scope: 'trust:propose',
  summary: 'Withdraw what waits',
  once: true,
  params: Params,
  answers: { 200: { description: 'Gone', schema: z.null() } },
  failures: ['not_found', 'trust_conflict'],
  async handle({ caller, params }, central) {
    await withdrawTrust(central, params.proposal_id, proposerOfClient(caller))
    return { status: 200, body: null }
  },
})

export const trustRoutes: readonly Route[] = [
  listRoute,
  reviewRoute,
  proposeRoute,
  removeRoute,
  approveRoute,
  withdrawRoute,
] as readonly Route[]
