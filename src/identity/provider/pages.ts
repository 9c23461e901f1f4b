import { createHash } from 'node:crypto'
import type { KoaContextWithOIDC } from 'oidc-provider'
import type { Language } from '../../contract/identity.ts'
import { isTextKey, textsIn } from '../../texts/texts-in.ts'

const send = 'document.forms[0].submit()'
const sendHash = `'sha256-${createHash('sha256').update(send).digest('base64')}'`

/** Ends the session with whoever asked: the form sends itself, and has a button where scripts do not run. */
export function renderLogout(ctx: KoaContextWithOIDC, form: string): void {
  const say = textsIn(languageOf(ctx))
  const hidden = '<input type="hidden" name="logout" value="yes">'
  const filled = form.replace('</form>', `${hidden}<button>${escape(say('login-page:logout.button'))}</button></form>`)
  write(ctx, say('login-page:logout.title'), `${filled}<script>${send}</script>`, sendHash)
}

export function renderLoggedOut(ctx: KoaContextWithOIDC): void {
  const say = textsIn(languageOf(ctx))
  write(ctx, say('login-page:loggedOut.title'), `<p>${escape(say('login-page:loggedOut.text'))}</p>`)
}

/** What cannot be sent back to the service: said here, in words, with the protocol's code for whoever helps. */
export function renderError(ctx: KoaContextWithOIDC, { error }: { error: string }): void {
  const say = textsIn(languageOf(ctx))
  const key = `login-page:errors.${error}`
  const text = isTextKey(key) ? say(key) : say('login-page:errors.other')
  const code = `<p><small>${escape(error)}</small></p>`
  write(ctx, say('login-page:errors.title'), `<p>${escape(text)}</p>${code}`)
}

function languageOf(ctx: KoaContextWithOIDC): Language {
  const asked = String(ctx.oidc?.params?.['ui_locales'] ?? ctx.get('accept-language'))
  return /^\s*en\b/i.test(asked) ? 'en' : 'fr'
}

function write(ctx: KoaContextWithOIDC, title: string, body: string, script = "'none'"): void {
  ctx.type = 'html'
  ctx.set(
    'content-security-policy',
    `default-src 'none'; style-src 'unsafe-inline'; script-src ${script}; frame-ancestors 'none'`,
  )
  ctx.body = `<!doctype html>
<html lang="${languageOf(ctx)}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escape(title)}</title>
<style>body { font: 20px/1.5 sans-serif; max-width: 36em; margin: 2em auto; padding: 0 1em } button { font: inherit; padding: .5em 1em }</style>
</head><body><main><h1>${escape(title)}</h1>${body}</main></body></html>
`
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
}
