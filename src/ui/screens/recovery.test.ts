import { describe, expect, it } from 'vitest'
import { FailureCode } from '../../contract/failure.ts'
import { mrzFailures } from '../../contract/failures/mrz.ts'
import type { Session, Step } from '../../contract/session.ts'
import { english } from '../../texts/english.ts'
import type { Intent } from '../core/context.tsx'
import { captureModeAfter, recoveryOf, waysRound } from './recovery.ts'

const at = (step: Step, asksForCan = false) => ({ step, chip: { asksForCan } }) as Session

/** What a recovery asks of the station, in order. */
async function asked(go: (run: Intent['run']) => Promise<unknown>): Promise<string[]> {
  const names: string[] = []
  await go(((name: string) => {
    names.push(name)
    return Promise.resolve(null)
  }) as Intent['run'])
  return names
}

describe('recoveryOf', () => {
  it.each(FailureCode.options)('has a way out of %s', async (code) => {
    expect((await asked(recoveryOf(code, at('chip')))).length).toBeGreaterThan(0)
  })
  it('leaves an application that cannot be mended here', async () => {
    expect(await asked(recoveryOf('application_expired', at('application')))).toEqual(['session.leave'])
    expect(await asked(recoveryOf('application_offline', at('application')))).toEqual(['session.clearFailure'])
  })
  it('reads a chip again, but not with keys that it refused', async () => {
    expect(await asked(recoveryOf('chip_removed', at('chip')))).toContain('session.readChip')
    expect(await asked(recoveryOf('chip_wrong_can', at('chip', true)))).toEqual(['session.clearFailure'])
    expect(await asked(recoveryOf('chip_wrong_mrz', at('chip', true)))).toContain('session.back')
  })
  it('goes back to a chip that is not proved genuine, as its button says, or on without it', async () => {
    const back = await asked(recoveryOf('chip_not_genuine', at('comparison')))
    expect(back).toEqual(['session.clearFailure', 'session.back'])
    const [goOn, ...others] = waysRound('chip_not_genuine', at('comparison'))
    expect(others).toEqual([])
    expect(await asked(goOn!.go)).toEqual(['session.clearFailure'])
  })
})

describe('captureModeAfter', () => {
  it('leads to the keyboard where the button says so', () => {
    const typing = mrzFailures.filter((code) => english.failures[code].action === 'Type the reading zone')
    expect(typing.length).toBeGreaterThan(0)
    expect(captureModeAfter).toEqual(Object.fromEntries(typing.map((code) => [code, 'typed'])))
  })
})

describe('waysRound', () => {
  const keys = (...args: Parameters<typeof waysRound>) => waysRound(...args).map(({ key }) => key)
  it('blames the reader for the reader’s faults and the chip for its own', () => {
    expect(keys('reader_none', at('chip'))).toEqual(['readerDefective'])
    expect(keys('chip_timeout', at('chip'))).toEqual(['chipDefective'])
  })
  it('offers the access number where it may help', () => {
    expect(keys('chip_wrong_mrz', at('chip', true))).toContain('canInstead')
  })
  it('offers nothing elsewhere', () => {
    expect(keys('mrz_not_found', at('document'))).toEqual([])
  })
})
