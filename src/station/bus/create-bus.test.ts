import { expect, test } from 'vitest'
import { createBus } from './create-bus.ts'

test('each reaction hears its own events, in the order of subscription, until it stops', () => {
  const heard: string[] = []
  const bus = createBus((error) => heard.push(String(error)))
  const stop = bus.on(['queue_changed', 'network_changed'], ({ type }) => heard.push(`first ${type}`))
  bus.on(['queue_changed'], () => heard.push('second'))
  bus.publish({ type: 'queue_changed' })
  bus.publish({ type: 'network_changed' })
  bus.publish({ type: 'policy_changed' })
  stop()
  stop()
  bus.publish({ type: 'queue_changed' })
  expect(heard).toEqual(['first queue_changed', 'second', 'first network_changed', 'second'])
})

test('a reaction that fails is told of, and neither the others nor the publisher notice', () => {
  const faults: unknown[] = []
  const bus = createBus((error) => faults.push(error))
  const fault = new Error('full disk')
  let heard = 0
  bus.on(['packets_released'], () => {
    throw fault
  })
  bus.on(['packets_released'], () => void (heard += 1))
  bus.publish({ type: 'packets_released' })
  expect([faults, heard]).toEqual([[fault], 1])
})
