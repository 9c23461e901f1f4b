import { Failure } from '../../contract/failure.ts'
import { endingOf, foldEnding } from '../../contract/readable-thumbprint.ts'
import { requireStation } from '../stations/station.ts'
import type { Commands } from './command.ts'

/** Kiosks, from their code to the end of their service. */
export const kioskCommands: Commands = {
  'kiosk:list': {
    operands: [],
    deed: null,
    async run({ db }) {
      const stations = await db
        .selectFrom('station')
        .selectAll()
        .orderBy('branch_name')
        .orderBy('registered_at')
        .execute()
      return stations.map(({ station_id, branch_name, kind, state, last_seen_at }) =>
        [station_id, state, kind, branch_name, last_seen_at?.toISOString() ?? '-'].join('\t'),
      )
    },
  },
  'kiosk:code': {
    operands: ['BRANCH'],
    options: { manager: 'PERSON' },
    deed: 'station.issue_code',
    run: async (central, { operands: [branch], options: { manager } }) => [
      await central.issueStationCode(branch!, manager),
    ],
  },
  'kiosk:again': {
    operands: ['STATION'],
    deed: 'station.issue_code_again',
    async run(central, { operands: [stationId] }) {
      const { branch_name } = await requireStation(central.db, stationId!)
      return [await central.issueStationCode(branch_name, undefined, { again: stationId! })]
    },
  },
  'kiosk:replace': {
    operands: ['STATION'],
    deed: 'station.issue_code_replacing',
    async run(central, { operands: [stationId] }) {
      const { branch_name } = await requireStation(central.db, stationId!)
      return [await central.issueStationCode(branch_name, undefined, { replaces: stationId! })]
    },
  },
  'kiosk:activate': {
    operands: ['STATION', 'ENDING'],
    deed: 'station.activate',
    async run(central, { operands: [stationId, ending] }) {
      const { thumbprint } = await requireStation(central.db, stationId!)
      // What the branch read out is compared, never what is stored.
      if (foldEnding(ending!) !== foldEnding(endingOf(thumbprint))) throw new Failure('thumbprint_differs')
      await central.activateStation(stationId!, thumbprint)
      return [`${stationId!}: active`]
    },
  },
  'kiosk:rename': {
    operands: ['STATION', 'BRANCH'],
    deed: 'station.rename',
    async run(central, { operands: [stationId, branch] }) {
      await central.renameStation(stationId!, branch!)
      return [`${stationId!}: ${branch!}`]
    },
  },
  'kiosk:retire': {
    operands: ['STATION'],
    deed: 'station.retire',
    async run(central, { operands: [stationId] }) {
      await central.retireStation(stationId!)
      return [`${stationId!}: retired`]
    },
  },
}
