import { globSync, readdirSync, readFileSync } from 'node:fs'
import { findPackageJSON } from 'node:module'
import { dirname, join, relative, sep } from 'node:path'

/** Sources of what stands on a kiosk: its application and its interface. */
const shippedSources = [
  'electron',
  ...['contract', 'texts', 'jose', 'enrolment', 'mrz', 'emrtd', 'evidence', 'virtual-card', 'station'].map(inSource),
  ...['design', 'camera', 'ui'].map(inSource),
]
/** Files of packages that are copied as they are, without an import (scripts/vite/vendor-files.ts). */
const copiedPackages = ['tesseract.js-core']

export interface ShippedPackage {
  /** As it is called where it comes from; another name may stand in `folder`. */
  name: string
  version: string
  /** SPDX expression. */
  license: string
  /** Hex SHA-512 of the package as the lock file has it; null for what has none there. */
  sha512: string | null
  /** Text of its licence file; null where it has none. */
  text: string | null
  purl: string
  /** The purls of what it depends on, those that are installed. */
  dependsOn: string[]
}

/**
 * Every package that a kiosk may hold code of: those that the shipped sources name, and what they depend on. What the bundler leaves
 * out of them is listed all the same; what central or the tests alone use is not.
 */
export function shippedPackages(root: string): ShippedPackage[] {
  const { dependencies } = readJson<{ dependencies: Record<string, string> }>(join(root, 'package.json'))
  const lock = readJson<Lock>(join(root, 'package-lock.json'))
  const sources = shippedSources
    .flatMap((folder) => globSync(`${folder}/**/*.{ts,tsx,css}`, { cwd: root }))
    .filter((file) => !/\.test\.tsx?$/.test(file))
    .map((file) => readFileSync(join(root, file), 'utf8'))
    .join('\n')
  const isNamed = (name: string) => new RegExp(`['"]${name.replaceAll('.', '\\.')}['"/]`).test(sources)
  const found = new Map<string, ShippedPackage>()
  const visit = (name: string, from: string) => {
    const folder = nearest(root, from, name)
    if (folder === null || found.has(folder)) return
    found.set(folder, describe(root, folder, lock))
    for (const one of dependenciesOf(root, folder)) visit(one, folder)
  }
  for (const name of [...Object.keys(dependencies).filter(isNamed), ...copiedPackages, 'pcsclite']) visit(name, '')
  return [...found.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

export interface Manifest {
  name: string
  version: string
  license?: string | { type: string }
  dependencies?: Record<string, string>
}
interface Lock {
  packages: Record<string, { integrity?: string }>
}

function inSource(name: string): string {
  return `src/${name}`
}

export function readJson<T>(file: string): T {
  return JSON.parse(readFileSync(file, 'utf8')) as T
}

/** The folder of a package as Node finds it for one in `from`, from the root; null for what is not installed. */
function nearest(root: string, from: string, name: string): string | null {
  try {
    const manifest = findPackageJSON(name, join(root, from, 'package.json'))
    return manifest === undefined ? null : relative(root, dirname(manifest)).replaceAll(sep, '/')
  } catch {
    return null
  }
}

function describe(root: string, folder: string, lock: Lock): ShippedPackage {
  const { name, version, license } = manifestOf(root, folder)
  const integrity = /^sha512-(\S+)$/.exec(lock.packages[folder]?.integrity ?? '')?.[1]
  const file = readdirSync(join(root, folder)).find((one) => /^licen[cs]e(\.|$)/i.test(one))
  return {
    name,
    version,
    license: typeof license === 'object' ? license.type : (license ?? 'NOASSERTION'),
    sha512: integrity === undefined ? null : Buffer.from(integrity, 'base64').toString('hex'),
    text: file === undefined ? null : readFileSync(join(root, folder, file), 'utf8'),
    purl: purlOf(name, version),
    dependsOn: dependenciesOf(root, folder).flatMap((one) => purlIn(root, nearest(root, folder, one))),
  }
}

const manifestOf = (root: string, folder: string) => readJson<Manifest>(join(root, folder, 'package.json'))
const dependenciesOf = (root: string, folder: string) => Object.keys(manifestOf(root, folder).dependencies ?? {})

function purlIn(root: string, folder: string | null): string[] {
  if (folder === null) return []
  const { name, version } = manifestOf(root, folder)
  return [purlOf(name, version)]
}

export const purlOf = (name: string, version: string) => `pkg:npm/${name.replace('@', '%40')}@${version}`
