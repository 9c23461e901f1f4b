// Builds the interface when what it is made of changed since the last build.
import { ensureBuilt } from './toolchain/built.mjs'
import { ensureNode } from './toolchain/node.mjs'
import { ensureNpmPackages } from './toolchain/packages.mjs'

await ensureNode()
ensureNpmPackages()
ensureBuilt()
