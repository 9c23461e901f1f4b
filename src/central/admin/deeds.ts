import { Failure } from '../../contract/failure.ts'
import { Policy } from '../../contract/policy.ts'
import { endingOf, foldEnding } from '../../contract/readable-thumbprint.ts'
import { parseJson } from '../../jose/jws.ts'
import { decideManually } from '../adjudication/decide-manually.ts'
import { ApprovalGround, type GroundedDecision } from '../adjudication/review-grounds.ts'
import type { Central } from '../context.ts'
import { answerContest } from '../intake/contest.ts'
import {
  addPerson,
  assignPerson,
  changePerson,
  confirmPerson,
  unassignPerson,
  type NewPerson,
} from '../people/change-people.ts'
import { revokeOperator } from '../people/revoke-person.ts'
import { setPolicy } from '../stations/config.ts'
import { activateStation, renameStation, retireStation, revokeStation } from '../stations/lifecycle.ts'
import { requireStation } from '../stations/station.ts'
import { need } from './admin-parts.ts'
import type { Act } from './deed-form.ts'
import type { Section } from './page.ts'
import type { DeedName } from './roles.ts'

export type Action = {
  name: DeedName
  backTo: Section
  /** Whether this one takes a second administrator; one alone without it. */
  needsTwo?(central: Central, act: Act): Promise<boolean>
  /** What cannot wait for the second, a refusal among it. */
  first?(central: Central, act: Act): Promise<void>
  run(central: Central, act: Act): Promise<void>
}

/** The grounds of the decision that was chosen; what was filled in for the others does not count. */
function groundedIn(form: Act['form']): GroundedDecision {
  const state = need(form.state)
  if (state === 'APPROVED')
    return { state, grounds: ApprovalGround.options.filter((ground) => form[ground] !== undefined) }
  if (state === 'NOT_VERIFIED') return { state, grounds: [need(form.again)] }
  return { state, grounds: [need(form.refuse)] }
}

export const always = () => Promise.resolve(true)

/** A revocation may be typed a while after it was decided; one that is dated earlier undoes what is done. Code: time_in_future. */
const dawdleMs = 15 * 60_000
async function reachesBack({ now }: Central, { form }: Act): Promise<boolean> {
  const since = need(form.since)
  if (since > now()) throw new Failure('time_in_future')
  return now().getTime() - since.getTime() > dawdleMs
}

/** Whether the decision approves a packet that is in quarantine. */
async function releases({ db }: Central, { form, params }: Act): Promise<boolean> {
  if (form.state !== 'APPROVED') return false
  const packet = await db
    .selectFrom('packet')
    .select('state')
    .where('station_id', '=', need(params.station_id))
    .where('packet_id', '=', need(params.packet_id))
    .executeTakeFirst()
  return packet?.state === 'QUARANTINED'
}

/** What an administrator can do, by path: one table, long as it is, so that each deed is seen beside the others. */
export const actions: Record<string, Action> = {
  '/admin/stations/:station_id/activate': {
    name: 'station.activate',
    backTo: 'stations',
    async run(central, { form, params }) {
      const { station_id, thumbprint } = await requireStation(central.db, need(params.station_id))
      const isSame = foldEnding(need(form.ending)) === foldEnding(endingOf(thumbprint))
      if (!isSame) throw new Failure('thumbprint_differs')
      await activateStation(central, station_id, thumbprint)
    },
  },
  '/admin/stations/:station_id/revoke': {
    name: 'station.revoke',
    backTo: 'stations',
    needsTwo: reachesBack,
    first: (central, { params }) => revokeStation(central, need(params.station_id), central.now()),
    run: (central, { form, params }) => revokeStation(central, need(params.station_id), need(form.since)),
  },
  '/admin/stations/:station_id/retire': {
    name: 'station.retire',
    backTo: 'stations',
    run: (central, { params }) => retireStation(central, need(params.station_id)),
  },
  '/admin/stations/:station_id/rename': {
    name: 'station.rename',
    backTo: 'stations',
    run: (central, { form, params }) => renameStation(central, need(params.station_id), need(form.branch)),
  },
  '/admin/stations/:station_id/people': {
    name: 'station.assign_person',
    backTo: 'stations',
    run: (central, { form, params }) => assignPerson(central, need(params.station_id), need(form.person)),
  },
  '/admin/stations/:station_id/people/remove': {
    name: 'station.unassign_person',
    backTo: 'stations',
    run: (central, { form, params }) => unassignPerson(central, need(params.station_id), need(form.person)),
  },
  '/admin/packets/:station_id/:packet_id/decide': {
    name: 'packet.decide',
    backTo: 'review',
    needsTwo: releases,
    async run(central, { form, params, by }) {
      const packet = { stationId: need(params.station_id), packetId: need(params.packet_id) }
      // The words stand in the audit, beside the deed.
      need(form.reason)
      await decideManually(central, packet, { ...groundedIn(form), decidedBy: by })
    },
  },
  '/admin/contests/:application_id/answer': {
    name: 'contest.answer',
    backTo: 'contests',
    run: (central, { form, params, by }) => answerContest(central, need(params.application_id), need(form.answer), by),
  },
  '/admin/operators': {
    name: 'operator.add',
    backTo: 'operators',
    run: (central, { form, by }) => addPerson(central, personOf(form, need(form.person)), by),
  },
  '/admin/operators/:operator_id/change': {
    name: 'operator.change',
    backTo: 'operators',
    run: (central, { form, params, by }) => changePerson(central, personOf(form, need(params.operator_id)), by),
  },
  '/admin/operators/:operator_id/confirm': {
    name: 'operator.confirm',
    backTo: 'operators',
    run: (central, { params, by }) => confirmPerson(central, need(params.operator_id), by),
  },
  '/admin/operators/:operator_id/revoke': {
    name: 'operator.revoke',
    backTo: 'operators',
    needsTwo: reachesBack,
    first: (central, { params }) => revokeOperator(central, need(params.operator_id), central.now()),
    run: (central, { form, params }) => revokeOperator(central, need(params.operator_id), need(form.since)),
  },
  '/admin/policy': {
    name: 'policy.set',
    backTo: 'pairs',
    needsTwo: always,
    run: (central, { form }) => setPolicy(central.db, policyIn(need(form.policy)), central.now()),
  },
  '/admin/keys/rotate': {
    name: 'key.rotate',
    backTo: 'pairs',
    needsTwo: always,
    async run(central, { form }) {
      await central.rotateKey(need(form.purpose))
    },
  },
}

/** Code: request_invalid. */
function policyIn(text: string): Policy {
  const given = Policy.safeParse(parseJson(Buffer.from(text)))
  if (!given.success) throw new Failure('request_invalid', 'policy')
  return given.data
}

const personOf = ({ name, role, trained }: Act['form'], personId: string): NewPerson => ({
  personId,
  displayName: need(name),
  role: need(role),
  trainedUntil: need(trained),
})
