/** A plain page of training: who reads it knows what it is for. */
export function trainingPage(title: string, body: string, refreshSeconds: number | null = null): string {
  const refresh = refreshSeconds === null ? '' : `<meta http-equiv="refresh" content="${refreshSeconds}">`
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">${refresh}
<title>${escapeHtml(title)}</title>
<style>
body { font: 18px/1.5 sans-serif; max-width: 50em; margin: 1em auto; padding: 0 1em }
article { border: 1px solid #666; padding: 0 1em; margin: 1em 0 } pre { white-space: pre-wrap; font: inherit }
a, button { font: inherit } dt { font-weight: bold }
</style></head><body><main><h1>${escapeHtml(title)}</h1>
${body}
</main></body></html>
`
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
}

export const trainingCsp = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'"
