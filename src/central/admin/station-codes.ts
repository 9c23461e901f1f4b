import type { Central } from '../context.ts'
import type { NewStation } from '../stations/codes.ts'
import { requireStation } from '../stations/station.ts'
import { need } from './admin-parts.ts'
import type { Act } from './deed-form.ts'
import type { DeedName } from './roles.ts'

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
