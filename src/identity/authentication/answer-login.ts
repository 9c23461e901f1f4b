import { timingSafeEqual } from 'node:crypto'
import { Failure } from '../../contract/failure.ts'
import type { LoginAnswer } from '../../contract/identity/device.ts'
import { locales } from '../../contract/identity.ts'
import type { Identity } from '../context.ts'
import { advanceAccount, openHolder, type AccountRow } from '../lifecycle/account.ts'
import { sendLetter } from '../lifecycle/letters.ts'
import { canLogIn } from '../lifecycle/states.ts'
import { freshBytes } from './challenges.ts'
import type { Held } from './device-view.ts'
import { verifyProof } from './devices.ts'
import { endLogin, mostWrongNumbers, type LoginRow } from './login-requests.ts'
import { isSecret, mostWrongSecrets } from './secret-code.ts'

/** The level that a login with an accepted device and the secret code reaches: two factors of different kinds. */
export const substantial = 'eidas2'

/** A wrong number or secret code, with how many are left. */
export class WrongAnswer extends Failure {
  readonly attemptsLeft: number
  constructor(code: 'login_number_wrong' | 'secret_wrong', attemptsLeft: number) {
    super(code)
    this.attemptsLeft = attemptsLeft
  }
}

/**
 * Judges an answer in the order of the contract: device's proof, number, secret code. Without a valid proof nothing is counted, so that
 * no stranger locks an identity; each proof counts once, for its challenge is replaced before anything else is compared.
 * Codes: account_locked, account_inactive, device_key_refused, device_proof_invalid, login_over, login_number_wrong, secret_wrong.
 */
export async function answerLogin(
  identity: Identity,
  held: Held,
  request: LoginRow,
  answer: LoginAnswer,
): Promise<void> {
  const { device, account } = held
  if (account.state === 'LOCKED') throw new Failure('account_locked')
  if (!canLogIn(account.state) || account.secret === null) throw new Failure('account_inactive')
  if (!identity.policy.substantialKinds.includes(device.kind)) throw new Failure('device_key_refused')
  const expected = { purpose: 'login' as const, challenge: request.challenge, detail: answer.number }
  await verifyProof(identity, device, answer.proof, expected)
  await spendChallenge(identity, request)
  if (!isSame(answer.number, request.number)) return countWrongNumber(identity, request)
  await judgeSecret(identity, account, answer.secret)
  const end = {
    state: 'approved' as const,
    account_id: account.account_id,
    device_id: device.device_id,
    acr: substantial,
  }
  if (!(await endLogin(identity, request, end))) throw new Failure('login_over')
}

const isSame = (given: string, expected: string) => timingSafeEqual(Buffer.from(given), Buffer.from(expected))

/** Code: login_over (answered at the same time, with the same proof). */
async function spendChallenge({ db, bell }: Identity, { login_id, challenge, name_digest }: LoginRow): Promise<void> {
  const { numUpdatedRows } = await db
    .updateTable('identity.login_request')
    .set({ challenge: freshBytes() })
    .where('login_id', '=', login_id)
    .where('challenge', '=', challenge)
    .where('state', '=', 'waiting')
    .executeTakeFirst()
  if (numUpdatedRows === 0n) throw new Failure('login_over')
  bell.ring(name_digest)
}

async function countWrongNumber(identity: Identity, request: LoginRow): Promise<never> {
  const { wrong_numbers } = await identity.db
    .updateTable('identity.login_request')
    .set((eb) => ({ wrong_numbers: eb('wrong_numbers', '+', 1) }))
    .where('login_id', '=', request.login_id)
    .returning('wrong_numbers')
    .executeTakeFirstOrThrow()
  const left = mostWrongNumbers - wrong_numbers
  if (left <= 0) await endLogin(identity, request, { state: 'refused' })
  throw new WrongAnswer('login_number_wrong', Math.max(0, left))
}

/** Counted before it is compared, so that many at once are as many tries. Codes: secret_wrong, account_locked. */
async function judgeSecret(identity: Identity, { account_id }: AccountRow, secret: string): Promise<void> {
  const counted = await identity.db
    .updateTable('identity.account')
    .set((eb) => ({ wrong_secrets: eb('wrong_secrets', '+', 1) }))
    .where('account_id', '=', account_id)
    .where('state', '=', 'ACTIVE')
    .where('wrong_secrets', '<', mostWrongSecrets)
    .returningAll()
    .executeTakeFirst()
  if (counted === undefined || counted.secret === null) throw new Failure('account_locked')
  if (await isSecret(identity, account_id, counted.secret, secret)) {
    const right = identity.db.updateTable('identity.account').set({ wrong_secrets: 0 })
    // Those that were counted meanwhile stay counted where they locked it.
    await right.where('account_id', '=', account_id).where('state', '=', 'ACTIVE').execute()
    return
  }
  const left = mostWrongSecrets - counted.wrong_secrets
  if (left > 0) throw new WrongAnswer('secret_wrong', left)
  await lock(identity, counted)
  throw new Failure('account_locked')
}

async function lock(identity: Identity, account: AccountRow): Promise<void> {
  const at = identity.now()
  const locked = { accountId: account.account_id, event: 'locked' as const, reason: 'secret', at }
  await identity.db.transaction().execute((trx) => advanceAccount(trx, locked))
  const { email: to, language } = openHolder(identity, account)
  const when = at.toLocaleString(locales[language], { dateStyle: 'long', timeStyle: 'short', timeZone: 'Europe/Paris' })
  await sendLetter(identity, account.account_id, { to, language, kind: 'locked', gaps: { at: when } })
}
