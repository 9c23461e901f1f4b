// Runs the shell in a real, older Electron under Xvfb. Where that cannot be had a developer's run says so and passes; CI fails.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { root } from './toolchain/node.mjs'

const run = (...args) => spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' }).status ?? 1
const unavailable = 3

const prepared = run(join('tests', 'shell', 'electron-22', 'prepare.ts'))
if (prepared !== 0) process.exit(prepared === unavailable && !process.env.CI ? unavailable : 1)
const playwright = join('node_modules', 'playwright', 'cli.js')
process.exit(run(playwright, 'test', '-c', 'tests/shell/playwright.config.ts', ...process.argv.slice(2)))
