import { codeOf } from '../../contract/failure.ts'
import { isUnasked } from '../../contract/failures/sync.ts'
import type { Auth } from '../people/auth.ts'
import type { Sync } from '../sync/port.ts'
import type { Handlers } from '../wire/dispatch.ts'
import type { KeptFigures } from './kept-figures.ts'

interface Parts {
  auth: Auth
  sync: Sync
  keptFigures: KeptFigures
}

const askTimeoutMs = 15_000

/** What central tells whoever is logged in of their own work; where it cannot be asked, what it told them before. */
export function figureHandlers({ auth, sync, keptFigures }: Parts): Pick<Handlers, 'figures.view'> {
  return {
    'figures.view': async () => {
      const { operatorId, role } = auth.require()
      try {
        const figures = await sync.figuresOf(operatorId, AbortSignal.timeout(askTimeoutMs))
        keptFigures.keep(figures)
        return { figures, isKept: false }
      } catch (error) {
        if (!isUnasked(codeOf(error))) throw error
        const figures = keptFigures.of(operatorId)
        // Whoever is no manager any more is told nothing of others, whatever was kept.
        return { figures: figures && { ...figures, people: role === 'manager' ? figures.people : [] }, isKept: true }
      }
    },
  }
}
