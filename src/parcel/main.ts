import { readFile, writeFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { citizenApiPath, endpoints } from '../contract/identity/endpoints.ts'
import { locales, type Language } from '../contract/identity.ts'
import { textsIn } from '../texts/texts-in.ts'
import { sayAge } from './say-age.ts'
import { isOlder, readTrust, type HeldTrust } from './read-trust.ts'
import { verifyParcel } from './verify-parcel.ts'

const language: Language = process.env['LANG']?.startsWith('en') ? 'en' : 'fr'
const say = textsIn(language)
const print = (line: string) => process.stdout.write(`${line}\n`)

/**
 * Keys and list of a service into a file, for whoever has no network on their round; not instead of a newer list of the same service: an old one
 * played again takes nothing back.
 */
async function take(origin: string, file: string): Promise<boolean> {
  const response = await fetch(new URL(citizenApiPath + endpoints['parcel.trust'].path, origin))
  const given: unknown = await response.json()
  const [fresh, held] = [await readTrust(given), await heldIn(file)]
  if (fresh === null) return notReadable()
  if (isOlder(fresh, held)) {
    print(say('parcel-command:older'))
    return false
  }
  await writeFile(file, JSON.stringify(given))
  return true
}

/** What an earlier call left there; null where there is none, or nothing that can be read. */
async function heldIn(file: string): Promise<HeldTrust | null> {
  try {
    return await readTrust(JSON.parse(await readFile(file, 'utf8')))
  } catch {
    return null
  }
}

/** Each line of the standard input is a code, as a scanner types it. False where one was refused. */
async function check(file: string): Promise<boolean> {
  const trust = await heldIn(file)
  if (trust === null) return notReadable()
  print(say('parcel:list', { age: sayAge(trust.listedAt, new Date(), language) }))
  let all = true
  for await (const line of createInterface({ input: process.stdin })) all = (await judge(line, trust)) && all
  return all
}

async function judge(line: string, trust: HeldTrust): Promise<boolean> {
  const verdict = await verifyParcel(line, trust, new Date())
  if (!verdict.ok) print(`${say('parcel:bad')} ${say(`parcel:refusal.${verdict.refusal}`)}`)
  else {
    const until = verdict.endsAt.toLocaleDateString(locales[language], { dateStyle: 'long' })
    print(`${say('parcel:good')} ${verdict.name}. ${say('parcel:until', { until })}`)
  }
  return verdict.ok
}

function notReadable(): false {
  print(say('parcel:noTrust'))
  return false
}

const [command, first, second] = process.argv.slice(2)
if (command === 'take' && first && second) process.exitCode = (await take(first, second)) ? 0 : 1
else if (command === 'check' && first) process.exitCode = (await check(first)) ? 0 : 1
else {
  print(say('parcel-command:usage'))
  process.exitCode = 2
}
