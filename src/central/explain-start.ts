import { z } from 'zod'
import { Failure, type FailureCode } from '../contract/failure.ts'
import type { TextKey } from '../texts/text-key.ts'
import { textsIn } from '../texts/texts-in.ts'
import { foreignToHistory } from './keys/known-history.ts'
import { plainBesideWrapped } from './keys/wrapping.ts'

type Fault = { code?: string; syscall?: string; port?: number; message?: string; errors?: unknown[] }

const byFailure: Partial<Record<FailureCode, TextKey>> = {
  store_key_wrong: 'start:central.keyWrong',
  store_migration_mismatch: 'start:central.otherVersion',
  training_forbidden: 'start:central.otherEnvironment',
}

/** By Node's code or the database's SQLSTATE. */
const byCode: Record<string, TextKey> = {
  EADDRINUSE: 'start:central.portTaken',
  EACCES: 'start:central.portForbidden',
  EADDRNOTAVAIL: 'start:central.addressUnknown',
  '28P01': 'start:central.loginRefused',
  '28000': 'start:central.userRefused',
  '3D000': 'start:central.databaseMissing',
  '42501': 'start:central.tablesForbidden',
}

const unreachable = /^(ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|57P03|53300|08\w{3})$/

/**
 * What kept central, or a command on its database, from starting: one line with what to do and, in brackets, what was found.
 * Never a setting's value: a database's address holds its password. `locale` is a BCP 47 tag, French or else English.
 */
export function explainStart(error: unknown, locale = Intl.DateTimeFormat().resolvedOptions().locale): string {
  const say = textsIn(locale.startsWith('fr') ? 'fr' : 'en')
  if (error instanceof z.ZodError) return `${say('start:central.settingInvalid')} (${namesOf(error)})`
  const fault = firstOf(error as Fault)
  const code = error instanceof Failure ? error.code : fault.code
  const found = [code, error instanceof Failure ? error.detail : fault.message].filter(Boolean).join(': ')
  return `${say(remedyOf(error, code ?? ''))} (${found.replace(/\s+/g, ' ').slice(0, 300)})`
}

function remedyOf(error: unknown, code: string): TextKey {
  const known = error instanceof Failure ? ofFailure(error) : byCode[code]
  return known ?? (unreachable.test(code) ? 'start:central.databaseSilent' : 'start:central.failed')
}

function ofFailure({ code, detail }: Failure): TextKey | undefined {
  if (code === 'store_key_wrong' && detail?.startsWith('identity')) return 'start:central.identityKeyWrong'
  if (detail?.startsWith(plainBesideWrapped)) return 'start:central.keyPlanted'
  if (detail?.startsWith(foreignToHistory)) return 'start:central.keysForeign'
  // A PIN that is refused, a label that no token has, a token that does not answer.
  if (detail?.startsWith('PKCS#11')) return 'start:central.tokenWrong'
  const isAuthority = code === 'store_key_wrong' && detail?.includes('authority')
  return isAuthority ? 'start:central.halvesWrong' : byFailure[code]
}

/** A server with several addresses fails once for each. */
function firstOf(fault: Fault): Fault {
  const [first] = fault.errors ?? []
  return first === undefined ? fault : (first as Fault)
}

function namesOf({ issues }: z.ZodError): string {
  return issues
    .map(({ path, message }) => `${path.join('.')}: ${message}`)
    .join('; ')
    .replace(/\s+/g, ' ')
}
