import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Geometry } from './geometry.ts'
import type { Renderer } from './renderer.ts'
import type { Language } from './views.ts'

const root = join(import.meta.dirname, '../references')
/** Where a run leaves what it found to be otherwise. */
export const foundFolder = join(import.meta.dirname, '../../../test-results/pictures')

export const pictureFile = (scene: string, language: Language) => join(root, language, `${scene}.webp`)
export const sheetFile = (scene: string, language: Language) => join(root, 'sheets', `${scene}.${language}.webp`)
const geometryFile = (scene: string) => join(root, 'geometry', `${scene}.json`)
const rendererFile = join(root, 'renderer.json')

/** By language and window, in the colours of light: others move nothing. */
export type SceneGeometry = Record<Language, Record<string, Geometry>>

const readJson = <T>(file: string): T | null =>
  existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as T) : null
const write = (file: string, content: string | Buffer) => {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, content)
}

export const readPicture = (file: string): Buffer | null => (existsSync(file) ? readFileSync(file) : null)
export const readGeometry = (scene: string) => readJson<SceneGeometry>(geometryFile(scene))
export const readRenderer = () => readJson<Renderer>(rendererFile)

/** A picture that is the same stays as it is, so that a new one tells of a change. */
export function writePicture(file: string, picture: Buffer): void {
  if (!readPicture(file)?.equals(picture)) write(file, picture)
}
/** One element a line: a change shows in the history as what it moved. */
export function writeGeometry(scene: string, geometry: SceneGeometry): void {
  const text = JSON.stringify(geometry, null, 1).replace(
    /\[\s+(-?\d+),\s+(-?\d+),\s+(-?\d+),\s+(-?\d+)\s+\]/g,
    '[$1,$2,$3,$4]',
  )
  write(geometryFile(scene), `${text}\n`)
}
export const writeRenderer = (renderer: Renderer) => write(rendererFile, `${JSON.stringify(renderer)}\n`)

export function leaveFound(name: string, picture: Buffer): string {
  const file = join(foundFolder, name)
  write(file, picture)
  return file
}
export const forgetFound = () => rmSync(foundFolder, { recursive: true, force: true })
