import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Where scenes stand in their sources: in a table of scenes, or put into one by itself. */
const tables = /^(?:export )?const \w+: Record<string, Scene> = \{$(.*?)^\}$/gms
const inTable = /^ {2}'?([a-z][a-z0-9-]*)'?: (?:\w+\(|\{)/gm
const byItself = /^\w+\['([a-z][a-z0-9-]*)'\] =/gm

/** Names of the gallery's scenes, read from their sources: the scenes themselves draw and need a browser. */
export const sceneNames = ['scenes.ts', 'office-scenes.ts', 'hard-scenes.ts'].flatMap((file) => {
  const text = readFileSync(join(import.meta.dirname, 'gallery', file), 'utf8')
  const listed = [...text.matchAll(tables)].flatMap(([, table]) => [...table!.matchAll(inTable)])
  return [...listed, ...text.matchAll(byItself)].map(([, name]) => name!)
})
