import { once } from 'node:events'
import { createCentral } from '../../src/central/central.ts'
import { mountIdentity } from '../../src/identity/mount.ts'
import { testOuterKey } from '../fixtures/identity/start-identity.ts'

/**
 * Central with the identity as a process of its own. `argv`: port, database URL, the origin that browsers see. It is loaded and waits; told
 * so on its standard input, it starts.
 */
process.stdout.write('loaded\n')
await once(process.stdin, 'data')
process.stdin.unref()
const [port, databaseUrl, publicOrigin] = process.argv.slice(2) as [string, string, string]
await createCentral({
  environment: 'production',
  port: Number(port),
  databaseUrl,
  publicOrigin,
  mounts: [mountIdentity({ outerKeys: [testOuterKey] })],
})
process.stdout.write('ready\n')
