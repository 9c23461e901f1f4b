import { expect, test } from 'vitest'
import { Failure } from '../contract/failure.ts'
import { explainStart } from './explain-start.ts'

const fault = (code: string) => Object.assign(new Error('as found'), { code })

test.each([
  [fault('EADDRINUSE'), 'en-GB', 'The port is taken by another program.', 'EADDRINUSE: as found'],
  [fault('EADDRINUSE'), 'fr-FR', 'Le port est pris par un autre programme.', 'EADDRINUSE: as found'],
  [fault('ECONNREFUSED'), 'fr', 'La base ne répond pas.', 'ECONNREFUSED: as found'],
  [new Failure('store_key_wrong', 'authority'), 'fr', 'Les deux moitiés', 'store_key_wrong: authority'],
  [new Failure('store_key_wrong'), 'de-DE', 'GUICHET_CENTRAL_KEY is not the key', 'store_key_wrong'],
  [
    new Failure('store_key_wrong', 'plain beside wrapped: authority/1'),
    'en',
    'not encrypted beside encrypted ones',
    'store_key_wrong: plain beside wrapped: authority/1',
  ],
  [fault('EWHATEVER'), 'fr-CA', 'Le service central n’a pas pu démarrer.', 'EWHATEVER: as found'],
])('%s in %s', (error, locale, words, found) => {
  const line = explainStart(error, locale)
  expect(line).toContain(words)
  expect(line).toContain(`(${found})`)
})
