import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { activeStation } from '../../../tests/fixtures/central-on.ts'
import { callJson, type VirtualStation } from '../../../tests/simulate/virtual-station.ts'
import { issueCrl, issueCsca, type TestName } from '../../virtual-card/testing/pki/issue.ts'
import { makeEcKey, type SignatureSpec } from '../../virtual-card/testing/pki/keys.ts'
import { specimenTrust } from '../../virtual-card/specimen-pki.ts'
import { createCentral, type RunningCentral } from '../central.ts'

const ec: SignatureSpec = { scheme: 'ecdsa', hash: 'sha256' }
const name: TestName = [['C', 'DE'], ['CN', 'Test <b>CSCA']] // prettier-ignore
const csca = issueCsca(name, makeEcKey('P-256'), ec)
const fingerprint = createHash('sha256').update(csca.certificate).digest('hex')
const ending = fingerprint.slice(-8)

type Session = { cookie: string; csrf: string }
type Reply = { status: number; text: string; location: string | null }
let central: RunningCentral
let station: VirtualStation
let odile: Session
let paul: Session
beforeAll(async () => {
  const adminToken = 'odile:token-of-odile-here paul:token-of-paul-here'
  central = await createCentral({ environment: 'production', adminToken })
  station = await activeStation(central)
  odile = await login('token-of-odile-here')
  paul = await login('token-of-paul-here')
})
afterAll(() => central.stop())

async function ask(path: string, session: Session | null, body?: FormData | URLSearchParams): Promise<Reply> {
  const headers = session === null ? {} : { cookie: session.cookie }
  const method = body === undefined ? 'GET' : 'POST'
  const reply = await fetch(central.url + path, { redirect: 'manual', method, headers, ...(body && { body }) })
  return { status: reply.status, text: await reply.text(), location: reply.headers.get('location') }
}
async function login(token: string): Promise<Session> {
  const body = new URLSearchParams({ token })
  const reply = await fetch(`${central.url}/admin/login`, { redirect: 'manual', method: 'POST', body })
  const cookie = `${reply.headers.get('set-cookie')!.split(';')[0]}; guichet_language=en`
  const { text } = await ask('/admin', { cookie, csrf: '' })
  return { cookie, csrf: hidden(text, 'csrf') }
}
const hidden = (text: string, field: string) => new RegExp(`name="${field}" value="([^"]*)"`).exec(text)?.[1] ?? ''
const fold = (text: string) => text.replace(/\s+/g, '')

function upload(session: Session, bytes: Uint8Array, source = 'publisher’s page, 29 November'): FormData {
  const form = new FormData()
  form.set('csrf', session.csrf)
  form.set('source', source)
  form.set('file', new File([new Uint8Array(bytes)], 'csca.cer'))
  return form
}
/** The form that the review page holds, filled in. */
function proposalOf(session: Session, review: string, ...endings: string[]): FormData {
  const form = new FormData()
  form.set('csrf', session.csrf)
  for (const field of ['name', 'source', 'base64']) form.set(field, hidden(review, field))
  for (const one of endings) form.append('ending', one)
  return form
}
const post = (session: Session, path: string, fields: Record<string, string> = {}) =>
  ask(path, session, new URLSearchParams({ csrf: session.csrf, ...fields }))
const waitingId = async () => /proposals\/([0-9a-f-]{36})\/withdraw/.exec((await ask('/admin/trust', odile)).text)?.[1]
const version = async () => Number(/Version (\d+)/.exec((await ask('/admin/trust', odile)).text)![1])

test('a certificate comes in by two administrators who each have its fingerprint from elsewhere', async () => {
  const review = await ask('/admin/trust/review', odile, upload(odile, csca.certificate))
  expect(review.text).toMatch(/Test .?&lt;b/)
  expect(fold(review.text), 'all but its end').toContain(fingerprint.slice(0, -8))
  expect(fold(review.text)).not.toContain(fingerprint)
  const propose = (...endings: string[]) =>
    ask('/admin/trust/proposals', odile, proposalOf(odile, review.text, ...endings))
  for (const wrong of [[], ['00000000'], [ending.slice(1)], ['']])
    expect((await propose(...wrong)).location).toBe('/admin/trust?failed=trust_confirmation_missing')
  expect((await propose(`${ending.slice(0, 4).toUpperCase()} ${ending.slice(4)}`)).location).toBe('/admin/trust?done=1')

  const id = await waitingId()
  const approve = `/admin/trust/proposals/${id}/approve`
  const own = await ask('/admin/trust', odile)
  expect(own.text).not.toContain(approve)
  const others = await ask('/admin/trust', paul)
  expect(others.text).toContain(approve)
  expect(fold(others.text), 'the second looks it up too').not.toContain(fingerprint)
  expect((await post(odile, approve, { ending })).location).toBe('/admin/trust?failed=trust_conflict')
  expect((await post(paul, approve)).location).toBe('/admin/trust?failed=trust_confirmation_missing')
  const before = await version()
  expect((await post(paul, approve, { ending })).location).toBe('/admin/trust?done=1')
  expect(await version()).toBe(before + 1)
  const inForce = await ask('/admin/trust', odile)
  expect(inForce.text).toContain('odile, paul')
  expect(inForce.text).toContain('publisher’s page, 29 November')
  expect(fold(inForce.text)).toContain(fingerprint)
  const deeds = await central.db.selectFrom('audit').select(['actor', 'action', 'result']).orderBy('at').execute()
  expect(deeds.filter(({ action }) => action.startsWith('trust.')).at(-1)).toEqual({
    actor: 'paul',
    action: 'trust.approve',
    result: 'done',
  })
})

test('what kiosks hold is shown as they say it', async () => {
  const now = await version()
  expect((await ask('/admin/trust', odile)).text).toContain('Brest Siam')
  await callJson(station, 'GET', `/v1/config?trust=${now - 1}`)
  expect(fold((await ask('/admin/trust', odile)).text)).toContain(`<td>${now - 1}</td>`)
  await callJson(station, 'GET', `/v1/config?trust=${now}`)
  const { text } = await ask('/admin/trust', odile)
  expect(text).toContain(`Version ${now}. Kiosks with the present version: 1`)
  expect(text).not.toContain('Brest Siam')
  for (const wrong of ['-1', 'x', '1.5', '99999999999'])
    expect((await callJson(station, 'GET', `/v1/config?trust=${wrong}`)).body.code).toBe('request_invalid')
})

test('what was brought in is taken out by two; what waits is withdrawn', async () => {
  const now = await version()
  expect((await post(odile, `/admin/trust/files/${fingerprint}/remove`)).location).toBe('/admin/trust?done=1')
  const id = await waitingId()
  expect((await post(odile, `/admin/trust/proposals/${id}/approve`)).location).toContain('trust_conflict')
  expect((await post(paul, `/admin/trust/proposals/${id}/withdraw`)).location).toBe('/admin/trust?done=1')
  expect((await post(paul, `/admin/trust/proposals/${id}/approve`)).location).toContain('not_found')
  await post(odile, `/admin/trust/files/${fingerprint}/remove`)
  expect((await post(paul, `/admin/trust/proposals/${await waitingId()}/approve`)).location).toBe('/admin/trust?done=1')
  expect(await version()).toBe(now + 1)
  expect(fold((await ask('/admin/trust', odile)).text)).not.toContain(fingerprint)
})

test('specimens, strangers’ lists, other files and forged forms change nothing, and strangers send no body', async () => {
  const now = await version()
  const [specimen] = specimenTrust()
  expect((await ask('/admin/trust/review', odile, upload(odile, specimen!))).location).toContain('trust_specimen')
  expect((await ask('/admin/trust/review', odile, upload(odile, new Uint8Array(80)))).location).toContain(
    'trust_file_unusable',
  )
  const crl = issueCrl({ issuer: name, key: makeEcKey('P-256'), signature: ec, serials: [1] })
  const review = await ask('/admin/trust/review', odile, upload(odile, crl))
  expect(review.text).toContain('It cannot be taken.')
  const forced = new FormData()
  for (const [field, value] of Object.entries({ csrf: odile.csrf, name: 'x', source: 'nowhere' }))
    forced.set(field, value)
  forced.set('base64', Buffer.from(crl).toString('base64'))
  expect((await ask('/admin/trust/proposals', odile, forced)).location).toContain('trust_issuer_unknown')
  expect((await ask('/admin/trust/review', odile, upload(paul, csca.certificate))).status).toBe(403)
  expect((await ask('/admin/trust/review', odile, upload(odile, csca.certificate, ''))).status).toBe(400)
  const noFile = new FormData()
  noFile.set('csrf', odile.csrf)
  noFile.set('source', 'nowhere')
  expect((await ask('/admin/trust/review', odile, noFile)).status).toBe(400)
  const broken = await fetch(`${central.url}/admin/trust/review`, {
    method: 'POST',
    headers: { cookie: odile.cookie, 'content-type': 'multipart/form-data; boundary=x' },
    body: 'no multipart',
  })
  expect(broken.status).toBe(400)
  expect(await ask('/admin/trust/review', null, upload(odile, csca.certificate))).toMatchObject({
    status: 303,
    location: '/admin/login',
  })
  expect(await version()).toBe(now)
})
