import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { extname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { Failure } from '../../contract/failure.ts'
import { citizenPath } from '../../contract/identity/endpoints.ts'

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.gz': 'application/gzip',
  '.traineddata': 'application/octet-stream',
}

/** Scripts of our own alone, no frame around us; `wasm-unsafe-eval`: the document's zone is read in the browser. */
const policy = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self' blob:",
  "img-src 'self' data: blob:",
  "style-src 'self' 'unsafe-inline'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')

/**
 * The citizen's web application as it was built: its files, and its one page at every address of its own. Nothing outside the folder is
 * reached.
 */
export function serveFiles(app: FastifyInstance, built: URL): void {
  const folder = fileURLToPath(built)
  const send = async (reply: FastifyReply, path: string) => {
    if (path.startsWith('api/')) throw new Failure('not_found')
    const file = join(folder, normalize(`/${path}`))
    const name = extname(path) !== '' && existsSync(file) ? file : join(folder, 'index.html')
    const isPage = name.endsWith('index.html')
    if (extname(path) !== '' && isPage && !path.endsWith('index.html')) throw new Failure('not_found')
    // Names of built files carry their digest; the page and the worker that keeps it do not.
    const isNamed = path.startsWith('assets/')
    void reply.headers({
      'content-security-policy': policy,
      'permissions-policy': 'camera=(self), publickey-credentials-get=(self), publickey-credentials-create=(self)',
      'cache-control': isNamed ? 'public, max-age=31536000, immutable' : 'no-cache',
      'x-frame-options': 'DENY',
    })
    const bytes = await readFile(name).catch(() => {
      throw new Failure('not_found', 'the web application is not built')
    })
    return reply.type(types[extname(name)] ?? 'application/octet-stream').send(bytes)
  }
  app.get(citizenPath, (_request, reply) => reply.redirect(`${citizenPath}/`, 302))
  app.get(`${citizenPath}/*`, (request, reply) => send(reply, (request.params as { '*': string })['*']))
}
