import { EventEmitter } from 'node:events'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { outliveRejections } from './outlive-rejections.ts'

test('a rejection that nobody waits for is counted and logged, and nothing else happens', () => {
  const lines: { msg: string; count?: number }[] = []
  const log = pino({ base: null }, { write: (line: string) => void lines.push(JSON.parse(line) as { msg: string }) })
  const process = new EventEmitter() as unknown as NodeJS.Process
  const { rejections } = outliveRejections(log, process)
  process.emit('unhandledRejection', new Error('a'), Promise.resolve())
  process.emit('unhandledRejection', 'no error at all', Promise.resolve())
  expect(rejections()).toBe(2)
  expect(lines).toMatchObject([
    { msg: 'unhandled rejection', count: 1 },
    { msg: 'unhandled rejection', count: 2 },
  ])
})
