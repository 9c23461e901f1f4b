import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import { Failure } from '../../contract/failure.ts'
import { BeginWitnessAnswer, BeginWitnessRequest } from '../../contract/witness.ts'
import { passiveAuthentication } from '../../emrtd/verify.ts'
import { beginWitness } from '../../emrtd/witness.ts'
import type { Central } from '../context.ts'
import { defineRoute } from '../http/route.ts'
import { requireMayAct } from '../people/person.ts'
import { currentPolicy } from '../stations/config.ts'
import { sodDigest, storePending } from './stored-witness.ts'

type BeginWitnessRequest = z.infer<typeof BeginWitnessRequest>

/** A visit reads its chip a few times; a station that begins more often is not reading one chip. */
const mostOfVisit = 20
const decode = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64url'))

/** POST /v1/witness: central's key and first command for the chip at the station; `witness` null where it will not watch this one. */
export const beginWitnessRoute = defineRoute<'station', null, null, BeginWitnessRequest>('station', {
  method: 'POST',
  path: '/v1/witness',
  summary: 'Take part in the Chip Authentication of a document at a station',
  once: true,
  body: BeginWitnessRequest,
  answers: { 200: { description: 'Key and commands for the chip, or nothing', schema: BeginWitnessAnswer } },
  failures: ['application_unknown', 'operator_revoked', 'operator_not_on_roster', 'rate_limited'],
  async handle({ caller: station, body }, central) {
    await requireMayAct(central, station.station_id, body.operator_id)
    await requireOpen(central, station.station_id, body)
    const [sod, dg14] = [decode(body.sod), decode(body.dg14)]
    const begun = (await isGenuine(central, sod, dg14)) ? beginWitness({ sod, dg14 }) : null
    if (begun === null) return { status: 200, body: { witness: null } }
    const witnessId = randomUUID()
    await central.db
      .insertInto('chip_witness')
      .values({
        witness_id: witnessId,
        station_id: station.station_id,
        application_id: body.application_id,
        session_id: body.session_id,
        sod_sha256: sodDigest(sod),
        pending: JSON.stringify(storePending(begun.pending)),
        begun_at: central.now(),
      })
      .execute()
    const { protocol, publicKey, commands } = begun.challenge
    const encode = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url')
    const { oid, cipher, keyId } = protocol
    return {
      status: 200,
      body: {
        witness: {
          witness_id: witnessId,
          protocol: { oid, cipher, key_id: keyId === null ? null : keyId.toString() },
          public_key: encode(publicKey),
          commands: commands.map(encode),
        },
      },
    }
  },
})

/** Only for an application that this station looked up or was given, while it is open. */
async function requireOpen({ db }: Central, stationId: string, visit: BeginWitnessRequest): Promise<void> {
  const held = await db
    .selectFrom('application')
    .innerJoin('application_holder', 'application_holder.application_id', 'application.application_id')
    .select('application.status')
    .where('application.application_id', '=', visit.application_id)
    .where('application_holder.station_id', '=', stationId)
    .executeTakeFirst()
  if (held?.status !== 'open') throw new Failure('application_unknown')
  const { n } = await db
    .selectFrom('chip_witness')
    .select((eb) => eb.fn.countAll<string>().as('n'))
    .where('application_id', '=', visit.application_id)
    .where('session_id', '=', visit.session_id)
    .executeTakeFirstOrThrow()
  if (Number(n) >= mostOfVisit) throw new Failure('rate_limited', 'reads of one visit')
}

/** DG14 signed by EF.SOD, and EF.SOD by an issuer that central trusts: else the key of anybody's chip would do. */
async function isGenuine(central: Central, sod: Uint8Array, dg14: Uint8Array): Promise<boolean> {
  const trust = await central.trust()
  const weakSignatures = await currentPolicy(central.db)
  const dataGroups = new Map([[14, dg14]])
  const { checks, csca } = passiveAuthentication({ sod, dataGroups, trust, at: central.now(), weakSignatures })
  const passed = (name: string) => checks.some((check) => check.name === name && check.verdict === 'passed')
  return csca !== null && passed('signature') && passed('hashes')
}
