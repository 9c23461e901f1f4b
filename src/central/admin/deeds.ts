import { z } from 'zod'
import { Failure } from '../../contract/failure.ts'
import { IsoDate } from '../../contract/identity.ts'
import { Operator, Role } from '../../contract/operator.ts'
import { Policy } from '../../contract/policy.ts'
import { endingOf, foldEnding } from '../../contract/readable-thumbprint.ts'
import { parseJson } from '../../jose/jws.ts'
import { decideManually } from '../adjudication/decide-manually.ts'
import {
  ApprovalGround,
  RefusalGround,
  SecondVisitGround,
  type GroundedDecision,
} from '../adjudication/review-grounds.ts'
import type { Central } from '../context.ts'
import { answerContest } from '../intake/contest.ts'
import { keyPurposes } from '../keys/key-port.ts'
import {
  addPerson,
  assignPerson,
  changePerson,
  confirmPerson,
  unassignPerson,
  type NewPerson,
} from '../people/change-people.ts'
import { revokeOperator } from '../people/revoke-person.ts'
import type { NewStation } from '../stations/codes.ts'
import { setPolicy } from '../stations/config.ts'
import { activateStation, renameStation, retireStation, revokeStation } from '../stations/lifecycle.ts'
import { requireStation } from '../stations/station.ts'
import { need } from './admin-parts.ts'
import type { Section } from './page.ts'
import type { DeedName } from './roles.ts'
import { ClientId, serviceFields } from './services/service-form.ts'
import { timeInZone, zones } from './zoned-time.ts'

/** An identifier as typed: what is not one is refused where it is looked for. */
const Typed = z
  .string()
  .max(64)
  .transform((id) => (id === '' ? undefined : id))
  .optional()
/** Boxes; one that is not ticked is not sent. */
const ticked = Object.fromEntries(
  ApprovalGround.options.map((ground) => [ground, z.literal(ground).optional()]),
) as Record<ApprovalGround, z.ZodOptional<z.ZodLiteral<ApprovalGround>>>
/** The empty choice of a list. */
const unchosen = z.literal('').transform(() => undefined)
export const Form = z
  .object({
    csrf: z.string(),
    branch: z.string().trim().min(1).max(80).optional(),
    manager: Typed,
    person: Typed,
    name: z.string().trim().min(1).max(80).optional(),
    role: Role.optional(),
    trained: IsoDate.optional(),
    ending: z.string().trim().min(1).max(20).optional(),
    since: z
      .string()
      .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/)
      .optional(),
    zone: z.enum(zones).optional(),
    state: z.enum(['APPROVED', 'REJECTED', 'NOT_VERIFIED']).optional(),
    answer: z.enum(['upheld', 'second_visit']).optional(),
    policy: z.string().max(20_000).optional(),
    purpose: z.enum(keyPurposes).optional(),
    reason: z.string().trim().min(3).max(200).optional(),
    ...serviceFields,
    ...ticked,
    again: SecondVisitGround.or(unchosen).optional(),
    refuse: RefusalGround.or(unchosen).optional(),
  })
  // A time without its zone is no time.
  .transform(({ since, zone, ...form }) => ({
    ...form,
    since: since && zone ? timeInZone(since, zone) : undefined,
    zone,
  }))
export const Params = z.object({
  station_id: z.uuid().optional(),
  packet_id: z.uuid().optional(),
  application_id: z.uuid().optional(),
  operator_id: Operator.shape.operatorId.optional(),
  client_id: ClientId.optional(),
})
export type Act = { form: z.infer<typeof Form>; params: z.infer<typeof Params>; by: string }
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

/** What an administrator can do, by path. */
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

/** What was asked for: everything the form said but its own protection, no name, and nothing as long as a policy or keys. */
export function detailOf({
  csrf: _,
  name: _name,
  policy: _policy,
  jwks: _jwks,
  since,
  ...form
}: Act['form']): string | null {
  const said = [...Object.values(form), since?.toISOString()].filter((one) => one !== undefined)
  return said.length === 0 ? null : said.join(' ')
}

export type Compose = (central: Central, act: Act) => Promise<NewStation>

/** Codes for kiosks, each shown once: a new one, one that is known, one in the place of another. */
export const codes: Record<string, { name: DeedName; compose: Compose }> = {
  '/admin/stations/codes': {
    name: 'station.issue_code',
    compose: async (central, { form }) => ({ branchName: need(form.branch), managerId: firstManagerOf(central, form) }),
  },
  '/admin/stations/:station_id/again': {
    name: 'station.issue_code_again',
    async compose({ db }, { params }) {
      const { station_id: again, branch_name: branchName } = await requireStation(db, need(params.station_id))
      return { branchName, managerId: null, again }
    },
  },
  '/admin/stations/:station_id/replace': {
    name: 'station.issue_code_replacing',
    async compose({ db }, { params }) {
      const { station_id: replaces, branch_name: branchName } = await requireStation(db, need(params.station_id))
      return { branchName, managerId: null, replaces }
    },
  },
}

/** Without one nobody could ever log in there; in training a kiosk makes its own. */
function firstManagerOf({ environment }: Central, { manager }: Act['form']): string | null {
  return environment === 'training' ? (manager ?? null) : need(manager)
}
