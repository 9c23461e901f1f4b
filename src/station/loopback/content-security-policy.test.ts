import { expect, test } from 'vitest'
import { contentSecurityPolicy } from './content-security-policy.ts'

const policy = new Map(
  contentSecurityPolicy.split('; ').map((directive) => {
    const [name, ...sources] = directive.split(' ')
    return [name, sources] as const
  }),
)
/** What a page under this policy may load from: a directive of its own, or what all others fall back to. */
const sourcesOf = (directive: string) => policy.get(directive) ?? policy.get('default-src')

test('scripts, workers, fonts and connections come from the station itself and nowhere else', () => {
  expect(sourcesOf('script-src')).toEqual(["'self'", "'wasm-unsafe-eval'"])
  for (const directive of ['worker-src', 'connect-src', 'font-src']) expect(sourcesOf(directive)).toEqual(["'self'"])
  expect(sourcesOf('img-src')).toEqual(["'self'", 'data:'])
})

test('nothing is framed, embedded, posted elsewhere or given another base', () => {
  for (const directive of ['frame-src', 'object-src', 'media-src', 'form-action', 'base-uri', 'frame-ancestors'])
    expect(sourcesOf(directive), directive).toEqual(["'none'"])
})

test('no directive opens a scheme or a host', () => {
  const open = [...policy].flatMap(([name, sources]) =>
    sources
      .filter((source) => !/^'(none|self|wasm-unsafe-eval|sha256-.+)'$/.test(source))
      .map((source) => `${name} ${source}`),
  )
  expect(open).toEqual(["style-src-attr 'unsafe-inline'", 'img-src data:'])
})
