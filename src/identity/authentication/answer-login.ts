import { timingSafeEqual } from 'node:crypto'
import { sql } from 'kysely'
import { Failure } from '../../contract/failure.ts'
import type { LoginAnswer } from '../../contract/identity/device.ts'
import type { Identity } from '../context.ts'
import type { AccountRow } from '../lifecycle/account.ts'
import { freshBytes } from './challenges.ts'
import type { Held } from './device-view.ts'
import { verifyProof, type DeviceRow } from './devices.ts'
import { sealLogin } from './login-history.ts'
import { endLogin, mostWrongNumbers, type LoginRow } from './login-requests.ts'
import { isSecret, mostWrongSecrets } from './secret-code.ts'
import { refuseSecret, WrongAnswer } from './secret-tries.ts'
import { requireUsable } from './usable.ts'

/** The level that a login with an accepted device and the secret code reaches: two factors of different kinds. */
export const substantial = 'eidas2'

/**
 * Judges an answer in the order of the contract: device's proof, number, secret code. Without a valid proof nothing is counted, so that
 * no stranger locks an identity; each proof counts once, for its challenge is replaced before anything else is compared.
 * Codes: account_locked, account_inactive, secret_new, device_key_refused, device_proof_invalid, login_over, login_number_wrong, secret_wrong.
 */
export async function answerLogin(
  identity: Identity,
  held: Held,
  request: LoginRow,
  answer: LoginAnswer,
): Promise<void> {
  const { device, account } = requireUsable(identity, held)
  const counter = await verifyAnswer(identity, device, request, answer)
  const given = { device, account, request, counter }
  if (!isSame(answer.number, request.number)) return countWrongNumber(identity, given)
  const counted = await countTry(identity, given)
  if (!(await isSecret(identity, account.account_id, counted.secret, answer.secret)))
    return refuseSecret(identity, counted)
  await approve(identity, given)
}

/**
 * A proof over the challenge that another answer has just spent comes late; it is not false, and counts for nothing. Only the device's
 * key makes one, so that nobody else learns when a login was answered. Codes: device_proof_invalid, login_over.
 */
async function verifyAnswer(
  identity: Identity,
  device: DeviceRow,
  { challenge, spent_challenge }: LoginRow,
  { proof, number: detail }: LoginAnswer,
): Promise<number> {
  const verify = (counter: DeviceRow['counter'], over: string) =>
    verifyProof(identity, { ...device, counter }, proof, { purpose: 'login', challenge: over, detail })
  try {
    return await verify(device.counter, challenge)
  } catch (error) {
    const isLate =
      spent_challenge !== null &&
      (await verify(0, spent_challenge).then(
        () => true,
        () => false,
      ))
    throw isLate ? new Failure('login_over', 'answered meanwhile') : error
  }
}

type Given = Held & { request: LoginRow; counter: number }

const isSame = (given: string, expected: string) => timingSafeEqual(Buffer.from(given), Buffer.from(expected))

/** The statement's part that every proof has: its challenge goes, once; its counter is kept. */
function spend({ db, now }: Identity, { device, request, counter }: Given, wrongNumbers: number) {
  const { device_id } = device
  const { login_id, challenge } = request
  return db
    .with('spent', (all) =>
      all
        .updateTable('identity.login_request')
        .set((eb) => ({
          challenge: freshBytes(),
          spent_challenge: challenge,
          wrong_numbers: eb('wrong_numbers', '+', wrongNumbers),
        }))
        .where('login_id', '=', login_id)
        .where('challenge', '=', challenge)
        .where('state', '=', 'waiting')
        .returning('wrong_numbers'),
    )
    .with('used', (all) =>
      all.updateTable('identity.device').set({ counter, used_at: now() }).where('device_id', '=', device_id),
    )
}

/** Codes: login_number_wrong, login_over (answered at the same time, with the same proof). */
async function countWrongNumber(identity: Identity, given: Given): Promise<never> {
  const spent = await spend(identity, given, 1).selectFrom('spent').select('wrong_numbers').executeTakeFirst()
  if (spent === undefined) throw new Failure('login_over')
  identity.bell.ring(given.request.name_digest)
  const left = mostWrongNumbers - spent.wrong_numbers
  if (left <= 0) await endLogin(identity, given.request, { state: 'refused' })
  throw new WrongAnswer('login_number_wrong', Math.max(0, left))
}

type Counted = AccountRow & { secret: string }

/**
 * Counts a try before anything is compared, so that many at once are as many tries.
 * Codes: login_over (answered at the same time, with the same proof), account_locked.
 */
async function countTry(identity: Identity, given: Given): Promise<Counted> {
  const [row] = await spend(identity, given, 0)
    .with('counted', (all) =>
      all
        .updateTable('identity.account')
        .set((eb) => ({ wrong_secrets: eb('wrong_secrets', '+', 1) }))
        .where('account_id', '=', given.account.account_id)
        .where('state', '=', 'ACTIVE')
        .where('wrong_secrets', '<', mostWrongSecrets)
        .where(({ exists, selectFrom }) => exists(selectFrom('spent').select('spent.wrong_numbers')))
        .returningAll(),
    )
    .selectFrom('spent')
    .leftJoin('counted', (join) => join.onTrue())
    .selectAll('counted')
    .execute()
  if (row === undefined) throw new Failure('login_over')
  identity.bell.ring(given.request.name_digest)
  if (row.account_id === null || row.secret === null) throw new Failure('account_locked')
  return row as Counted
}

/** The count starts over; those that were counted meanwhile stay counted where they locked it. Code: login_over. */
async function approve(identity: Identity, { device, account, request }: Given): Promise<void> {
  const { db, now, bell } = identity
  const { account_id } = account
  const { device_id } = device
  const { login_id, name_digest, interaction } = request
  const at = now()
  const approved = await db
    .with('reset', (all) =>
      all
        .updateTable('identity.account')
        .set({ wrong_secrets: 0 })
        .where('account_id', '=', account_id)
        .where('state', '=', 'ACTIVE'),
    )
    .with('approved', (all) =>
      all
        .updateTable('identity.login_request')
        .set({ state: 'approved', account_id, device_id, acr: substantial, answered_at: at })
        .where('login_id', '=', login_id)
        .where('state', '=', 'waiting')
        .returning(['login_id', 'account_id', 'device_id', 'answered_at']),
    )
    .with('kept', (all) =>
      all
        .insertInto('identity.login_history')
        .columns(['login_id', 'account_id', 'device_id', 'answered_at', 'outcome', 'held'])
        .expression((eb) =>
          eb
            .selectFrom('approved')
            .select(['login_id', 'account_id', 'device_id', 'answered_at'])
            .select([sql<string>`'approved'`.as('outcome'), sql<string>`${sealLogin(identity, request)}`.as('held')]),
        ),
    )
    .selectFrom('approved')
    .select('login_id')
    .executeTakeFirst()
  bell.ring(name_digest)
  bell.ring(interaction)
  if (approved === undefined) throw new Failure('login_over')
}
