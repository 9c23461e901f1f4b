import { Failure } from '../../contract/failure.ts'
import type { Sync } from './port.ts'
import type { CentralClient } from './central-client.ts'
import { fetchConfiguration } from './configuration.ts'
import type { SyncParts } from './sync-parts.ts'
import { parseRegistrationCode } from '../../contract/registration-code.ts'
import { acceptRoster, readRoster } from './accept-roster.ts'
import { beginWitness, concludeWitness } from './witness.ts'
import { announceKey, enrolKey, fetchAppointments, fetchFigures, fetchVisitor, lookup, register } from './requests.ts'

type Commands = Pick<
  Sync,
  | 'register'
  | 'enrolKey'
  | 'acceptRoster'
  | 'rotateKey'
  | 'lookup'
  | 'refreshAppointments'
  | 'figuresOf'
  | 'nextVisitor'
  | 'beginWitness'
  | 'concludeWitness'
>
/** What somebody at the station asks of central and waits for. */
export function createCommands(parts: SyncParts, client: CentralClient, wake: () => void): Commands {
  const { central, keys, audit, store } = parts
  const timeout = () => AbortSignal.timeout(30_000)
  return {
    register: async (typed) => {
      const { secret: code, authorityBeginning } = parseRegistrationCode(typed)
      if (authorityBeginning === null && store.environment === 'production') throw new Failure('station_code_invalid')
      const answer = await register(client, keys, { ...parts, code, stationId: central.get().stationId }, timeout())
      const { station_id: stationId, branch_name: branchName, state, thumbprint, environment } = answer
      if (environment !== store.environment) throw new Failure('training_forbidden')
      store.transaction(() => {
        // A new registration is a new beginning: whose keys count is learned again.
        central.set({
          stationId,
          branchName,
          state,
          environment,
          encryptionKeys: [],
          signingKeys: [],
          authorityKeys: [],
          authorityBeginning,
          rosterAsOf: null,
          keysAsOf: null,
          etag: null,
          eventsCursor: null,
        })
        audit.append({
          action: 'station.registered',
          actor: 'station',
          subject: stationId,
          facts: { thumbprint, state },
        })
      })
      client.forgetToken()
      await fetchConfiguration({ ...parts, client, onRevoked: () => undefined }, timeout()).catch(ignorePending)
      parts.bus.publish({ type: 'network_changed' })
      wake()
      return { stationId, thumbprint, state }
    },
    rotateKey: async (by) => {
      const { stationId } = central.get()
      if (stationId === null) throw new Failure('station_not_registered')
      await announceKey(client, keys, stationId, timeout())
      const thumbprint = store.transaction(() => {
        const { kid } = keys.promoteNext()
        audit.append({ action: 'station.key_rotated', actor: by, subject: stationId, facts: { thumbprint: kid } })
        return kid
      })
      client.forgetToken()
      return { thumbprint }
    },
    enrolKey: async (personId, code, signer) => {
      const known = central.get()
      if (known.stationId === null) throw new Failure('station_not_registered')
      const jws = await enrolKey(client, { personId, code, signer, stationId: known.stationId }, timeout())
      return readRoster(jws, known, known.authorityKeys.length > 0 ? known.authorityKeys : known.signingKeys)
    },
    acceptRoster: (roster) => void acceptRoster(parts, roster),
    beginWitness: (request, signal) => beginWitness(client, request, signal),
    concludeWitness: (witnessId, responses, signal) => concludeWitness(client, witnessId, responses, signal),
    lookup: (reference, operatorId, signal) => lookup(client, keys.encryptionKey(), { reference, operatorId }, signal),
    figuresOf: (operatorId, signal) => fetchFigures(client, keys.encryptionKey(), operatorId, signal),
    nextVisitor: (operatorId, signal) => fetchVisitor(client, keys.encryptionKey(), operatorId, signal),
    refreshAppointments: async (operatorId, signal) => {
      const items = await fetchAppointments(client, keys.encryptionKey(), operatorId, signal)
      return parts.appointments.replace(operatorId, items)
    },
  }
}

/** Until an administrator has compared the thumbprint there is no configuration; the loop asks again. */
function ignorePending(error: unknown): void {
  const isPatient = error instanceof Failure && error.code !== 'central_key_differs'
  if (!isPatient) throw error
}
