import { Failure } from '../../contract/failure.ts'

/** A string of JSON, or one of the signs that build its objects and arrays (RFC 8259 §2). */
const token = /"[^"\\]*(?:\\.[^"\\]*)*"|[[\]{},:]/g

/**
 * Whether an object names a member twice, however it is escaped: readers take the first, the last or both (RFC 8259 §4), so that who stands
 * before central might read another value than central does. `text`: valid JSON.
 */
export function namesMemberTwice(text: string): boolean {
  /** The members of each object around this place; null for an array. */
  const around: (Set<string> | null)[] = []
  let last = ''
  for (const [sign] of text.matchAll(token)) {
    if (sign === '{') around.push(new Set())
    else if (sign === '[') around.push(null)
    else if (sign === '}' || sign === ']') around.pop()
    else if (sign === ':') {
      const [members, name] = [around.at(-1)!, JSON.parse(last) as string]
      if (members!.has(name)) return true
      members!.add(name)
    }
    last = sign
  }
  return false
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** The text of a body, which is UTF-8 whatever it calls itself (RFC 8259 §8.1). Code: request_invalid. */
export function textOf(body: Uint8Array): string {
  try {
    return utf8.decode(body)
  } catch {
    throw new Failure('request_invalid', 'UTF-8 expected')
  }
}

/** What was signed, read one way only; undefined where it is no JSON, no UTF-8, or names a member twice. */
export function parseSigned(bytes: Uint8Array): unknown {
  try {
    const text = utf8.decode(bytes)
    const value: unknown = JSON.parse(text)
    return namesMemberTwice(text) ? undefined : value
  } catch {
    return undefined
  }
}
