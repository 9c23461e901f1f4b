import { z } from 'zod'
import { Policy } from '../../contract/policy.ts'
import { defineRoute, type Route } from '../http/route.ts'
import { proposerOfClient } from '../proposals/proposer.ts'
import { currentPolicy } from '../stations/config.ts'
import { approvePolicy, proposePolicy } from './propose-policy.ts'

const currentRoute = defineRoute<'client', null, null, null>('client', {
  method: 'GET',
  path: '/api/v1/policy',
  scope: 'policy:propose',
  summary: 'The policy in force',
  answers: { 200: { description: 'In force', schema: Policy } },
  handle: async (_call, { db }) => ({ status: 200, body: await currentPolicy(db) }),
})

const proposeRoute = defineRoute<'client', null, null, Policy>('client', {
  method: 'POST',
  path: '/api/v1/policy/proposals',
  scope: 'policy:propose',
  summary: 'Propose the next policy',
  once: true,
  body: Policy,
  answers: { 201: { description: 'Waits for somebody else', schema: z.object({ proposal_id: z.uuid() }) } },
  failures: ['policy_conflict'],
  async handle({ caller, body }, central) {
    return { status: 201, body: { proposal_id: await proposePolicy(central, body, proposerOfClient(caller)) } }
  },
})

const Params = z.object({ proposal_id: z.uuid() })
const approveRoute = defineRoute<'client', z.infer<typeof Params>, null, null>('client', {
  method: 'POST',
  path: '/api/v1/policy/proposals/:proposal_id/approve',
  scope: 'policy:approve',
  summary: 'Approve what somebody else proposed: another client, and another holder',
  once: true,
  params: Params,
  answers: { 200: { description: 'In force', schema: Policy } },
  failures: ['not_found', 'policy_conflict'],
  async handle({ caller, params }, central) {
    return { status: 200, body: await approvePolicy(central, params.proposal_id, proposerOfClient(caller)) }
  },
})

export const policyRoutes: readonly Route[] = [currentRoute, proposeRoute, approveRoute] as readonly Route[]
