import { verifyAudit } from '../audit/verify-audit.ts'
import type { Commands } from './command.ts'

/** Central's own audit, read again. */
export const auditCommands: Commands = {
  'audit:verify': {
    operands: [],
    deed: null,
    async run(central) {
      const verdict = await verifyAudit(central)
      return verdict.kind === 'whole'
        ? [`whole\t${verdict.lots} lots, ${verdict.rows} rows\t${verdict.lots}:${verdict.hash}`]
        : [`broken\tfrom lot ${verdict.at} on`]
    },
  },
}
