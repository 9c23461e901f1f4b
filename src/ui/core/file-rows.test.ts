import { describe, expect, it } from 'vitest'
import type { ChipCheck } from '../../contract/check.ts'
import type { Session } from '../../contract/session.ts'
import { chipRows, clerkRows, summariseChecks } from './file-rows.ts'

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

describe('clerkRows', () => {
  const marksOf = (classes: string[], verdicts: string[], confirmed: boolean) => {
    const comparison = {
      fields: classes.map((name) => ({ class: name })),
      eligibility: verdicts.map((verdict) => ({ verdict })),
      confirmed,
    }
    const session = { comparison, inspection: [], person: { judgement: null } } as unknown as Session
    return clerkRows(session)
      .slice(0, 2)
      .map(({ mark }) => mark?.word.split('.')[1])
  }
  it('finds nothing in order that the clerk has not confirmed', () => {
    expect(marksOf(['identical'], ['passed'], false)).toEqual(['open', 'open'])
    expect(marksOf(['identical'], ['passed', 'not_applicable'], true)).toEqual(['passed', 'passed'])
  })
  it('says at once what speaks against it', () => {
    expect(marksOf(['identical', 'different'], ['passed', 'failed'], false)).toEqual(['failed', 'failed'])
  })
  it('shows what is still to be asked', () => {
    expect(marksOf(['identical'], ['passed', 'deferred'], true)).toEqual(['passed', 'deferred'])
  })
})
