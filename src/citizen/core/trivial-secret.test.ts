import { expect, test } from 'vitest'
import { isTrivialSecret } from './trivial-secret.ts'

test.each(['000000', '112112', '121212', '123456', '654321', '789012', '135791', '123123', '111222', '808080'])(
  '%s is one that everybody tries',
  (secret) => expect(isTrivialSecret(secret)).toBe(true),
)
test.each(['483920', '190573', '112358', '907214'])('%s is not', (secret) =>
  expect(isTrivialSecret(secret)).toBe(false),
)
