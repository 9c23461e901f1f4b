import { describe, expect, it } from 'vitest'
import type { ChipCheck } from '../../contract/check.ts'
import type { Session } from '../../contract/session.ts'
import { chipRows, summariseChecks } from './file-rows.ts'

const check = (name: ChipCheck['name'], verdict: ChipCheck['verdict']): ChipCheck => ({
  name,
  verdict,
  reason: verdict === 'passed' ? null : 'some_reason',
  detail: null,
})
const genuine = [check('signature', 'passed'), check('hashes', 'passed'), check('chain', 'passed')]
const rowsOf = (checks: ChipCheck[]) =>
  Object.fromEntries(
    chipRows({ chip: { phase: 'read', checks } } as Session).map(({ key, mark }) => [key, mark?.word.split('.')[1]]),
  )

describe('summariseChecks', () => {
  it('knows nothing before any check is known', () => {
    expect(summariseChecks([], 'all')).toBeNull()
  })
  it('needs every proof, or any one', () => {
    const mixed = [check('chip_authentication', 'not_possible'), check('active_authentication', 'passed')]
    expect(summariseChecks(mixed, 'all')).toBe('not_possible')
    expect(summariseChecks(mixed, 'any')).toBe('passed')
  })
  it('lets one failure win over any proof', () => {
    const mixed = [check('chip_authentication', 'failed'), check('active_authentication', 'passed')]
    expect(summariseChecks(mixed, 'any')).toBe('failed')
    expect(summariseChecks(genuine, 'all', [check('revocation', 'failed')])).toBe('failed')
  })
})

describe('chipRows', () => {
  it('leaves nothing to do about a chip declared dead', () => {
    const rows = chipRows({ chip: { phase: 'unavailable', checks: [] as ChipCheck[] } } as Session)
    expect(rows.map(({ mark }) => mark?.word)).toEqual(['words:mark.chipNotRead'])
  })
  it('calls data genuine although revocation could not be checked', () => {
    expect(rowsOf([...genuine, check('revocation', 'not_possible')])['chipGenuine']).toBe('passed')
  })
  it('never calls them genuine when a proof is missing', () => {
    const unproved = [...genuine.slice(0, 2), check('chain', 'not_possible')]
    expect(rowsOf(unproved)['chipGenuine']).toBe('not_possible')
  })
  it('leaves open what was not answered, and says where there is no chip', () => {
    expect(rowsOf(genuine)['chipOriginal']).toBe('open')
    expect(chipRows({ chip: { phase: 'no_chip', checks: [] } } as unknown as Session)[0]?.mark?.word).toBe(
      'words:mark.noChip',
    )
  })
})
