import { createCentral } from '../../src/central/central.ts'

/** Central as a process of its own. `argv`: port, database URL or "", folder of the embedded database, `receive` to decide nothing. */
const [port, databaseUrl, dataFolder, task] = process.argv.slice(2) as [string, string, string, string?]
const limits = { requestsPerSecond: 100_000, requestsBurst: 100_000, uploadsAtOnce: 256 }
await createCentral({
  environment: 'training',
  seed: 'training',
  port: Number(port),
  limits,
  adjudicate: task !== 'receive',
  ...(databaseUrl === '' ? { dataFolder } : { databaseUrl }),
})
process.stdout.write('ready\n')
