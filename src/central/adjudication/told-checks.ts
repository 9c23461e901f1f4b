import { ChipCheckName, isKnownCheck, type ToldCheck } from '../../contract/check.ts'
import { compareVersions } from '../../contract/release.ts'
import { softwareVersion } from '../../contract/software-version.ts'
import type { JudgedCase } from './judged-case.ts'

/** Since which version a station tells each check: one that is added stands here with its version. */
const toldSince: Record<ChipCheckName, string> = {
  access: '0.1.0',
  signature: '0.1.0',
  hashes: '0.1.0',
  chain: '0.1.0',
  revocation: '0.1.0',
  chip_authentication: '0.1.0',
  active_authentication: '0.1.0',
  no_downgrade: '0.1.0',
  mrz_agrees: '0.1.0',
}

const isVersion = (text: string): boolean => /^\d{1,5}\.\d{1,5}\.\d{1,5}\b/.test(text)

/** Whether a version is later than another; what a packet names and is none counts as this one. */
function isLater(...versions: [version: string, other: string]): boolean {
  const [version, other] = versions.map((text) => (isVersion(text) ? text : softwareVersion))
  return compareVersions(version!, other!) > 0
}

const isTold = (checks: readonly ToldCheck[], name: ChipCheckName): boolean =>
  checks.some((check) => check.name === name)

/** Checks that a station of that version, or of this one, has to tell, and did not. */
function missing(checks: readonly ToldCheck[], version: string): { owed: boolean }[] {
  const left = ChipCheckName.options.filter((name) => !isTold(checks, name))
  return left.map((name) => ({ owed: !isLater(version, softwareVersion) && !isLater(toldSince[name], version) }))
}

/**
 * The list of a read's checks is none that its version tells: one check twice, one that it must tell and does not, or one that is not known
 * here to a station that is no later than central.
 */
export function isListFalse(checks: readonly ToldCheck[], version: string): boolean {
  if (new Set(checks.map(({ name }) => name)).size !== checks.length) return true
  if (missing(checks, version).some(({ owed }) => owed)) return true
  return !isLater(version, softwareVersion) && !checks.every(isKnownCheck)
}

type Told = Pick<JudgedCase, 'evidence' | 'payload'>

const readsOf = ({ evidence: { part } }: Told): { checks: ToldCheck[] }[] => part?.reads ?? []

/** A read tells fewer checks than are known here, as an earlier or a later version may. */
export const tellsFewer = (found: Told): boolean =>
  readsOf(found).some(({ checks }) => missing(checks, found.payload.software_version).length > 0)

/** Checks that are not known here, of this visit and of what it left behind that day: a later version makes more. */
export const unknownChecks = (found: Told): ToldCheck[] =>
  [...readsOf(found), ...(found.evidence.part?.earlier ?? [])].flatMap(({ checks }) =>
    checks.filter((check) => !isKnownCheck(check)),
  )
