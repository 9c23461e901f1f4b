import type { FastifyRequest } from 'fastify'
import { Failure, type FailureCode } from '../../contract/failure.ts'
import { verifyToken } from '../auth/access-token.ts'
import { useOnce, verifyProof, type Proof } from '../auth/proof.ts'
import type { Central } from '../context.ts'
import type { StationState } from '../database/tables.ts'
import type { Access, Caller, Route } from './route.ts'

/** Who calls, and under which name the calls are counted. */
type Identified = { caller: Caller[Access]; name: string }
type Identify = (central: Central, route: Route, request: FastifyRequest, origin: string) => Promise<Identified>

const byAccess: Record<Access, Identify> = {
  open: async (_central, _route, request) => ({ caller: null, name: request.ip }),
  proof: async (central, route, request, origin) => ({
    caller: await proofOf(central, route, request, origin, null),
    name: request.ip,
  }),
  station: identifyStation,
}

/** Codes: token_invalid, proof_invalid, nonce_required, station_pending, station_revoked. */
export const identify: Identify = (central, route, request, origin) =>
  byAccess[route.access](central, route, request, origin)

async function proofOf(
  central: Central,
  route: Route,
  request: FastifyRequest,
  origin: string,
  accessToken: string | null,
): Promise<Proof> {
  const now = central.now()
  const header = request.headers['dpop']
  const proof = await verifyProof(typeof header === 'string' ? header : undefined, {
    method: request.method,
    url: `${origin}${request.url.split('?')[0]}`,
    accessToken,
    nonceSecret: central.keys().nonceSecret,
    now,
  })
  if (route.once) await useOnce(central.db, proof.proofHash, now)
  return proof
}

const refusedStates: Partial<Record<StationState, FailureCode>> = {
  pending: 'station_pending',
  revoked: 'station_revoked',
}

async function identifyStation(
  central: Central,
  route: Route,
  request: FastifyRequest,
  origin: string,
): Promise<Identified> {
  const token = /^DPoP (\S{1,4096})$/i.exec(request.headers.authorization ?? '')?.[1]
  if (token === undefined) throw new Failure('token_invalid', 'Authorization: DPoP is missing')
  const proof = await proofOf(central, route, request, origin, token)
  const check = { environment: central.environment, thumbprint: proof.thumbprint, now: central.now() }
  const station = await central.loadStation(verifyToken(central.keys().tokenSecret, token, check))
  if (station === null) throw new Failure('station_not_registered')
  if (!route.states.includes(station.state)) throw new Failure(refusedStates[station.state] ?? 'forbidden')
  return { caller: station, name: station.station_id }
}
