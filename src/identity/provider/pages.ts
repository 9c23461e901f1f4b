import { createHash } from 'node:crypto'
import type { KoaContextWithOIDC } from 'oidc-provider'
import { html, type Html } from '../../central/admin/html.ts'
import type { Language } from '../../contract/identity.ts'
import { isTextKey, textsIn } from '../../texts/texts-in.ts'
import { languageAsked, plainPage } from '../http/plain-page.ts'

const send = 'document.forms[0].submit()'
const sendHash = `'sha256-${createHash('sha256').update(send).digest('base64')}'`

/**
 * Ends the session at the service that asked: the form submits itself, and has a button where scripts do not run. `isAsked`: any page may have
 * led the browser here, so that the person says whether they are to be logged out.
 */
export function renderLogout(ctx: KoaContextWithOIDC, form: string, { isAsked }: { isAsked: boolean }): void {
  const say = textsIn(languageOf(ctx))
  if (isAsked) return renderLogoutQuestion(ctx, form)
  const rest = html`<input type="hidden" name="logout" value="yes" /><button>
      ${say('login-page:logout.button')}
    </button>`
  const body = { markup: form.replace('</form>', `${rest.markup}</form>`) + `<script>${send}</script>` }
  write(ctx, say('login-page:logout.title'), body, sendHash)
}

/** Without `logout` the provider leaves the session as it is. */
function renderLogoutQuestion(ctx: KoaContextWithOIDC, form: string): void {
  const say = textsIn(languageOf(ctx))
  const answers = html`<p>${say('login-page:logout.askText')}</p>
    <p><button name="logout" value="yes">${say('login-page:logout.button')}</button></p>
    <p><button>${say('login-page:logout.stay')}</button></p>`
  const body = { markup: form.replace('</form>', `${answers.markup}</form>`) }
  write(ctx, say('login-page:logout.ask'), body)
}

export function renderLoggedOut(ctx: KoaContextWithOIDC): void {
  const say = textsIn(languageOf(ctx))
  write(ctx, say('login-page:loggedOut.title'), html`<p>${say('login-page:loggedOut.text')}</p>`)
}

/** An error that cannot be sent back to the service: shown here in words, with the protocol's code for support. */
export function renderError(ctx: KoaContextWithOIDC, { error }: { error: string }): void {
  const say = textsIn(languageOf(ctx))
  const key = `login-page:errors.${error}`
  const text = isTextKey(key) ? say(key) : say('login-page:errors.other')
  write(
    ctx,
    say('login-page:errors.title'),
    html`<p>${text}</p>
      <p><small>${error}</small></p>`,
  )
}

/** What was to be written could not be: nothing of the answer that was made leaves, and the request is to be made again. */
export function renderUnavailable(ctx: KoaContextWithOIDC): void {
  for (const name of ctx.res.getHeaderNames()) ctx.remove(name)
  const error = 'temporarily_unavailable'
  ctx.status = 503
  if (ctx.accepts('json', 'html') === 'html') renderError(ctx, { error })
  else ctx.body = { error }
  ctx.set({ 'retry-after': '2', 'cache-control': 'no-store' })
}

function languageOf(ctx: KoaContextWithOIDC): Language {
  return languageAsked(String(ctx.oidc?.params?.['ui_locales'] ?? ctx.get('accept-language')))
}

function write(ctx: KoaContextWithOIDC, title: string, body: Html, script = "'none'"): void {
  ctx.type = 'html'
  ctx.set(
    'content-security-policy',
    `default-src 'none'; style-src 'unsafe-inline'; script-src ${script}; frame-ancestors 'none'`,
  )
  ctx.body = plainPage({ language: languageOf(ctx), title, body })
}
