import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Names of the gallery's scenes, read from their sources: the scenes themselves draw and need a browser. */
export const sceneNames = ['scenes.ts', 'office-scenes.ts', 'hard-scenes.ts'].flatMap((file) => {
  const text = readFileSync(join(import.meta.dirname, 'gallery', file), 'utf8')
  return [...text.matchAll(/^(?: {2}'?|decided\[')([a-z][a-z0-9-]*)'?(?:: (?:\w+\(|\{)|\] =)/gm)].map(
    ([, name]) => name!,
  )
})
