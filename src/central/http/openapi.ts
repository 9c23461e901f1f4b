import { z } from 'zod'
import type { FailureCode } from '../../contract/failure.ts'
import { Problem } from '../../contract/protocol/problem.ts'
import { clientTokenPath } from '../clients/client-token.ts'
import { scopes } from '../clients/scopes.ts'
import { problemStatus } from './problem.ts'
import { defineRoute, type Access, type Route } from './route.ts'

type Json = Record<string, unknown>

/** Codes that any call of a kind may meet. */
const commonFailures: Record<Access, readonly FailureCode[]> = {
  open: ['rate_limited', 'unavailable'],
  proof: ['request_invalid', 'proof_invalid', 'nonce_required', 'rate_limited', 'unavailable'],
  client: [
    'request_invalid',
    'token_invalid',
    'proof_invalid',
    'nonce_required',
    'scope_missing',
    'rate_limited',
    'unavailable',
  ],
  station: [
    'request_invalid',
    'token_invalid',
    'proof_invalid',
    'nonce_required',
    'station_pending',
    'station_revoked',
    'rate_limited',
    'unavailable',
  ],
}

const mediaTypes = { json: 'application/json', form: 'application/x-www-form-urlencoded', packet: 'application/jose' }
const dpop = { type: 'apiKey', in: 'header', name: 'DPoP', description: 'Proof of possession, RFC 9449, with nonce' }

/** What one description says beside its routes. */
export type ApiDescription = {
  /** The path at which the document is served. */
  path: string
  title: string
  /** How a token is asked for, by the name of the scheme. */
  securitySchemes: Record<string, Json>
}

export const stationApi: ApiDescription = {
  path: '/v1/openapi.json',
  title: 'Guichet: station to central',
  securitySchemes: {
    token: { type: 'http', scheme: 'DPoP', description: 'Access token of POST /v1/token, bound to the key' },
    dpop,
  },
}

export const intakeApi: ApiDescription = {
  path: '/api/v1/openapi.json',
  title: 'Guichet: neighbouring systems to central',
  securitySchemes: {
    client: {
      type: 'oauth2',
      description: 'private_key_jwt (RFC 7523), the token bound to a key (RFC 9449): `Authorization: DPoP <token>`',
      flows: { clientCredentials: { tokenUrl: clientTokenPath, scopes } },
    },
    dpop,
  },
}

/** GET of the description, made from the table of routes: it cannot say anything else than what is served. */
export function openApiRoute(api: ApiDescription, routes: readonly Route[]): Route {
  const self = (body: Json) =>
    defineRoute('open', {
      method: 'GET',
      path: api.path,
      summary: 'This description',
      answers: { 200: { description: 'OpenAPI 3.1', schema: z.record(z.string(), z.unknown()) } },
      handle: async () => ({ status: 200, body }),
    })
  return self(describeApi(api, [...routes, self({})]))
}

/** OpenAPI 3.1 (its schemas are JSON Schema 2020-12, as zod writes them). */
export function describeApi({ title, securitySchemes }: ApiDescription, routes: readonly Route[]): Json {
  const paths: Record<string, Json> = {}
  for (const route of routes) {
    const path = route.path.replace(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: describeRoute(route) }
  }
  return {
    openapi: '3.1.0',
    info: { title, version: '1', license: { name: 'Apache-2.0' } },
    paths,
    components: { schemas: { Problem: schemaOf(Problem) }, securitySchemes },
  }
}

function securityOf({ access, scope }: Route): Json[] {
  const byAccess: Record<Access, Json[]> = {
    open: [],
    proof: [{ dpop: [] }],
    station: [{ token: [], dpop: [] }],
    client: [{ client: [scope], dpop: [] }],
  }
  return byAccess[access]
}

function describeRoute(route: Route): Json {
  const parameters = [...parametersOf(route.params, 'path'), ...parametersOf(route.query, 'query')]
  return {
    summary: route.summary,
    security: securityOf(route),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(route.bodyType === null ? {} : { requestBody: describeBody(route) }),
    responses: { ...describeAnswers(route), ...describeFailures(route) },
  }
}

function describeBody({ bodyType, body }: Route): Json {
  const schema = bodyType === 'packet' ? { type: 'string', description: 'Compact JWE' } : schemaOf(body!, 'input')
  return { required: true, content: { [mediaTypes[bodyType!]]: { schema } } }
}

function parametersOf(schema: z.ZodType | null, place: 'path' | 'query'): Json[] {
  if (schema === null) return []
  const { properties = {}, required = [] } = schemaOf(schema, 'input') as { properties?: Json; required?: string[] }
  return Object.entries(properties).map(([name, value]) => ({
    name,
    in: place,
    required: required.includes(name),
    schema: value,
  }))
}

function describeAnswers({ answers }: Route): Json {
  const described = Object.entries(answers).map(([status, { description, schema }]) => [
    status,
    schema === null ? { description } : { description, content: { 'application/json': { schema: schemaOf(schema) } } },
  ])
  return Object.fromEntries(described)
}

function describeFailures(route: Route): Json {
  const ofBody: FailureCode[] = route.bodyType === null ? [] : ['packet_too_large']
  const codes = [...new Set([...route.failures, ...commonFailures[route.access], ...ofBody])]
  const byStatus = Map.groupBy(codes, (code) => problemStatus[code as keyof typeof problemStatus])
  const content = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } }
  return Object.fromEntries(
    [...byStatus].map(([status, some]) => [status, { description: some.map((c) => `\`${c}\``).join(', '), content }]),
  )
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output' = 'output'): Json {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Json
  return rest
}
