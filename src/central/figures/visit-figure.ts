import type { Insertable } from 'kysely'
import type { PacketKey, Trx } from '../context.ts'
import type { Tables } from '../database/tables.ts'
import { partsOf } from '../../enrolment/dates.ts'
import type { JudgedCase } from '../adjudication/judged-case.ts'
import { ageBandOf, mondayOf, quarterOf } from './periods.ts'
import { stepsOf } from './step-verdicts.ts'

type Row = Insertable<Tables['visit_figure']>
export type VisitFigure = Omit<Row, 'station_id' | 'packet_id' | 'branch_name' | 'is_first'>

/** Kind of document, issuer and year of expiry: cards of one series were made alike. */
const seriesOf = ({ payload: { document } }: JudgedCase): string | null =>
  document === null
    ? null
    : [document.issuer, document.type, ...(document.expiry_date ? [partsOf(document.expiry_date).year] : [])].join(' ')

/** What one visit gives to the figures: nothing that tells who the citizen is. */
export function figureOf(judged: JudgedCase): VisitFigure {
  const { payload, own } = judged
  const { course, local_day: day } = payload
  const { identity, documentType } = own.found
  const born = identity?.birthDate ?? judged.application?.declared?.birthDate
  const timed = course?.steps.map(({ seconds }) => seconds)
  return {
    week: mondayOf(day),
    quarter: quarterOf(day),
    operator_id: payload.operator.operator_id,
    document: documentType ?? 'none',
    series: seriesOf(judged),
    age_band: born ? ageBandOf(born, day) : null,
    steps: JSON.stringify(stepsOf(own, payload.outcome, course)),
    faults: JSON.stringify(Object.fromEntries(course?.faults.map(({ code, times }) => [code, times]) ?? [])),
    reader: course?.reader ?? null,
    releases: payload.overrides.length,
    retries: course?.faults.reduce((sum, { times }) => sum + times, 0) ?? 0,
    seconds: timed === undefined ? null : timed.reduce((sum, one) => sum + one, 0),
  }
}

/** Writes what a visit gives to the figures, with its decision; judged again, it counts as it was judged last. */
export async function writeFigure(
  trx: Trx,
  { stationId, packetId }: PacketKey,
  applicationId: string,
  figure: VisitFigure,
): Promise<void> {
  const { branch_name } = await trx
    .selectFrom('station')
    .select('branch_name')
    .where('station_id', '=', stationId)
    .executeTakeFirstOrThrow()
  const before = await trx
    .selectFrom('packet')
    .select('packet_id')
    .where('application_id', '=', applicationId)
    .where('packet_id', '<', packetId)
    .limit(1)
    .executeTakeFirst()
  await trx
    .insertInto('visit_figure')
    .values({ ...figure, station_id: stationId, packet_id: packetId, branch_name, is_first: before === undefined })
    .onConflict((clash) => clash.columns(['station_id', 'packet_id']).doUpdateSet(figure))
    .execute()
}

/** The visits of an application whose decision the citizen contested. */
export async function noteContested(trx: Trx, applicationId: string): Promise<void> {
  const packets = await trx
    .selectFrom('packet')
    .select(['station_id', 'packet_id'])
    .where('application_id', '=', applicationId)
    .execute()
  for (const { station_id, packet_id } of packets)
    await trx
      .updateTable('visit_figure')
      .set({ is_contested: true })
      .where('station_id', '=', station_id)
      .where('packet_id', '=', packet_id)
      .execute()
}
