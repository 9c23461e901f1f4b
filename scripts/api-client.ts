import { readFileSync } from 'node:fs'
import type { RunningCentral } from '../src/central/central.ts'
import { listClients, NewClient } from '../src/central/clients/client.ts'
import { scopes } from '../src/central/clients/scopes.ts'
import { explainStart } from '../src/central/explain-start.ts'
import { CommandSettings, withCentral } from '../src/central/operations/with-central.ts'
import { PublicJwk } from '../src/contract/protocol/jwk.ts'

const usage = `DATABASE_URL=… GUICHET_ENVIRONMENT=… GUICHET_CENTRAL_KEY=… node scripts/api-client.ts
  add ID HOLDER SCOPE[,SCOPE…] KEY.jwk.json NAME   a public P-256 key (RFC 7517); the private one never comes here
  revoke ID
  list
Scopes:
${Object.entries(scopes)
  .map(([name, what]) => `  ${name.padEnd(20)} ${what}`)
  .join('\n')}`

const commands: Record<string, (central: RunningCentral, args: string[]) => Promise<void>> = {
  async add(central, [clientId, holder, scopeList = '', keyFile = '', ...name]) {
    const key = PublicJwk.parse(JSON.parse(readFileSync(keyFile, 'utf8')))
    const given = NewClient.parse({ clientId, holder, scopes: scopeList.split(','), key, name: name.join(' ') })
    await central.addClient(given)
    console.log(`${given.clientId}: ${given.scopes.join(' ')}`)
  },
  async revoke(central, [clientId = '']) {
    await central.revokeClient(clientId)
    console.log(`${clientId}: revoked`)
  },
  async list(central) {
    for (const { client_id, holder, name, scopes: allowed, revoked_at } of await listClients(central.db)) {
      const state = revoked_at === null ? allowed.join(' ') : `revoked ${revoked_at.toISOString()}`
      console.log([client_id, holder, name, state].join('\t'))
    }
  },
}

const command = commands[process.argv[2] ?? '']
if (command === undefined) {
  console.error(usage)
  process.exit(2)
}
const run = async () =>
  withCentral(CommandSettings.parse(process.env), (central) => command(central, process.argv.slice(3)))
await run().catch((error: unknown) => {
  console.error(explainStart(error))
  process.exit(1)
})
