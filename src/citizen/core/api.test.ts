import { expect, test } from 'vitest'
import { endpoints } from '../../contract/identity/endpoints.ts'
import { addressOf, createApi, Refusal } from './api.ts'

const answering = (status: number, body: unknown) => {
  const sent: Request[] = []
  const api = createApi(async (input, init) => {
    const { signal, ...rest } = init ?? {}
    sent.push(new Request(new URL(String(input), 'https://id.example'), rest))
    signal?.throwIfAborted()
    return new Response(typeof body === 'string' ? body : JSON.stringify(body), { status })
  })
  return { api, sent }
}
const codeOf = (asked: Promise<unknown>) =>
  asked.then(
    () => null,
    (error: unknown) => error as Refusal,
  )

test('an address escapes what is put into it and leaves out what is absent', () => {
  expect(addressOf(endpoints['login.read'], { params: { uid: 'a/b?c' }, query: { seen: undefined } })).toBe(
    '/citizen/api/login/a%2Fb%3Fc/state',
  )
  expect(addressOf(endpoints['communes.search'], { query: { q: 'Saint-Étienne & co' } })).toBe(
    '/citizen/api/communes?q=Saint-%C3%89tienne+%26+co',
  )
})

test('a change carries the header that another origin cannot send, and nothing personal in its address', async () => {
  const { api, sent } = answering(200, { expires_at: '2026-12-05T10:00:00Z', resend_at: '2026-11-28T10:01:00Z' })
  await api.ask('email.give', { body: { email: 'camille@example.fr', language: 'fr' } })
  const [request] = sent
  expect(request!.headers.get('x-guichet')).toBe('citizen')
  expect(request!.headers.get('content-type')).toBe('application/json')
  expect(request!.url).not.toContain('camille')
  expect(await request!.json()).toEqual({ email: 'camille@example.fr', language: 'fr' })
})

test('a question carries no body', async () => {
  const { api, sent } = answering(200, { countries: [] })
  await api.ask('countries.list', { query: { language: 'en' } })
  expect(sent[0]!.method).toBe('GET')
  expect(sent[0]!.body).toBeNull()
})

test('a refusal keeps code, fields, tries and wait', async () => {
  const problem = {
    code: 'declaration_invalid',
    problems: [{ field: 'birthPlace.inseeCode', code: 'commune_unknown' }],
    attempts_left: null,
    wait_seconds: null,
  }
  const refusal = await codeOf(answering(422, problem).api.ask('application.save', { body: { declared: {} } }))
  expect(refusal).toMatchObject({ code: 'declaration_invalid', problems: problem.problems })
  const wrong = { code: 'code_wrong', problems: null, attempts_left: 3, wait_seconds: 60 }
  const second = await codeOf(answering(403, wrong).api.ask('phone.confirm', { body: { code: '123456' } }))
  expect(second).toMatchObject({ code: 'code_wrong', attemptsLeft: 3, waitSeconds: 60 })
})

test.each([
  [502, '<html>', 'unavailable'],
  [404, '<html>', 'internal_error'],
  [200, { addresses: 'all' }, 'internal_error'],
  [200, '<html>', 'internal_error'],
])('what does not speak the contract (%s) is a code too', async (status, body, code) => {
  const refusal = await codeOf(answering(status, body).api.ask('addresses.search', { query: { q: '12 rue' } }))
  expect(refusal).toMatchObject({ code })
})

test('no network is told from a call that was given up', async () => {
  const api = createApi(async (_, init) => {
    init?.signal?.throwIfAborted()
    throw new TypeError('Failed to fetch')
  })
  expect(await codeOf(api.ask('session.read', {}))).toMatchObject({ code: 'wire_disconnected' })
  const left = await codeOf(api.ask('session.read', { signal: AbortSignal.abort() }))
  expect(left).not.toBeInstanceOf(Refusal)
})

test('a call under way is given up with whoever asked, in a browser without `AbortSignal.any` too', async () => {
  const { any } = AbortSignal
  Reflect.deleteProperty(AbortSignal, 'any')
  try {
    const api = createApi(
      (_, init) =>
        new Promise((_resolve, reject) => init!.signal!.addEventListener('abort', () => reject(init!.signal!.reason))),
    )
    const leaving = new AbortController()
    const asked = codeOf(api.ask('session.read', { signal: leaving.signal }))
    leaving.abort('left')
    expect(await asked).toBe('left')
  } finally {
    AbortSignal.any = any
  }
})
