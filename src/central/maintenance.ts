import { watchFleet } from './fleet/watch-fleet.ts'
import { currentPolicy } from './stations/config.ts'
import { sealAudit } from './audit/seal-audit.ts'
import { forgetSessions } from './admin/session.ts'
import { forgetFigures } from './figures/forget-figures.ts'
import { forgetHolders } from './applications/holders.ts'
import { forgetClientCalls } from './clients/client-allowance.ts'
import { forgetLookupCounts } from './applications/lookup-limits.ts'
import { createContestAlarm } from './intake/open-contests.ts'
import { expireApplications } from './intake/close-application.ts'
import { openPostOffice, remindExpiring, type MailSettings } from './mail/post-office.ts'
import { eraseDue } from './retention/erase.ts'
import { forgetPending } from './witness/conclude.ts'
import type { Central } from './context.ts'

const everyMs = 60_000
const postEveryMs = 5_000

/**
 * Small chores of every instance, once a minute: forget spent proofs and holders of closed cases, learn of keys that another
 * instance rotated; end, remind of and erase applications whose time it is.
 */
export function startMaintenance(central: Central): () => void {
  const alarm = createContestAlarm(central)
  const run = () => runMaintenance(central).then(alarm)
  const timer = setInterval(() => {
    run().catch((error: { code?: string; name: string }) =>
      central.log.warn({ cause: error.code ?? error.name }, 'maintenance'),
    )
  }, everyMs)
  timer.unref()
  return () => clearInterval(timer)
}

export async function runMaintenance(central: Central): Promise<void> {
  await central.db.deleteFrom('used_proof').where('expires_at', '<', central.now()).execute()
  await forgetHolders(central.db, central.now())
  await forgetSessions(central)
  await expireApplications(central)
  await remindExpiring(central)
  await forgetPending(central)
  await eraseDue(central)
  await forgetLookupCounts(central)
  await forgetClientCalls(central)
  await sealAudit(central)
  const policy = await currentPolicy(central.db)
  await watchFleet(central, policy)
  await forgetFigures(central, policy)
  await central.reloadKeys()
}

/** Sends letters as they become due. */
export function startPost(central: Central, settings: MailSettings): () => void {
  const office = openPostOffice(central, settings)
  let isBusy = false
  const timer = setInterval(() => {
    if (isBusy) return
    isBusy = true
    office
      .deliver()
      .catch((error: { code?: string; name: string }) => central.log.warn({ cause: error.code ?? error.name }, 'post'))
      .finally(() => (isBusy = false))
  }, postEveryMs)
  timer.unref()
  return () => {
    clearInterval(timer)
    office.close()
  }
}
