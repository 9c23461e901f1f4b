import type { Identity } from '../context.ts'
import type { AccountRow } from '../lifecycle/account.ts'

/** For how long nothing reaches the level yet, since the secret code was replaced (R27); 0: everything does. */
export const secretWaitMs = (
  { now }: Pick<Identity, 'now'>,
  { secret_from }: Pick<AccountRow, 'secret_from'>,
): number => Math.max(0, (secret_from?.getTime() ?? 0) - now().getTime())
