import { html, type Html } from '../../central/admin/html.ts'
import type { Language } from '../../contract/identity.ts'

/** English where the browser or the service that sent the reader asks for it first; French otherwise. */
export const languageAsked = (asked: string | undefined): Language => (/^\s*en\b/i.test(asked ?? '') ? 'en' : 'fr')

const styles = `body { font: 20px/1.5 sans-serif; max-width: 40em; margin: 1em auto; padding: 0 1em }
a, button { font: inherit } button { padding: .5em 1em } dt { font-weight: bold }
dl { display: grid; grid-template-columns: minmax(8em, 16em) 1fr; gap: .2em 1em } dl dl { margin: 0; grid-template-columns: minmax(6em, auto) 1fr } dt, dd { margin: 0; overflow-wrap: anywhere }
dt::first-letter { text-transform: uppercase } @media (max-width: 36em) { dl { display: block } dd { margin: 0 0 .5em } }
article { border: 1px solid #666; padding: 0 1em; margin: 1em 0 } pre { white-space: pre-wrap; font: inherit }`

export interface PlainPage {
  language: Language
  title: string
  body: Html
  /** Seconds after which the page asks for itself again. */
  refresh?: number
}

/** A page that works without scripts and without anything else from here. */
export function plainPage({ language, title, body, refresh }: PlainPage): string {
  const again = refresh === undefined ? null : html`<meta http-equiv="refresh" content="${refresh}" />`
  const page = html`<html lang="${language}">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width" />
      ${again}
      <title>${title}</title>
      <style>
        ${{ markup: styles }}
      </style>
    </head>
    <body>
      <main>
        <h1>${title}</h1>
        ${body}
      </main>
    </body>
  </html>`
  return `<!doctype html>\n${page.markup}\n`
}
