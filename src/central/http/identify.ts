import type { FastifyRequest } from 'fastify'
import { Failure, type FailureCode } from '../../contract/failure.ts'
import { audienceOfClients, audienceOfStations, verifyToken, type TokenHolder } from '../auth/access-token.ts'
import { useOnce, verifyProof, type Proof } from '../auth/proof.ts'
import type { ClientAllowance } from '../clients/client-allowance.ts'
import { findClient } from '../clients/client.ts'
import type { Central } from '../context.ts'
import { hasKey, type Station } from '../stations/station.ts'
import type { StationState } from '../database/tables.ts'
import { normalizeUrl } from './origin.ts'
import { nameOfAddress, type RateLimit } from './rate-limit.ts'
import type { Access, Caller, Route } from './route.ts'

/** Who calls, as far as the request itself tells; `name`: under which its calls are counted. */
type Claimed = { name: string | null; proof: Proof | null; holder: TokenHolder | null }

/**
 * Who calls, once it is known that the caller may. The allowance is looked at before anything is used up or asked of the
 * database, so that a refusal costs neither; it is spent by name only where the name was proved, and by a proof's first
 * use, so that nobody spends another's. Codes: rate_limited, token_invalid, proof_invalid, nonce_required,
 * station_not_registered, station_pending, station_revoked, scope_missing.
 */
export async function identify(
  central: Central,
  route: Route,
  request: FastifyRequest,
  origin: string,
  { limit, clients }: Allowances,
): Promise<{ caller: Caller[Access]; provedBy: string | null }> {
  const claimed = claimedBy[route.access](central, request, origin)
  const { proof, holder } = claimed
  // Callers of an open route cannot be told apart, and its answer costs nothing: one stranger must not use it up for all.
  if (claimed.name === null) return { caller: null, provedBy: null }
  const name = limit.allows(claimed.name) ? claimed.name : await ownName(central, claimed)
  if (name === null || !limit.allows(name)) throw new Failure('rate_limited')
  if (route.once && proof !== null) await useOnce(central.db, proof.proofHash, central.now())
  limit.spend(name)
  if (route.access === 'client' && holder !== null) await clients.spend(holder.subject)
  const caller =
    holder === null
      ? proof
      : await loadHolder[route.access]!(central, route, holder, versionIn(request.headers['guichet-version']))
  return { caller, provedBy: proof?.thumbprint ?? null }
}

/**
 * Where strangers have spent what an address may ask, a station that proved its key there has an allowance of its own: behind one
 * proxy, or one post office's line, they share the address.
 */
async function ownName({ db }: Central, { proof, holder }: Claimed): Promise<string | null> {
  if (proof === null || holder !== null) return null
  const known = await db
    .selectFrom('key_owner')
    .select('station_id')
    .where('thumbprint', '=', proof.thumbprint)
    .where('person_id', 'is', null)
    .executeTakeFirst()
  return known === undefined ? null : `key ${proof.thumbprint}`
}

/** What callers may ask: of this instance, and clients of all together. */
export type Allowances = { limit: RateLimit; clients: ClientAllowance }

type ReadClaim = (central: Central, request: FastifyRequest, origin: string) => Claimed

const claimedBy: Record<Access, ReadClaim> = {
  open: (central, request) => {
    const isHidden = central.publicOrigin !== null && request.headers['x-forwarded-for'] === undefined
    return { name: isHidden ? null : nameOfAddress(request.ip), proof: null, holder: null }
  },
  proof: (central, request, origin) => {
    const proof = proofOf(central, request, origin, null)
    return { name: nameOfAddress(request.ip), proof, holder: null }
  },
  station: (central, request, origin) => {
    const claimed = holderOf(central, request, origin, audienceOfStations(central.environment))
    return { ...claimed, name: claimed.holder.subject }
  },
  client: (central, request, origin) => {
    const claimed = holderOf(central, request, origin, audienceOfClients(central.environment))
    return { ...claimed, name: `client ${claimed.holder.subject}` }
  },
}

function holderOf(central: Central, request: FastifyRequest, origin: string, audience: string) {
  const token = /^DPoP (\S{1,4096})$/i.exec(request.headers.authorization ?? '')?.[1]
  if (token === undefined) throw new Failure('token_invalid', 'Authorization: DPoP is missing')
  const proof = proofOf(central, request, origin, token)
  const check = { audience, thumbprint: proof.thumbprint, now: central.now() }
  return { proof, holder: verifyToken(central.keys().tokenSecret, token, check) }
}

function proofOf(central: Central, request: FastifyRequest, origin: string, accessToken: string | null) {
  const header = request.headers['dpop']
  return verifyProof(typeof header === 'string' ? header : undefined, {
    method: request.method,
    url: normalizeUrl(origin + request.url) ?? origin,
    accessToken,
    nonceSecret: central.keys().nonceSecret,
    now: central.now(),
  })
}

const refusedStates: Partial<Record<StationState, FailureCode>> = {
  pending: 'station_pending',
  revoked: 'station_revoked',
  retired: 'station_retired',
}

const seenEveryMs = 60_000

/** A version as a station names its own in each call; null where it names none that could be one. */
const versionIn = (header: unknown) => (typeof header === 'string' && /^[\w.+-]{1,64}$/.test(header) ? header : null)

/**
 * When a station was last heard of, to the minute, and with which version: a write for each call would cost more than the call.
 */
async function noteSeen({ db, now }: Central, station: Station, version: string | null): Promise<void> {
  const at = now()
  const { station_id, last_seen_at, software_version } = station
  const isFresh = last_seen_at !== null && at.getTime() - last_seen_at.getTime() < seenEveryMs
  const isOther = version !== null && version !== software_version
  if (isFresh && !isOther) return
  const seen = { last_seen_at: at, ...(isOther && { software_version: version }) }
  await db.updateTable('station').set(seen).where('station_id', '=', station_id).execute()
}

type LoadHolder = (
  central: Central,
  route: Route,
  holder: TokenHolder,
  version: string | null,
) => Promise<Caller['station' | 'client']>

const loadHolder: Partial<Record<Access, LoadHolder>> = {
  async station(central, route, { subject, thumbprint }, version) {
    const station = await central.loadStation(subject)
    if (station === null) throw new Failure('station_not_registered')
    if (!hasKey(station, thumbprint, central.now())) throw new Failure('token_invalid', 'key replaced')
    await noteSeen(central, station, version)
    if (!route.states.includes(station.state)) throw new Failure(refusedStates[station.state] ?? 'forbidden')
    return station
  },
  /** What the token allows counts only as far as the client is still allowed it. */
  async client({ db }, { scope }, { subject, scopes }) {
    const client = await findClient(db, subject)
    if (client === null) throw new Failure('token_invalid', 'client')
    const isAllowed = scope !== null && scopes.includes(scope) && client.scopes.includes(scope)
    if (!isAllowed) throw new Failure('scope_missing', scope)
    return client
  },
}
