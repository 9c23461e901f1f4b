import { z } from 'zod'
import type { FailureCode } from '../../contract/failure.ts'
import { Problem } from '../../contract/sync.ts'
import { problemStatus } from './problem.ts'
import { defineRoute, type Access, type Route } from './route.ts'

type Json = Record<string, unknown>

/** Codes that any call of a kind may meet. */
const commonFailures: Record<Access, readonly FailureCode[]> = {
  open: ['rate_limited', 'unavailable'],
  proof: ['request_invalid', 'proof_invalid', 'nonce_required', 'rate_limited', 'unavailable'],
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
const securities: Record<Access, Json[]> = {
  open: [],
  proof: [{ dpop: [] }],
  station: [{ token: [], dpop: [] }],
}

/** GET /v1/openapi.json, made from the table of routes: it cannot say anything else than what is served. */
export function openApiRoute(routes: readonly Route[]): Route {
  const body = describeProtocol(routes)
  return defineRoute('open', {
    method: 'GET',
    path: '/v1/openapi.json',
    summary: 'This description',
    answers: { 200: { description: 'OpenAPI 3.1', schema: null } },
    handle: async () => ({ status: 200, body }),
  })
}

/** OpenAPI 3.1 (its schemas are JSON Schema 2020-12, as zod writes them). */
export function describeProtocol(routes: readonly Route[]): Json {
  const paths: Record<string, Json> = {}
  for (const route of routes) {
    const path = route.path.replace(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: describeRoute(route) }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Guichet: station to central', version: '1', license: { name: 'Apache-2.0' } },
    paths,
    components: {
      schemas: { Problem: schemaOf(Problem) },
      securitySchemes: {
        token: { type: 'http', scheme: 'DPoP', description: 'Access token of POST /v1/token, bound to the key' },
        dpop: { type: 'apiKey', in: 'header', name: 'DPoP', description: 'Proof of possession, RFC 9449, with nonce' },
      },
    },
  }
}

function describeRoute(route: Route): Json {
  const parameters = [...parametersOf(route.params, 'path'), ...parametersOf(route.query, 'query')]
  return {
    summary: route.summary,
    security: securities[route.access],
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(route.bodyType === null ? {} : { requestBody: describeBody(route) }),
    responses: { ...describeAnswers(route), ...describeFailures(route) },
  }
}

function describeBody({ bodyType, body }: Route): Json {
  const schema = bodyType === 'packet' ? { type: 'string', description: 'Compact JWE' } : schemaOf(body!)
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
  const codes = [...new Set([...route.failures, ...commonFailures[route.access]])]
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
