import { timingSafeEqual } from 'node:crypto'
import encodeQR from 'qr'
import type { EndpointName } from '../../contract/identity/endpoints.ts'
import type { JoinAnswer, JoinStanding, JoinView } from '../../contract/identity/join.ts'
import { Failure } from '../../contract/failure.ts'
import type { Identity } from '../context.ts'
import type { Handlers } from '../http/serve-endpoints.ts'
import { requireSession, type Sessions } from '../http/sessions.ts'
import { findAccount } from '../lifecycle/account.ts'
import { changeHolder } from '../lifecycle/account-moves.ts'
import { pageUrl } from '../lifecycle/letters.ts'
import { tellHolder } from '../lifecycle/tell-holder.ts'
import { browserOf } from './browser-of.ts'
import { makeChallenge, useNewestChallenge } from './challenges.ts'
import { heldDevice, viewDevice, type Held } from './device-view.ts'
import { addDevice, credentialsOf, registrationOptions, verifyNewDevice } from './devices.ts'
import { requireProof, requireProved } from './holder-act.ts'
import {
  candidateOf,
  countWrongJoinNumber,
  dropOffer,
  findOffer,
  offerJoin,
  openOffer,
  putCandidate,
  readOffer,
  requireRoom,
  type Candidate,
  type OfferRow,
} from './join-offers.ts'
import { requireSecret, WrongAnswer } from './secret-tries.ts'
import { requireUsable } from './usable.ts'

type Names = Extract<EndpointName, `join.${string}`>

/**
 * A further device of the same holder. The one in hand offers a link and lets in what opened it: by the number that the other shows, the
 * secret code and its own key. A session that was stolen has none of the last two.
 */
export function joinHandlers(identity: Identity): Pick<Handlers, Names> {
  const mine = async (sessions: Sessions) => requireProved(identity, sessions)
  const asking = async (sessions: Sessions) =>
    readOffer(identity, (await requireSession(sessions, 'joining')).subjectId)
  return {
    'join.offer': async ({ sessions }) => {
      const { account } = requireUsable(identity, await mine(sessions))
      const { token, until } = await offerJoin(identity, account.account_id)
      const link = pageUrl(identity, 'join', token)
      return { link, qr: encodeQR(link, 'svg', { border: 4 }), expires_at: until.toISOString() }
    },
    'join.read': async ({ sessions }) => viewOffer(identity, await mine(sessions)),
    'join.answer': async ({ sessions, body }) => {
      const held = await mine(sessions)
      await letIn(identity, held, body)
      return viewOffer(identity, held)
    },
    'join.refuse': async ({ sessions }) => {
      const held = await mine(sessions)
      await dropOffer(identity, held.account.account_id)
      return viewOffer(identity, held)
    },
    'join.open': async ({ sessions, body }) => {
      const offer = await openOffer(identity, body.token)
      await sessions.begin('joining', offer.offer_id)
      return standingOf(identity, offer)
    },
    'join.standing': async ({ sessions }) => standingOf(identity, await asking(sessions)),
    'join.challenge': async ({ sessions }) => {
      const { offer_id, account_id } = await asking(sessions)
      const { challenge, expiresAt } = await makeChallenge(identity, 'activate', offer_id)
      const known = await credentialsOf(identity, account_id)
      const passkey = await registrationOptions(identity, account_id, challenge, known)
      return { challenge, expires_at: expiresAt.toISOString(), passkey }
    },
    'join.device': async ({ sessions, body, from }) => {
      const { offer_id } = await asking(sessions)
      if (!identity.policy.acceptedKinds.includes(body.kind)) throw new Failure('device_key_refused', body.kind)
      const challenge = await useNewestChallenge(identity, 'activate', offer_id)
      const verified = await verifyNewDevice(identity, body, challenge)
      const candidate: Candidate = { ...verified, name: body.name, from: browserOf(from) }
      return standingOf(identity, await putCandidate(identity, offer_id, candidate))
    },
    'join.take': async ({ sessions }) => {
      const { device_id } = await asking(sessions)
      if (device_id === null) throw new Failure('device_unknown')
      await identity.db.deleteFrom('identity.device_offer').where('device_id', '=', device_id).execute()
      await sessions.end('joining')
      await sessions.begin('device', device_id, { isProved: true })
      const held = await heldDevice(identity, { subjectId: device_id })
      return viewDevice(identity, held, identity.now())
    },
  }
}

/**
 * Judged like a login: proof, number, secret code; without a valid proof nothing is counted. Codes: account_locked, account_inactive,
 * secret_new, device_key_refused, join_over, device_proof_invalid, login_number_wrong, secret_wrong, device_limit.
 */
async function letIn(identity: Identity, held: Held, { number, secret, proof }: JoinAnswer): Promise<void> {
  const { account } = requireUsable(identity, held)
  const { account_id: accountId } = account
  const offer = await findOffer(identity, accountId)
  const candidate = offer === null ? null : candidateOf(identity, offer)
  if (offer === null || candidate === null || offer.number === null || offer.device_id !== null)
    throw new Failure('join_over')
  await requireProof(identity, held, proof, { purpose: 'join', detail: number })
  if (!timingSafeEqual(Buffer.from(number), Buffer.from(offer.number)))
    throw new WrongAnswer('login_number_wrong', await countWrongJoinNumber(identity, offer))
  await requireSecret(identity, account, secret)
  await keepDevice(identity, offer, candidate)
}

/** With the account's row locked: not beside a suspension, nor more devices than there is room for. */
async function keepDevice(identity: Identity, offer: OfferRow, { from: _from, name, ...verified }: Candidate) {
  const { account_id: accountId, offer_id } = offer
  await changeHolder(identity, accountId, async (trx, account) => {
    if (account.state !== 'ACTIVE') throw new Failure('account_inactive')
    await requireRoom(trx, accountId)
    const { device_id } = await addDevice({ db: trx, now: identity.now }, accountId, name, verified)
    const { numUpdatedRows } = await trx
      .updateTable('identity.device_offer')
      .set({ device_id })
      .where('offer_id', '=', offer_id)
      .where('device_id', 'is', null)
      .executeTakeFirst()
    if (numUpdatedRows === 0n) throw new Failure('join_over')
  })
  const account = await findAccount(identity, accountId)
  if (account !== null) await tellHolder(identity, { account, kind: 'device_added', gaps: { device: name } })
}

async function viewOffer(identity: Identity, { account }: Held): Promise<JoinView> {
  const offer = await findOffer(identity, account.account_id)
  if (offer === null) return { stage: 'none', expires_at: null, candidate: null }
  const found = candidateOf(identity, offer)
  const candidate = found === null ? null : { name: found.name, kind: found.kind, from: found.from }
  const stage = offer.device_id !== null ? 'joined' : candidate === null ? 'offered' : 'asked'
  return { stage, expires_at: offer.expires_at.toISOString(), candidate }
}

function standingOf({ policy }: Identity, { number, device_id, expires_at }: OfferRow): JoinStanding {
  const stage = device_id !== null ? 'joined' : number === null ? 'device' : 'waiting'
  return {
    stage,
    number: stage === 'waiting' ? number : null,
    expires_at: expires_at.toISOString(),
    device_kinds: [...policy.acceptedKinds],
    substantial_kinds: [...policy.substantialKinds],
  }
}
