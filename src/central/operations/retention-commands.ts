import { rewriteTables } from '../retention/erase.ts'
import type { Commands } from './command.ts'

/** What erased rows leave behind until the database reuses their place. */
export const retentionCommands: Commands = {
  'retention:rewrite': {
    operands: [],
    deed: 'retention.rewrite',
    async run(central) {
      const tables = await rewriteTables(central)
      return [`rewritten\t${tables} tables`]
    },
  },
}
