import { Failure } from '../../contract/failure.ts'

/** A name as it is kept: composed, without signs that nobody sees. Code: operator_invalid where nothing is left. */
export function foldName(displayName: string): string {
  const name = displayName
    .normalize('NFC')
    .replace(/[\p{C}]/gu, '')
    .trim()
  if (name.length === 0) throw new Failure('operator_invalid', 'display name')
  return name
}
