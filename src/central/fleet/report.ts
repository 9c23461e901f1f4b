import type { z } from 'zod'
import { StationReport } from '../../contract/protocol/station.ts'
import { defineRoute } from '../http/route.ts'

/** POST /v1/stations/report: how a kiosk is. The latest counts; what it says of itself decides nothing, and is shown. */
export const reportRoute = defineRoute<'station', null, null, z.infer<typeof StationReport>>('station', {
  method: 'POST',
  path: '/v1/stations/report',
  summary: 'What waits at the station, its reader and camera, and how old what it goes by is',
  states: ['active', 'retired'],
  body: StationReport,
  answers: { 204: { description: 'Kept', schema: null } },
  async handle({ caller: { station_id }, body }, { db, now }) {
    const { reader, camera, ...rest } = body
    const equipment = {
      ...{ reader_state: reader.state, reader_name: reader.name },
      ...{ camera_state: camera.state, camera_model: camera.model },
    }
    const row = { ...rest, ...equipment, received_at: now() }
    await db
      .insertInto('station_report')
      .values({ station_id, ...row })
      .onConflict((clash) => clash.column('station_id').doUpdateSet(row))
      .execute()
    return { status: 204, body: null }
  },
})
