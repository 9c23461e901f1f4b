// Runs one of the project's TypeScript programs: node scripts/run.mjs FILE [arguments]
import { spawnSync } from 'node:child_process'
import { ensureNode } from './toolchain/node.mjs'
import { ensureNpmPackages } from './toolchain/packages.mjs'

await ensureNode()
ensureNpmPackages()
const result = spawnSync(process.execPath, process.argv.slice(2), { stdio: 'inherit' })
process.exit(result.status ?? 1)
