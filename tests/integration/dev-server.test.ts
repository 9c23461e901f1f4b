import { join } from 'node:path'
import { createServer, type ViteDevServer } from 'vite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { vendorFiles } from '../../scripts/vite/vendor-files.ts'

const configFile = join(import.meta.dirname, '../../vite.config.ts')
let server: ViteDevServer
let page: string

beforeAll(async () => {
  const kind = process.env['NODE_ENV']
  // Nothing is bundled ahead: the test asks for files, and no page runs.
  const optimizeDeps = { noDiscovery: true, include: [] }
  server = await createServer({
    configFile,
    // A developer's own server keeps what it bundled.
    cacheDir: join(import.meta.dirname, '../../.cache/vite-test'),
    logLevel: 'error',
    optimizeDeps,
    server: { host: '127.0.0.1', port: 0, watch: null, ws: false },
  })
  // The server says `development` to its whole process, whose other test files build for production.
  process.env['NODE_ENV'] = kind
  await server.listen()
  page = server.resolvedUrls!.local[0]!
})
afterAll(() => server.close())

const get = async (path: string) => {
  const answer = await fetch(new URL(path, page), { headers: { accept: 'text/html' } })
  return { status: answer.status, type: answer.headers.get('content-type') ?? '', body: await answer.text() }
}

describe('the interface while developing', () => {
  test('is served with its sources', async () => {
    expect((await get('/')).body).toContain('./main.tsx')
    expect((await get('/main.tsx')).type).toMatch(/javascript/)
  })

  test('has the gallery of every screen at a path of its own', async () => {
    const { body } = await get('/gallery/')
    const source = /src="([^"]*gallery\/main\.tsx)/.exec(body)![1]!
    expect((await get(source)).body).toContain('playScene')
  })

  test.each(['/vendor/', '/gallery/vendor/'])('serves what the recognition workers load, below %s', async (folder) => {
    for (const path of vendorFiles().keys()) {
      const answer = await fetch(new URL(`${folder}${path}`, page), { method: 'HEAD' })
      expect([path, answer.status, answer.headers.get('content-type')]).not.toContain('text/html')
      expect(answer.status).toBe(200)
    }
    const { status, type, body } = await get(`${folder}tesseract/worker.min.js`)
    expect([status, type, body.startsWith('<')]).toEqual([200, 'text/javascript', false])
    expect((await get(`${folder}tesseract/none.js`)).status).toBe(404)
  })
})
