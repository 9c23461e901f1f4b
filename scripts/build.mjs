// Builds the interface when what it is made of changed since the last build.
import { ensureInterfaceBuilt } from './toolchain/interface.mjs'
import { ensureNode } from './toolchain/node.mjs'
import { ensureNpmPackages } from './toolchain/packages.mjs'

await ensureNode()
ensureNpmPackages()
ensureInterfaceBuilt()
