import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { parseArgs } from 'node:util'
import type { RunningCentral } from '../src/central/central.ts'
import { explainStart } from '../src/central/explain-start.ts'
import { CommandSettings, withCentral } from '../src/central/operations/with-central.ts'
import { joinOptionValues } from '../src/contract/option-values.ts'
import type { TrustItem } from '../src/emrtd/verify.ts'

const usage = `DATABASE_URL=… GUICHET_ENVIRONMENT=… GUICHET_CENTRAL_KEY=… node scripts/trust.ts COMMAND
  list                                                what chips are judged by, and what waits
  review FILE                                         what a file holds and who vouches for it; changes nothing
  propose FILE --source TEXT --by NAME [--confirm SHA256 ...]
  remove SHA256 --by NAME                             propose that a file goes
  approve PROPOSAL --by NAME [--confirm SHA256 ...]   by another person, who compared the same fingerprints`

const text = { type: 'string' } as const
const options = { source: text, by: text, confirm: { type: 'string', multiple: true } } as const
const { values, positionals } = parseArgs({
  args: joinOptionValues(process.argv.slice(2), options),
  allowPositionals: true,
  options,
})
const [command = '', subject = ''] = positionals
const { source = '', by = '', confirm = [] } = values

const say = (items: readonly TrustItem[]) => {
  for (const { kind, standing, subject: name, fingerprint, official } of items)
    console.log([kind, standing, name, fingerprint ?? '-', official?.source ?? '-'].join('\t'))
}
const fileOf = (path: string) => ({ name: basename(path), source, bytes: readFileSync(path) })

type Trust = RunningCentral['trust']
const commands: Record<string, { needs: boolean; run: (trust: Trust) => Promise<void> }> = {
  list: {
    needs: true,
    async run(trust) {
      for (const { sha256, name, source: from, added_at, added_by } of await trust.files())
        console.log([sha256, name, from, added_at.toISOString(), added_by].join('\t'))
      for (const { proposal_id, action, name, proposer, items } of await trust.waiting()) {
        console.log(['waits', proposal_id, action, name, proposer].join('\t'))
        say(items)
      }
    },
  },
  review: { needs: subject !== '', run: async (trust) => say(await trust.review(fileOf(subject))) },
  propose: {
    needs: subject !== '' && by !== '' && source !== '',
    async run(trust) {
      const { proposalId, items } = await trust.propose(fileOf(subject), confirm, by)
      say(items)
      console.log(`waits for another person: ${proposalId}`)
    },
  },
  remove: {
    needs: subject !== '' && by !== '',
    run: async (trust) => console.log(`waits for another person: ${await trust.proposeRemoval(subject, by)}`),
  },
  approve: {
    needs: subject !== '' && by !== '',
    async run(trust) {
      await trust.approve(subject, confirm, by)
      console.log('in force; stations fetch it with their next configuration')
    },
  },
}

async function main(): Promise<void> {
  const chosen = commands[command]
  if (chosen?.needs !== true) {
    console.error(usage)
    process.exitCode = 2
    return
  }
  await withCentral(CommandSettings.parse(process.env), ({ trust }) => chosen.run(trust))
}

await main().catch((error: unknown) => {
  console.error(explainStart(error))
  process.exit(1)
})
