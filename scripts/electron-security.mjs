// Static security check of the Electron shell (electronegativity). Fails on a finding of high severity, on a file that
// cannot be parsed, and when it finds nothing wrong with a sample that is.
import { copyFileSync, existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire, registerHooks } from 'node:module'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { root, runNpm } from './toolchain/node.mjs'

const own = join(root, 'scripts', 'electronegativity')
const tool = join(root, '.cache', 'electronegativity')

/** Installed beside the project: it brings packages of its own age. */
function ensureInstalled() {
  const isSame = (name) =>
    existsSync(join(tool, name)) && readFileSync(join(tool, name), 'utf8') === readFileSync(join(own, name), 'utf8')
  if (isSame('package.json') && isSame('package-lock.json') && existsSync(join(tool, 'node_modules'))) return
  mkdirSync(tool, { recursive: true })
  for (const name of ['package.json', 'package-lock.json']) copyFileSync(join(own, name), join(tool, name))
  const { status } = runNpm(['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel', 'error'], { cwd: tool })
  if (status === 0) return
  rmSync(join(tool, 'package.json'))
  process.exit(1)
}

ensureInstalled()
const refusing = { url: pathToFileURL(join(own, 'offline-got.cjs')).href, format: 'commonjs', shortCircuit: true }
registerHooks({ resolve: (name, context, next) => (name === 'got' ? refusing : next(name, context)) })
const check = createRequire(join(tool, 'package.json'))('@doyensec/electronegativity')

/** What is wrong with these files. */
async function findingsIn(files) {
  const input = mkdtempSync(join(tmpdir(), 'guichet-electronegativity-'))
  for (const file of [...files, join(root, 'package.json')]) copyFileSync(file, join(input, basename(file)))
  // Its answer and not its CSV: that is written by two writers that race.
  const { errors, issues } = await check({ input, isRelative: true })
  rmSync(input, { recursive: true })
  const broken = errors.filter(({ tolerable }) => !tolerable)
  if (broken.length > 0) throw new Error(broken.map(({ file, message }) => `${basename(file)}: ${message}`).join('\n'))
  return issues
}

const isHigh = ({ severity }) => severity.name === 'HIGH'
const sources = globSync(join(root, 'electron', '*.ts')).filter((file) => !/\.(test|config)\.ts$/.test(file))
const sample = await findingsIn([join(own, 'insecure-sample.ts')])
const findings = await findingsIn(sources)
for (const { id, severity, file, location, description } of findings)
  console.log(`${severity.name} ${id} ${file}:${location.line} ${description}`)
const isAwake = sample.some(isHigh) && sources.length >= 5
if (!isAwake) console.error('the check found nothing in the insecure sample, or saw too few sources')
const high = findings.filter(isHigh).length
console.log(`electron security: ${sources.length} files, ${findings.length} findings, ${high} high`)
process.exit(high === 0 && isAwake ? 0 : 1)
