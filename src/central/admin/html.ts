/** Markup that is safe to send: everything put into it was escaped. */
export type Html = { readonly markup: string }
type Part = string | number | Html | null | readonly Html[]

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

function render(part: Part): string {
  if (part === null) return ''
  if (typeof part === 'string' || typeof part === 'number') return String(part).replace(/[&<>"']/g, (c) => escapes[c]!)
  if ('markup' in part) return part.markup
  return part.map(render).join('')
}

/** Template tag for HTML: values are text unless they are markup themselves. */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Html {
  return { markup: strings.reduce((whole, text, i) => whole + render(parts[i - 1]!) + text) }
}
