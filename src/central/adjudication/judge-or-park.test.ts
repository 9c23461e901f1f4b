import { expect, test } from 'vitest'
import { judgeOrPark } from './adjudicate-packet.ts'
import type { Case } from './case.ts'

test('a case that cannot be judged is put before a person, and the log names the fault without the case', () => {
  const logged: unknown[] = []
  const log = { error: (...entry: unknown[]) => logged.push(entry) }
  const found = { payload: { packet_id: 'p1', identity: { surname: 'LEFÈVRE' } } } as Case
  const endless = (): never => {
    throw new RangeError('Maximum call stack size exceeded: LEFÈVRE')
  }
  expect(judgeOrPark(found, log as never, endless)).toEqual({
    verdict: { state: 'QUARANTINED', reasons: ['judgement_failed'], notes: [], application: null },
    judged: null,
  })
  expect(JSON.stringify(logged)).toBe(JSON.stringify([[{ packet: 'p1', cause: 'RangeError' }, 'judgement']]))
})
