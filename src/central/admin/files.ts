import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { FastifyInstance } from 'fastify'

/** Fonts and style, from this machine only. */
export function serveFiles(app: FastifyInstance): void {
  const find = createRequire(import.meta.url).resolve
  const font = (family: string, weight: number) =>
    find(`@fontsource/${family}/files/${family}-latin-${weight}-normal.woff2`)
  const files: Record<string, [string | URL, string]> = {
    '/admin/style.css': [new URL('style.css', import.meta.url), 'text/css; charset=utf-8'],
    '/admin/fonts/regular.woff2': [font('atkinson-hyperlegible-next', 400), 'font/woff2'],
    '/admin/fonts/bold.woff2': [font('atkinson-hyperlegible-next', 700), 'font/woff2'],
    '/admin/fonts/mono.woff2': [font('atkinson-hyperlegible-mono', 400), 'font/woff2'],
  }
  for (const [path, [file, type]] of Object.entries(files)) {
    app.get(path, async (_request, reply) =>
      reply
        .type(type)
        .header('cache-control', 'max-age=3600')
        .send(await readFile(file)),
    )
  }
}
