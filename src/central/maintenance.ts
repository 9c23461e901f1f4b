import { forgetHolders } from './applications/holders.ts'
import type { Central } from './context.ts'

const everyMs = 60_000

/**
 * Small chores of every instance, once a minute: forget spent proofs and holders of closed cases, learn of keys that another
 * instance rotated.
 */
export function startMaintenance(central: Central): () => void {
  const timer = setInterval(() => {
    runMaintenance(central).catch((error: { code?: string; name: string }) =>
      central.log.warn({ cause: error.code ?? error.name }, 'maintenance'),
    )
  }, everyMs)
  timer.unref()
  return () => clearInterval(timer)
}

export async function runMaintenance(central: Central): Promise<void> {
  await central.db.deleteFrom('used_proof').where('expires_at', '<', central.now()).execute()
  await forgetHolders(central.db, central.now())
  await central.reloadKeys()
}
