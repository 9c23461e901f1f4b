import { PassThrough } from 'node:stream'
import { expect, it } from 'vitest'
// @ts-expect-error plain JavaScript without types
import { askPassphrase } from '../../scripts/toolchain/ask-passphrase.mjs'

it('asks until a new passphrase is long enough and said twice, and shows nothing of it', async () => {
  const [input, output] = [new PassThrough(), new PassThrough()]
  let shown = ''
  const answers = [
    'short',
    'correct horse battery',
    'correct horse buttery',
    'correct horse battery',
    'correct horse battery',
  ]
  output.on('data', (chunk: Buffer) => {
    shown += chunk.toString()
    // A question has been asked: it ends without a line feed.
    if (chunk.toString().endsWith(' ')) setImmediate(() => input.write(`${answers.shift()}\r`))
  })
  const say = (key: string) => key.split('.').at(-1)!
  expect(await askPassphrase({ isNew: true, say, input, output })).toBe('correct horse battery')
  expect(shown.match(/\w+/g)).toEqual(['choose', 'short', 'choose', 'again', 'differs', 'choose', 'again'])
})
