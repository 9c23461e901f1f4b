import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer as createHttp, type IncomingMessage } from 'node:http'
import { createServer as createHttps } from 'node:https'
import { connect, type AddressInfo, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { codeOf } from '../../contract/failure.ts'
import { networkFromEnvironment } from '../start/network-settings.ts'
import { createConnections, plainNetwork, trustedAuthorities, type Network } from './connections.ts'
import { exchange } from './http.ts'
import { fixedProxy, proxyFromResolver, proxyFromVariables } from './proxy.ts'

// The networks of companies: certificates of an authority of their own, proxies, welcome pages. All real, on this machine.
const folder = mkdtempSync(join(tmpdir(), 'guichet-network-'))
const at = (name: string) => join(folder, name)
const openssl = (...args: string[]) => {
  const { status, stderr } = spawnSync('openssl', args, { cwd: folder, encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
}
const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes']

function issue(name: string, days: string, subject: string): void {
  writeFileSync(at(`${name}.ext`), `subjectAltName=${subject}`)
  openssl('req', '-new', ...newKey, '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', '/CN=central')
  const signed = ['-CA', 'company.crt', '-CAkey', 'company.key', '-CAcreateserial', '-extfile', `${name}.ext`]
  openssl('x509', '-req', '-in', `${name}.csr`, '-out', `${name}.crt`, '-days', days, ...signed)
}

beforeAll(() => {
  openssl(
    'req',
    '-x509',
    ...newKey,
    '-keyout',
    'company.key',
    '-out',
    'company.crt',
    '-subj',
    '/CN=Company',
    '-days',
    '2',
  )
  issue('good', '1', 'DNS:localhost,IP:127.0.0.1')
  issue('expired', '-1', 'DNS:localhost,IP:127.0.0.1')
  issue('other', '1', 'DNS:elsewhere.example')
})
const servers: Server[] = []
const sockets = new Set<Socket>()
afterEach(() => {
  for (const socket of sockets) socket.destroy()
  for (const server of servers.splice(0)) server.close()
})
afterAll(() => rmSync(folder, { recursive: true }))

async function listen(server: Server): Promise<number> {
  servers.push(server)
  server.on('connection', (socket: Socket) => sockets.add(socket))
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return (server.address() as AddressInfo).port
}

const central = async (certificate: string) => {
  const [key, cert] = [readFileSync(at(`${certificate}.key`)), readFileSync(at(`${certificate}.crt`))]
  const port = await listen(createHttps({ key, cert }, (_request, response) => response.end('central')))
  return new URL(`https://localhost:${port}/v1/time`)
}

/** A proxy that tunnels for clients that authenticate, where it asks for that. */
async function startProxy(credentials: string | null = null) {
  const asked: string[] = []
  const server = createHttp((_request, response) => response.writeHead(400).end())
  server.on('connect', (request: IncomingMessage, client: Socket) => {
    asked.push(request.url!)
    const given = Buffer.from((request.headers['proxy-authorization'] ?? '').replace('Basic ', ''), 'base64').toString()
    if (credentials !== null && given !== credentials)
      return void client.end('HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\n\r\n')
    const [host, port] = request.url!.split(':')
    const onward = connect(Number(port), host === 'central.example' ? '127.0.0.1' : host!, () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n')
      onward.pipe(client).pipe(onward)
    })
    sockets.add(onward)
    onward.on('error', () => client.destroy())
    client.on('error', () => onward.destroy())
  })
  const port = await listen(server)
  return { asked, url: new URL(`http://127.0.0.1:${port}`) }
}

const ask = async (url: URL, network: Network = plainNetwork) => {
  const limits = { timeoutMs: 10_000, maxBytes: 1000, signal: new AbortController().signal }
  const request = { method: 'GET', headers: {}, body: null }
  try {
    const { body } = await exchange(url, request, { ...limits, connect: createConnections(network) })
    return Buffer.from(body).toString()
  } catch (error) {
    return codeOf(error)
  }
}
const company = () => trustedAuthorities(at('company.crt'))

describe('certificates', () => {
  test('of a company’s own authority are taken once that is trusted, and named until then', async () => {
    const url = await central('good')
    expect(await ask(url)).toBe('central_certificate_unknown')
    expect(await ask(url, { ...plainNetwork, authorities: company })).toBe('central')
    const set = networkFromEnvironment({ GUICHET_CA_FILE: at('company.crt') }, null)
    expect(await ask(url, set)).toBe('central')
  })
  test('that are past their date, or of somebody else, are named', async () => {
    expect(await ask(await central('expired'), { ...plainNetwork, authorities: company })).toBe(
      'central_certificate_expired',
    )
    expect(await ask(await central('other'), { ...plainNetwork, authorities: company })).toBe(
      'central_certificate_unknown',
    )
  })
})

describe('proxies', () => {
  const through = (proxy: URL): Network => ({ findProxy: async () => proxy, authorities: company })
  const withUser = (url: URL, user: string) => new URL(url.href.replace('//', `//${user}@`))

  test('carry what is for central, with and without a password', async () => {
    const url = await central('good')
    const [open, closed] = [await startProxy(), await startProxy('guichet:p:w d')]
    expect(await ask(url, through(open.url))).toBe('central')
    expect(await ask(url, through(withUser(closed.url, 'guichet:p%3Aw%20d')))).toBe('central')
    expect([open.asked, closed.asked]).toEqual([[url.host], [url.host]])
  })
  test('that refuse or are not there are named, and are not taken for central', async () => {
    const url = await central('good')
    const closed = await startProxy('guichet:secret')
    expect(await ask(url, through(closed.url))).toBe('proxy_authentication_required')
    expect(await ask(url, through(withUser(closed.url, 'guichet:wrong')))).toBe('proxy_authentication_required')
    expect(await ask(url, through(new URL('http://127.0.0.1:9')))).toBe('proxy_unreachable')
    expect(await ask(new URL('https://127.0.0.1:9/'))).toBe('central_unreachable')
  })
  test('that the system names by a PAC file are followed as its resolver answers', async () => {
    const proxy = await startProxy('user:secret')
    const url = await central('good')
    const answers = [`PROXY ${proxy.url.host}; DIRECT`, 'DIRECT']
    const resolver = async () => answers.shift()!
    const set = networkFromEnvironment(
      { GUICHET_PROXY_CREDENTIALS: 'user:secret', GUICHET_CA_FILE: at('company.crt') },
      resolver,
    )
    expect([await ask(url, set), await ask(url, set)]).toEqual(['central', 'central'])
    expect(proxy.asked).toHaveLength(1)
  })
})

describe('which proxy', () => {
  const url = new URL('https://central.example/v1/time')
  const hrefOf = async (found: Promise<URL | null>) => (await found)?.href ?? null

  test.each([
    ['DIRECT', null],
    ['PROXY p.example:8080', 'http://u:s@p.example:8080/'],
    ['HTTPS p.example:443;DIRECT', 'https://u:s@p.example/'],
    ['SOCKS5 s.example:1080; PROXY p.example:8080', 'http://u:s@p.example:8080/'],
    ['SOCKS s.example:1080', null],
    ['PROXY ; nonsense', null],
    ['', null],
  ])('a resolver that answers %j means %j', async (answer, proxy) => {
    expect(await hrefOf(proxyFromResolver(async () => answer, 'u:s')(url))).toBe(proxy)
  })
  test('variables: HTTPS_PROXY, but for this machine and for what NO_PROXY names', async () => {
    const find = proxyFromVariables({ HTTPS_PROXY: 'http://p.example:3128', no_proxy: 'other.example, .inner.example' })
    const of = (host: string) => hrefOf(find(new URL(`https://${host}/`)))
    expect(await of('central.example')).toBe('http://p.example:3128/')
    for (const host of ['other.example', 'a.other.example', 'x.inner.example', '127.0.0.1', 'localhost'])
      expect([host, await of(host)]).toEqual([host, null])
    expect(await of('inner.example')).not.toBeNull()
    expect(await hrefOf(proxyFromVariables({ HTTPS_PROXY: 'http://p', NO_PROXY: '*' })(url))).toBeNull()
  })
  test('a fixed one, but for this machine', async () => {
    const find = fixedProxy(new URL('http://p.example:3128'))
    expect(await hrefOf(find(url))).toBe('http://p.example:3128/')
    expect(await hrefOf(find(new URL('http://127.0.0.1:8470/')))).toBeNull()
  })
  test('a setting that is none stops the start: so does a PAC file, which only Electron’s `system` reads', () => {
    for (const GUICHET_PROXY of ['proxy.example', 'socks5://p.example', 'http://p.example/proxy.pac', 'ftp://p'])
      expect(() => networkFromEnvironment({ GUICHET_PROXY }, null), GUICHET_PROXY).toThrow('GUICHET_PROXY')
    expect(() => networkFromEnvironment({ GUICHET_PROXY_CREDENTIALS: 'nobody' }, null)).toThrow('CREDENTIALS')
  })
})

describe('a network’s welcome page', () => {
  const page = async (status: number, headers: Record<string, string>) => {
    const port = await listen(createHttp((_request, response) => response.writeHead(status, headers).end('<html>')))
    return ask(new URL(`http://127.0.0.1:${port}/v1/time`))
  }
  test('is not taken for central, by redirect, by 511 or as a page', async () => {
    expect(await page(302, { location: 'http://portal.example/' })).toBe('captive_portal')
    expect(await page(511, { 'content-type': 'text/html' })).toBe('captive_portal')
    expect(await page(200, { 'content-type': 'text/html; charset=utf-8' })).toBe('captive_portal')
    expect(await page(502, { 'content-type': 'text/html' })).toBe('<html>')
  })
})
