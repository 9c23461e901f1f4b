import { expect, test } from 'vitest'
import type { ChipReading } from '../chip-reading.ts'
import { systemRandom } from '../crypto/random.ts'
import { readChip } from '../read-chip.ts'
import type { HandedSession } from '../secure-messaging/session-keys.ts'
import { cardOf, optionsFor, type SpecimenName } from '../../virtual-card/testing/specimen-cards.ts'
import type { ChipAuthenticationWitness } from './ask-witness.ts'
import { beginWitness, concludeWitness, type PendingWitness, type WitnessOutcome } from './witness.ts'

/** Central, as far as the library goes: it keeps the pending witness and judges the answers. */
function createWitness(change: (responses: readonly Uint8Array[]) => readonly Uint8Array[] = (same) => same) {
  const seen: { pending: PendingWitness | null; outcome: WitnessOutcome | null; answers: readonly Uint8Array[] } = {
    pending: null,
    outcome: null,
    answers: [],
  }
  const witness: ChipAuthenticationWitness = {
    async begin(files) {
      const begun = beginWitness({ dg14: files.get('DG14')!, sod: files.get('EF.SOD')! })
      seen.pending = begun?.pending ?? null
      return begun?.challenge ?? null
    },
    async conclude(responses): Promise<HandedSession | null> {
      seen.answers = responses
      seen.outcome = concludeWitness(seen.pending!, change(responses))
      return seen.outcome.session
    },
  }
  return { seen, witness }
}

const checkOf = ({ checks }: ChipReading) => checks.find(({ name }) => name === 'chip_authentication')

test.each<SpecimenName>(['passport', 'idCard', 'permit', 'foreign'])(
  'the witness sees the %s prove its key, and the read goes on under the keys it hands over',
  async (name) => {
    const { seen, witness } = createWitness()
    const reading = await readChip(cardOf(name), { ...optionsFor(name), witness })
    expect(seen.outcome?.check.verdict).toBe('passed')
    expect(checkOf(reading)).toMatchObject({ verdict: 'passed', detail: `${seen.pending?.detail}, witnessed` })
    expect(reading.evidence.files.has('DG2')).toBe(true)
  },
)

test('a copy without the key proves nothing to the witness, and the reader says so', async () => {
  const { seen, witness } = createWitness()
  const reading = await readChip(cardOf('idCard', { faults: ['clone'] }), { ...optionsFor('idCard'), witness })
  expect([seen.outcome?.check.verdict, seen.outcome?.session]).toEqual(['failed', null])
  expect(checkOf(reading)?.verdict).toBe('failed')
})

test('a hostile station has nothing to answer with: noise, a bare success, an old answer, its own keys', async () => {
  const { seen, witness } = createWitness()
  const { evidence } = await readChip(cardOf('idCard'), { ...optionsFor('idCard'), witness })
  const files = { dg14: evidence.files.get('DG14')!, sod: evidence.files.get('EF.SOD')! }
  const again = () => beginWitness(files)!.pending
  const noise = systemRandom(40)
  const bare = Uint8Array.of(0x90, 0)
  for (const forged of [[noise], [bare], seen.answers, [], [Uint8Array.of()], [...seen.answers, ...seen.answers]]) {
    expect(concludeWitness(again(), forged)).toMatchObject({ check: { verdict: 'failed' }, session: null })
  }
  expect(concludeWitness(seen.pending!, seen.answers).check.verdict).toBe('passed')
  for (let at = 0; at < seen.answers[0]!.length - 2; at++) {
    const changed = [seen.answers[0]!.map((byte, i) => (i === at ? byte ^ 1 : byte))]
    expect(concludeWitness(seen.pending!, changed).check.verdict, `byte ${at}`).toBe('failed')
  }
})

test('a witness that cannot be asked, or is lost halfway, costs nothing: the reader runs its own', async () => {
  const unreachable = { begin: () => Promise.reject(new Error('no network')), conclude: async () => null }
  const lost = { begin: createWitness().witness.begin, conclude: () => Promise.reject(new Error('no network')) }
  for (const witness of [unreachable, lost]) {
    const reading = await readChip(cardOf('idCard'), { ...optionsFor('idCard'), witness })
    expect(checkOf(reading)).toMatchObject({ verdict: 'passed', detail: 'CA-ECDH-AES-256 brainpoolP256r1' })
  }
})
