import { z } from 'zod'
import { Failure, type FailureCode } from '../contract/failure.ts'

type Fault = { code?: string; syscall?: string; port?: number; message?: string; errors?: unknown[] }

const byFailure: Partial<Record<FailureCode, string>> = {
  store_key_wrong:
    'GUICHET_CENTRAL_KEY is not the key of this database. Give the one it was made with; nothing was changed.',
  store_migration_mismatch: 'The database was made by another version of central. Start that version, or a newer one.',
  training_forbidden: 'The database belongs to the other environment. Correct GUICHET_ENVIRONMENT or DATABASE_URL.',
}

const wrongHalves =
  'The two halves GUICHET_AUTHORITY_KEY_A and GUICHET_AUTHORITY_KEY_B are not those of this database. Give those it was made with; nothing was changed.'

const byCode: Record<string, string> = {
  EADDRINUSE: 'The port is taken by another program. End that program, or set PORT to another one.',
  EACCES: 'This account may not use that port or folder. Set PORT above 1023, or give the account the right to it.',
  EADDRNOTAVAIL: 'This machine has no such address. Correct HOST.',
  '28P01': 'The database refuses this user or password. Correct DATABASE_URL.',
  '28000': 'The database refuses this user. Correct DATABASE_URL or the server’s pg_hba.conf.',
  '3D000': 'There is no such database on the server. Create it, or correct DATABASE_URL.',
  '42501': 'The database user may not create tables. Give it that right on the database.',
}

const unreachable = /^(ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|57P03|53300|08\w{3})$/

/**
 * What kept central, or a command on its database, from starting: one line with what to do and, in brackets, what was found.
 * Never a setting's value: a database's address holds its password.
 */
export function explainStart(error: unknown): string {
  if (error instanceof z.ZodError) return invalidSettings(error)
  const fault = firstOf(error as Fault)
  const code = error instanceof Failure ? error.code : fault.code
  const known = error instanceof Failure ? ofFailure(error) : byCode[code ?? '']
  const remedy =
    known ??
    (unreachable.test(code ?? '')
      ? 'The database does not answer. Start it, or correct DATABASE_URL.'
      : 'Central could not start.')
  const found = [code, error instanceof Failure ? error.detail : fault.message].filter(Boolean).join(': ')
  return `${remedy} (${found.replace(/\s+/g, ' ').slice(0, 300)})`
}

function ofFailure({ code, detail }: Failure): string | undefined {
  const isAuthority = code === 'store_key_wrong' && detail?.includes('authority')
  return isAuthority ? wrongHalves : byFailure[code]
}

/** A server with several addresses fails once for each. */
function firstOf(fault: Fault): Fault {
  const [first] = fault.errors ?? []
  return first === undefined ? fault : (first as Fault)
}

function invalidSettings({ issues }: z.ZodError): string {
  const named = issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ')
  return `A setting is missing or not valid. Correct it and start again. (${named.replace(/\s+/g, ' ')})`
}
