import { Failure } from '../../contract/failure.ts'

/** What an administrator is, as the provider's claim says it. Nobody is all of them but who comes by the bootstrap token. */
export const adminRoles = ['support', 'supervisor', 'security_officer', 'auditor'] as const
export type AdminRole = (typeof adminRoles)[number]

const everybody = adminRoles
const help: readonly AdminRole[] = ['support', 'supervisor']
const judgement: readonly AdminRole[] = ['supervisor', 'security_officer']
const security: readonly AdminRole[] = ['security_officer']

/** Who sees a page; citizens' data are on those of files, reviews and contests. */
export const pagesOf = {
  overview: everybody,
  stations: everybody,
  fleet: everybody,
  figures: ['supervisor', 'security_officer', 'auditor'],
  packets: ['supervisor', 'security_officer', 'auditor'],
  review: judgement,
  contests: ['supervisor', 'auditor'],
  operators: everybody,
  trust: ['security_officer', 'auditor'],
  services: ['security_officer', 'auditor'],
  pairs: judgement,
  audit: ['security_officer', 'auditor'],
} as const satisfies Record<string, readonly AdminRole[]>

/** Who may do what, by the name under which the audit has it. The auditor does nothing. */
export const deedsOf = {
  'station.issue_code': help,
  'station.issue_code_again': help,
  'station.issue_code_replacing': help,
  'station.activate': help,
  'station.rename': help,
  'station.retire': help,
  'station.assign_person': help,
  'station.unassign_person': help,
  'station.revoke': security,
  'operator.add': help,
  'operator.change': help,
  'operator.issue_code': help,
  'operator.confirm': ['supervisor'],
  'operator.revoke': security,
  'packet.decide': judgement,
  'contest.answer': ['supervisor'],
  'trust.review': security,
  'trust.propose': security,
  'trust.approve': security,
  'trust.withdraw': security,
  'trust.propose_removal': security,
  'policy.set': security,
  'key.rotate': security,
  'service.add': security,
  'service.change': security,
  'service.rotate_keys': security,
  'service.stop': security,
} as const satisfies Record<string, readonly AdminRole[]>
export type DeedName = keyof typeof deedsOf

export type Roles = { roles: readonly AdminRole[] }

export const isOneOf = ({ roles }: Roles, allowed: readonly AdminRole[]): boolean =>
  roles.some((role) => allowed.includes(role))

/** Code: forbidden. */
export function requireDeed(session: Roles, deed: DeedName): void {
  if (!isOneOf(session, deedsOf[deed])) throw new Failure('forbidden', `role for ${deed}`)
}
