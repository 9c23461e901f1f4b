import { z } from 'zod'
import { Failure } from '../../contract/failure.ts'
import { Identifier } from '../clients/client.ts'
import { defineRoute, type Route } from '../http/route.ts'
import { Branch, BranchEntry, findBranch, listBranches, Postcode, saveBranch, toBranch } from './branch.ts'

const pageSize = 100
const Params = z.object({ branch_id: Identifier })
type Params = z.infer<typeof Params>
const Filter = z.object({ postcode: Postcode.optional(), after: Identifier.optional() })
type Filter = z.infer<typeof Filter>

const putBranchRoute = defineRoute<'client', Params, null, BranchEntry>('client', {
  method: 'PUT',
  path: '/api/v1/branches/:branch_id',
  scope: 'branches:write',
  summary: 'Enter a branch, or change it',
  once: true,
  params: Params,
  body: BranchEntry,
  answers: { 200: { description: 'As it stands now', schema: Branch } },
  async handle({ caller, params, body }, central) {
    await saveBranch(central, params.branch_id, body, caller.client_id)
    const row = await findBranch(central.db, params.branch_id)
    return { status: 200, body: toBranch(row!, central.now()) }
  },
})

const getBranchRoute = defineRoute<'client', Params, null, null>('client', {
  method: 'GET',
  path: '/api/v1/branches/:branch_id',
  scope: 'branches:read',
  summary: 'A branch, and whether it can verify now',
  params: Params,
  answers: { 200: { description: 'The branch', schema: Branch } },
  failures: ['not_found'],
  async handle({ params }, central) {
    const row = await findBranch(central.db, params.branch_id)
    if (row === null) throw new Failure('not_found', 'branch')
    return { status: 200, body: toBranch(row, central.now()) }
  },
})

const listBranchesRoute = defineRoute<'client', null, Filter, null>('client', {
  method: 'GET',
  path: '/api/v1/branches',
  scope: 'branches:read',
  summary: 'Branches in the order of their identifiers',
  query: Filter,
  answers: {
    200: {
      description: 'Up to 100; `next`: ask for those after it',
      schema: z.object({ branches: z.array(Branch), next: z.string().nullable() }),
    },
  },
  async handle({ query }, central) {
    const rows = await listBranches(central.db, query, pageSize)
    const next = rows.length === pageSize ? rows.at(-1)!.branch_id : null
    return { status: 200, body: { branches: rows.map((row) => toBranch(row, central.now())), next } }
  },
})

export const branchRoutes: readonly Route[] = [putBranchRoute, getBranchRoute, listBranchesRoute]
