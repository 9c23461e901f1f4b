/** The component library's one style element (touch-action of pressable elements), by its digest. */
const libraryStyle = "'sha256-38RhXrc7EdReTKsOm23ZPOCUgniTUUcjky8QOOrQx6o='"

const inPage = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  `style-src 'self' ${libraryStyle}`,
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "form-action 'none'",
  "base-uri 'none'",
  "object-src 'none'",
]

/**
 * What the citizen's page may load: files of its own origin and nothing else. WebAssembly is the recogniser's, `data:` the page's
 * icon. It stands in the page, so that it holds whoever serves it.
 */
export const pagePolicy = inPage.join('; ')

/** The same as a response's header, which alone can forbid that the page is framed. */
export const pagePolicyHeader = [...inPage, "frame-ancestors 'none'"].join('; ')
