import { cpSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { basename, extname, join } from 'node:path'

/** What building a native module takes and running it does not. */
const buildOnlyPackages = ['nan', 'node-addon-api']
const buildOnlyFolders = ['deps', 'src', 'test', 'examples', 'obj.target', '.deps']
const shippedExtensions = ['.js', '.cjs', '.mjs', '.json', '.wasm', '.node']

/** Copies packages with all they depend on from one project folder to another; what is not installed is left out. */
export function copyModules(names: readonly string[], from: string, to: string, done = new Set<string>()): void {
  for (const name of names) {
    const source = join(from, 'node_modules', name)
    if (done.has(name) || !existsSync(source)) continue
    done.add(name)
    cpSync(source, join(to, 'node_modules', name), { recursive: true, dereference: true })
    const { dependencies = {} } = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8')) as {
      dependencies?: Record<string, string>
    }
    copyModules(Object.keys(dependencies), from, to, done)
  }
}

/** Removes what a product does not run from its node_modules: sources, headers, tests, other platforms' binaries. */
export function trimModules(project: string, platform: string, arch: string): void {
  const modules = join(project, 'node_modules')
  for (const name of buildOnlyPackages) rmSync(join(modules, name), { recursive: true, force: true })
  trimFolder(modules, (file) => isShipped(file) && !isForeignBinary(file, platform, arch))
}

function trimFolder(folder: string, isKept: (file: string) => boolean): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    const isFolder = entry.isDirectory()
    if (isFolder && !buildOnlyFolders.includes(entry.name)) trimFolder(path, isKept)
    else if (isFolder || !isKept(path)) rmSync(path, { recursive: true })
  }
}

function isShipped(file: string): boolean {
  return shippedExtensions.includes(extname(file)) || /^licen[cs]e/i.test(basename(file))
}

/** Prebuilt binaries are named by platform and architecture, `linuxmusl` beside `linux`. */
function isForeignBinary(file: string, platform: string, arch: string): boolean {
  const named = /^(linux|linuxmusl|darwin|win32)-(\w+)\.node$/.exec(basename(file))
  return named !== null && (named[1] !== platform || named[2] !== arch)
}
