import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { loopbackOptions } from '../loopback/loopback-options.ts'
import { supportReport } from './support-report.ts'

const usage = `npm run support [-- --data FOLDER] [--out FILE]
Writes what helps somebody elsewhere to see what a kiosk has, also where it does not start. Nothing personal is in it.
`

/** `npm run support`: the report of a kiosk that need not run. */
async function main(): Promise<number> {
  const text = { type: 'string' } as const
  try {
    const { values } = parseArgs({ options: { data: text, out: text } })
    if (values.data !== undefined) process.env.GUICHET_DATA = resolve(values.data)
    const { dataFolder } = loopbackOptions().options
    const now = new Date()
    const file = values.out ?? `guichet-support-${now.toISOString().slice(0, 10)}.json`
    writeFileSync(file, await supportReport({ dataFolder, now, status: null, camera: null }), { mode: 0o600 })
    process.stdout.write(`${resolve(file)}\n`)
    return 0
  } catch (error) {
    process.stderr.write(`${usage}${(error as Error).message}\n`)
    return 2
  }
}

process.exitCode = await main()
