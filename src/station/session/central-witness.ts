import type { ChipAuthenticationWitness } from '../../emrtd/read.ts'
import type { Sync } from '../sync/port.ts'

/** Long enough for an answer over a mobile network, short enough for a document that lies on the reader. */
const patienceMs = 6_000

export type Visit = { applicationId: string; sessionId: string; operatorId: string }

/** Central as the witness of one read; `id` names its record once the chip has proved itself to it, and not before. */
export function createCentralWitness(
  sync: Pick<Sync, 'beginWitness' | 'concludeWitness'>,
  visit: Visit,
  signal: AbortSignal,
): ChipAuthenticationWitness & { id(): string | null } {
  let begun: string | null = null
  let proved: string | null = null
  const within = () => AbortSignal.any([signal, AbortSignal.timeout(patienceMs)])
  return {
    id: () => proved,
    begin: async (files) => {
      const [sod, dg14] = [files.get('EF.SOD'), files.get('DG14')]
      if (sod === undefined || dg14 === undefined) return null
      const answer = await sync.beginWitness({ ...visit, sod, dg14 }, within())
      begun = answer?.witnessId ?? null
      return answer?.challenge ?? null
    },
    conclude: async (responses) => {
      const session = await sync.concludeWitness(begun!, responses, within())
      if (session !== null) proved = begun
      return session
    },
  }
}
