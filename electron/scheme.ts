import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { protocol, type Session } from 'electron'
import { securityHeaders } from '../src/station/loopback/content-security-policy.ts'
import { readStatic } from '../src/station/loopback/static-files.ts'
import { isOwnAddress, scheme } from './origin.ts'
import type { StationShell } from './station-shell.ts'

/** Must run before the application is ready. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme,
      privileges: {
        standard: true,
        secure: true,
        supportFetchAPI: true,
        stream: true,
        corsEnabled: false,
        bypassCSP: false,
      },
    },
  ])
}

/** Serves the interface and the station's downloads under our own scheme. */
export function handleScheme(session: Session, uiFolder: string, station: Pick<StationShell, 'take'>): void {
  session.protocol.handle(scheme, async (request) => {
    const path = new URL(request.url).pathname
    if (request.method !== 'GET' || !isOwnAddress(request.url)) return new Response(null, { status: 405 })
    if (path.startsWith('/download/')) return download(station, path)
    const file = await readStatic(uiFolder, path)
    if (file === null) return new Response(null, { status: 404, headers: securityHeaders })
    return new Response(Uint8Array.from(file.bytes), {
      headers: { ...securityHeaders, 'Content-Type': file.mediaType },
    })
  })
}

async function download(station: Pick<StationShell, 'take'>, path: string): Promise<Response> {
  const found = await station.take(path)
  if (found === null) return new Response(null, { status: 404, headers: securityHeaders })
  const { content, fileName, mediaType } = found
  const body =
    content instanceof Uint8Array
      ? Uint8Array.from(content)
      : (Readable.toWeb(createReadStream(content.path)) as ReadableStream)
  const disposition = `attachment; filename*=UTF-8''${encodeURIComponent(fileName)}`
  return new Response(body, {
    headers: { ...securityHeaders, 'Content-Type': mediaType, 'Content-Disposition': disposition },
  })
}
