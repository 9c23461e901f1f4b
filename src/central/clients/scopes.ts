import { z } from 'zod'

/** What a client of the intake API may be allowed (RFC 6749 §3.3), and what each lets it do. */
export const scopes = {
  'applications:read': 'See where an application stands',
  'applications:write': 'Create, confirm, cancel and contest applications',
  'visits:write': 'Plan and withdraw home visits',
  'documents:write': 'Report documents lost or stolen, and found again',
  'policy:propose': 'Propose a policy',
  'policy:approve': 'Approve a policy that somebody else proposed',
  'trust:propose': 'See what chips are judged by, and propose certificates and lists',
  'trust:approve': 'Approve a change of trust that somebody else proposed',
  'branches:read': 'See the branches and whether they can verify now',
  'branches:write': 'Keep the branches',
  'people:read': 'See people and where they work',
  'people:write': 'Enter, change, place and revoke people',
  'people:codes': 'Give people the codes with which they make their keys',
  'mail:write': 'Tell of mails that came back',
} as const

export type Scope = keyof typeof scopes
export const Scope = z.enum(Object.keys(scopes) as [Scope, ...Scope[]])
