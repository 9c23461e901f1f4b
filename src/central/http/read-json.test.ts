import { describe, expect, test } from 'vitest'
import { namesMemberTwice, textOf } from './read-json.ts'

describe('a member named twice', () => {
  test.each([
    ['{"a":1,"a":2}', true],
    ['{"a":1,"\\u0061":2}', true],
    ['{"a":{"b":1,"b":1}}', true],
    ['[{"a":1},{"a":1,"b":[],"a":3}]', true],
    ['{"":1,"":2}', true],
    ['{"__proto__":1,"__proto__":2}', true],
    ['{"a":1,"A":2}', false],
    ['{"a":{"a":{"a":1}}}', false],
    ['[{"a":1},{"a":1}]', false],
    ['{"a":["a","a"],"b":"a"}', false],
    ['{"a":"{\\"b\\":1,\\"b\\":2}"}', false],
    ['{"a":"\\\\","b":":"}', false],
    ['"a"', false],
    ['[]', false],
  ])('%s: %s', (text, isTwice) => {
    JSON.parse(text)
    expect(namesMemberTwice(text)).toBe(isTwice)
  })
})

test('a body is UTF-8, whatever it calls itself', () => {
  expect(textOf(Buffer.from('{"é":1}'))).toBe('{"é":1}')
  expect(() => textOf(Buffer.from('{"é":1}', 'latin1'))).toThrow('request_invalid')
  expect(() => textOf(Buffer.from([0xff, 0xfe, 0x7b, 0x00]))).toThrow('request_invalid')
})
