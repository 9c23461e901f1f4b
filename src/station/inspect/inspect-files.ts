import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import type { Verdict } from '../../contract/check.ts'
import { Failure } from '../../contract/failure.ts'
import { passiveAuthentication, importCrls, createTrustStore } from '../../emrtd/verify.ts'
import { asContractFailure } from '../reader/chip-failure.ts'
import { loadTrust } from '../trust/load-trust.ts'
import { UsageError, type InspectArguments } from './read-arguments.ts'

/** The result as `--json` prints it. Subjects as RFC 4514 writes them; reasons begin with the check they explain. */
export interface InspectReport {
  readonly signature: Verdict
  readonly hashes: Verdict
  readonly chain: Verdict
  readonly signer: string | null
  readonly csca: string | null
  readonly reasons: readonly string[]
}

export interface Inspection {
  readonly report: InspectReport
  /** Trust or CRL files that were left out because they cannot be used. */
  readonly unusable: readonly string[]
}

/**
 * Passive Authentication over files on disk. A revoked signer fails the chain; that there is no CRL is not a reason
 * unless one was given. Fails with UsageError when EF.SOD or a data group cannot be opened.
 */
export function inspectFiles(input: InspectArguments): Inspection {
  const trust = readEach(input.trust, loadTrust)
  const crls = readEach(input.crls, (path) => asContractFailure(() => importCrls(readFileSync(path))))
  const dataGroups = new Map([...input.dataGroups].map(([group, path]) => [group, openFile(path)]))
  const { checks, signer, csca } = passiveAuthentication({
    sod: openFile(input.sod),
    dataGroups,
    trust: createTrustStore(trust.read),
    crls: crls.read,
    at: input.at,
    ...(input.judgesAt && { certificatesAt: input.at }),
  })
  const verdictOf = (name: string) => checks.find((check) => check.name === name)?.verdict ?? 'not_possible'
  const revoked = verdictOf('revocation') === 'failed'
  const wanted = input.crls.length > 0 || revoked
  const open = checks.filter(({ name, verdict }) => verdict !== 'passed' && (name !== 'revocation' || wanted))
  const unusable = [...trust.unusable, ...crls.unusable]
  return {
    report: {
      signature: verdictOf('signature'),
      hashes: verdictOf('hashes'),
      chain: revoked ? 'failed' : verdictOf('chain'),
      signer,
      csca,
      reasons: [
        ...open.map(({ name, reason, detail }) => `${name}: ${reason}${detail === null ? '' : ` (${detail})`}`),
        ...unusable.map((why) => `unusable_file: ${why}`),
      ],
    },
    unusable,
  }
}

function openFile(path: string): Uint8Array {
  try {
    return new Uint8Array(readFileSync(path))
  } catch (error) {
    throw new UsageError(`${path}: ${systemCode(error)}`, { cause: error })
  }
}

function readEach<T>(
  paths: readonly string[],
  read: (path: string) => readonly T[],
): { read: T[]; unusable: string[] } {
  const results: T[] = []
  const unusable: string[] = []
  for (const path of paths) {
    try {
      results.push(...read(path))
    } catch (error) {
      unusable.push(`${basename(path)}: ${error instanceof Failure ? error.detail : systemCode(error)}`)
    }
  }
  return { read: results, unusable }
}

/** ENOENT and its like; an error without such a code is a bug and is thrown on. */
function systemCode(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code
  throw error
}
