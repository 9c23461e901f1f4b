import { CaseView } from '../../contract/daily-log.ts'
import type { DailyLogRow } from '../../contract/daily-log.ts'
import { Failure } from '../../contract/failure.ts'
import type { Store } from '../store/open-store.ts'

type Sent = Omit<CaseView, 'row' | 'checks' | 'overrides'>
type Given = CaseView['overrides'][number]

/** `chip.signature: passed` and its like, as a row keeps them, one each. */
function readChecks(stored: string | undefined): CaseView['checks'] {
  const checks = JSON.parse(stored ?? '{}') as Record<string, string>
  return Object.entries(checks).map(([key, verdict]) => {
    const [group = '', ...rest] = key.split('.')
    return { group, name: rest.join('.'), verdict }
  })
}

/** All that this station still knows of one sealed result; `row` is its line of the log, if it was sealed here. Code: not_found. */
export function viewCase({ db }: Store, packetId: string, row: DailyLogRow | null): CaseView {
  const sent = db
    .prepare<[string], Sent>(
      `SELECT packet_id AS packetId, sealed_at AS sealedAt, state, attempts, next_attempt_at AS nextAttemptAt,
         received_at AS receivedAt, code, central_decision AS centralDecision FROM outbox WHERE packet_id = ?`,
    )
    .get(packetId)
  if (sent === undefined) throw new Failure('not_found')
  const stored = db
    .prepare<[string], { checks: string }>('SELECT checks FROM day_rows WHERE packet_id = ?')
    .get(packetId)
  const overrides = db
    .prepare<[string], Given>(
      `SELECT gate, coalesce(display_name, manager_id) AS managerName, reason, given_at AS givenAt
       FROM overrides LEFT JOIN operators ON operator_id = manager_id WHERE packet_id = ? ORDER BY given_at, gate`,
    )
    .all(packetId)
  return CaseView.parse({ ...sent, row, checks: readChecks(stored?.checks), overrides })
}
