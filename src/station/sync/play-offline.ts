import { Failure } from '../../contract/failure.ts'
import type { Environment } from '../../contract/protocol/environment.ts'
import type { Bus } from '../bus/create-bus.ts'
import type { Sync } from './port.ts'

/** An instructor's switch: central out of reach. Kept in memory alone; `doubt` asks central again at once. */
export function createOfflinePlay(
  environment: Environment,
  bus: Bus,
  doubt: () => void,
): Pick<Sync, 'playOffline' | 'playsOffline'> {
  let isCutOff = false
  return {
    playsOffline: () => isCutOff,
    playOffline: (offline) => {
      if (environment !== 'training') throw new Failure('forbidden')
      isCutOff = offline
      doubt()
      bus.publish({ type: 'network_changed' })
    },
  }
}
