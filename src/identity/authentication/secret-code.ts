import { scrypt, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { Failure } from '../../contract/failure.ts'
import type { Identity } from '../context.ts'
import { openText, sealText } from '../keys/sealing.ts'

type Derive = (secret: string, salt: Uint8Array, length: number, options: object) => Promise<Buffer>
const derive = promisify(scrypt) as unknown as Derive

/**
 * Six digits are a million guesses: no hash is slow enough once it is stolen. So it is sealed under the key outside the
 * database, and is never tried without the device's proof; the slow hash is the last defence where database and key are both stolen.
 */
const cost = { N: 4096, r: 8, p: 1 }
export const mostWrongSecrets = 5

export async function sealSecret({ keys }: Pick<Identity, 'keys'>, accountId: string, secret: string): Promise<string> {
  const salt = randomBytes(16)
  const hash = await derive(secret, salt, 32, cost)
  const kept = { ...cost, salt: salt.toString('base64url'), hash: hash.toString('base64url') }
  return sealText(keys().data, `secret ${accountId}`, JSON.stringify(kept))
}

export async function isSecret(
  { keys }: Pick<Identity, 'keys'>,
  accountId: string,
  sealed: string,
  secret: string,
): Promise<boolean> {
  const { salt, hash, N, r, p } = JSON.parse(openText(keys().data, `secret ${accountId}`, sealed)) as typeof cost & {
    salt: string
    hash: string
  }
  const given = await derive(secret, Buffer.from(salt, 'base64url'), 32, { N, r, p })
  return timingSafeEqual(given, Buffer.from(hash, 'base64url'))
}

/** Codes that others try first. */
const popular = new Set(['121212', '112233', '123123', '159753', '147258', '258369', '654321', '696969', '101010'])

/** Refuses a secret code that is easily guessed: rows, repetitions, the holder's own dates. Code: secret_trivial. */
export function refuseTrivial(secret: string, { birthdate }: { birthdate: string }): void {
  const digits = [...secret].map(Number)
  const steps = new Set(digits.slice(1).map((digit, i) => (digit - digits[i]! + 10) % 10))
  const isRow = steps.size === 1 && [0, 1, 9].includes([...steps][0]!)
  const isRepeated = /^(\d{2})\1\1$|^(\d{3})\2$/.test(secret)
  const fewDigits = new Set(digits).size < 3
  const [year = '', month = '', day = ''] = birthdate.split('-')
  const short = year.slice(2)
  const dates = [
    day + month + short,
    month + day + short,
    short + month + day,
    short + day + month,
    year + month,
    month + year,
    day + year,
  ]
  const isDate = dates.includes(secret) || (secret.includes(year) && year !== '')
  if (isRow || isRepeated || fewDigits || isDate || popular.has(secret)) throw new Failure('secret_trivial')
}
