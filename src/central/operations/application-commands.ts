import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { Channel } from '../../contract/application.ts'
import { Declared } from '../../contract/identity.ts'
import { makeReference } from '../../contract/reference.ts'
import { currentPolicy } from '../stations/config.ts'
import type { Commands } from './command.ts'

const dayMs = 24 * 3_600_000
const referenceBytes = 9
const File = z.strictObject({ channel: Channel, declared: Declared })

/**
 * Applications taken at a desk, e.g. the first of all: the neighbouring systems enter theirs by the API. Whoever enters one has seen that
 * e-mail and telephone are the citizen's.
 */
export const applicationCommands: Commands = {
  'application:add': {
    operands: ['FILE.json'],
    deed: 'application.add',
    async run(central, { operands: [file] }) {
      const { channel, declared } = File.parse(JSON.parse(await readFile(file!, 'utf8')))
      const reference = makeReference(crypto.getRandomValues(new Uint8Array(referenceBytes)))
      const { applicationDays } = await currentPolicy(central.db)
      const now = Date.now()
      await central.addApplication({
        applicationId: randomUUID(),
        reference,
        status: 'open',
        channel,
        declared,
        openedBy: null,
        applicantOperatorId: null,
        createdAt: new Date(now).toISOString(),
        expiresAt: new Date(now + applicationDays * dayMs).toISOString(),
      })
      return [reference]
    },
  },
  'application:show': {
    operands: ['REFERENCE'],
    deed: null,
    async run({ db }, { operands: [reference] }) {
      const rows = await db
        .selectFrom('application')
        .leftJoin('packet', 'packet.application_id', 'application.application_id')
        .select(['application.state as standing', 'packet.outcome', 'packet.state', 'packet.reasons', 'captured_at'])
        .where('reference', '=', reference!)
        .orderBy('captured_at')
        .execute()
      return rows.map(({ standing, outcome, state, reasons, captured_at }) =>
        [standing, captured_at?.toISOString() ?? '-', outcome ?? '-', state ?? '-', (reasons ?? []).join(' ')].join(
          '\t',
        ),
      )
    },
  },
}
