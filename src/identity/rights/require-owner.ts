import type { AccountState } from '../../contract/identity/device.ts'
import type { RightsAsked } from '../../contract/identity/rights.ts'
import { Failure } from '../../contract/failure.ts'
import { requireProof, requireProved } from '../authentication/holder-act.ts'
import type { Held } from '../authentication/device-view.ts'
import { requireSecret } from '../authentication/secret-tries.ts'
import { secretWaitMs } from '../authentication/secret-wait.ts'
import type { Identity } from '../context.ts'
import type { Sessions } from '../http/sessions.ts'
import type { AccountRow } from '../lifecycle/account.ts'
import { accountCauses } from '../lifecycle/states.ts'
import { erasureWay } from './delayed-erasure.ts'

type Right = 'record' | 'erase'

/**
 * In which identities a right is had from a device. What is suspended or withdrawn is erased later, and not while central's decision can
 * be contested: what became of it may have to be shown, to its holder as well (article 17 §3 e GDPR; delayed-erasure.ts).
 */
const states: Record<Right, readonly AccountState[]> = {
  record: ['ACTIVE', 'SUSPENDED', 'EXPIRED', 'REVOKED'],
  erase: ['ACTIVE', 'EXPIRED', 'SUSPENDED', 'REVOKED'],
}

/**
 * Whoever asks for what is theirs: device proved lately, its proof for this very purpose, secret code. Any device of theirs will do. A holder who
 * said "it was not me" may have lost this one: nothing leaves by it. Nor is anything erased in the day after the code was replaced.
 * Codes: device_unknown, device_proof_missing, account_locked, account_inactive, secret_new, device_proof_invalid, secret_wrong.
 */
export async function requireOwner(
  identity: Identity,
  sessions: Sessions,
  { secret, proof }: RightsAsked,
  right: Right,
): Promise<Held> {
  const held = await requireProved(identity, sessions)
  await refuseUnfit(identity, held.account, right)
  const waitMs = right === 'erase' ? secretWaitMs(identity, held.account) : 0
  if (waitMs > 0) throw new Failure('secret_new', null, { waitSeconds: Math.ceil(waitMs / 1000) })
  await requireProof(identity, held, proof, { purpose: right })
  await requireSecret(identity, held.account, secret, states[right])
  return held
}

/** Whether its holder takes along what is held, from a device. */
export function givesRecord({ state, state_reason }: AccountRow): boolean {
  const isLost = state === 'SUSPENDED' && state_reason === accountCauses.not_me.reason
  return states.record.includes(state) && !isLost
}

async function refuseUnfit(identity: Identity, account: AccountRow, right: Right): Promise<void> {
  if (account.state === 'LOCKED') throw new Failure('account_locked')
  const isFit = right === 'erase' ? (await erasureWay(identity, account)) !== 'elsewhere' : givesRecord(account)
  if (!isFit) throw new Failure('account_inactive')
}
