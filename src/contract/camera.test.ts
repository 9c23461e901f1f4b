import { expect, it } from 'vitest'
import { modelOf } from './camera.ts'

it.each(['HD Pro Webcam C920 (046d:082d)', 'camera2 0, facing back', 'camera 1, facing front', 'fake_device_0'])(
  '%s is a maker’s or the browser’s label',
  (label) => expect(modelOf(` ${label} `)).toBe(label),
)

it.each([
  '',
  'Caméra de l’iPhone de Chloé',
  'Chloé’s S23 (Windows Virtual Camera)',
  '(046d:082d) of Chloé',
  'camera2 0',
])('%o may be somebody’s name, or says nothing', (label) => expect(modelOf(label)).toBeNull())

it('a label is cut before it is judged', () => {
  expect(modelOf(`${'x'.repeat(200)} (046d:082d)`)).toBeNull()
})
