import type { ServiceScope, serviceSigning, serviceWrapping } from '../../contract/identity/service-scopes.ts'

/** What a service is allowed and where it answers; what may be changed later. */
export type ServiceTerms = {
  name: string
  /** The hub that carries services, where it is one. */
  hub: string | null
  redirectUris: string[]
  logoutUris: string[]
  /** Where it is told that a session ended, and what became of an account; null: it is not. */
  logoutAt: string | null
  eventsAt: string | null
  /** At most these, `openid` apart. */
  scopes: ServiceScope[]
  /** Where its keys are, where it publishes them itself. */
  keysAt: string | null
}

export type NewService = ServiceTerms & {
  clientId: string
  /** Services of one sector know a person by the same identifier; never changed, or they would know nobody again. */
  sector: string
  /** A JWKS as JSON; null: `keysAt`. */
  keys: unknown
  signed: (typeof serviceSigning)[number]
  wrapped: (typeof serviceWrapping)[number]
}

type Known = { clientId: string; /** As it was when that was asked for. */ version: number }
export type ServiceChange =
  | { kind: 'add'; service: NewService }
  | ({ kind: 'change'; terms: ServiceTerms } & Known)
  /** New keys beside the old ones, which count until then; null: the old ones end with the approval. */
  | ({ kind: 'keys'; keys: unknown; oldUntil: Date | null } & Known)
  | ({ kind: 'stop' } & Known)

/** `thumbprint`: RFC 7638, SHA-256, base64url. */
export type ServiceKey = { kid: string; use: string; alg: string; thumbprint: string; until: Date | null }

export type SeenService = Omit<NewService, 'keys'> & {
  version: number
  keys: ServiceKey[]
  /** How it proves itself. */
  auth: string
  addedAt: Date
  stoppedAt: Date | null
}

/** How a service takes what it is told, of the last 30 days. */
export type NoticesSeen = {
  waiting: number
  /** Refused by it, or given up after a week. */
  lost: number
  deliveredAt: Date | null
  /** The last failure, whatever became of it. */
  failed: { at: Date; code: string } | null
}

/**
 * Relying parties of the OpenID provider, for whoever administers them. The identity service implements it and hands it over where it is
 * mounted (`Mount`): central knows no identity.
 */
export type ServicePort = {
  /** By client id; 500 at most. */
  list(): Promise<SeenService[]>
  /** Null for an unknown client id. */
  find(clientId: string): Promise<SeenService | null>
  noticesOf(clientId: string): Promise<NoticesSeen>
  /** Whether a change could be made now. Codes: request_invalid (with the fields), service_conflict (changed meanwhile, stopped, or known already). */
  check(change: ServiceChange): Promise<void>
  /** Makes it, for the next request here, within a second at other instances. Codes: those of `check`. */
  apply(change: ServiceChange): Promise<void>
}
