import { isKnownCheck, type ChipCheck } from '../contract/check.ts'
import type { ReadEvidence } from '../contract/evidence.ts'
import {
  parseDg14,
  verifyEvidence,
  type ActiveAuthenticationExchange,
  type ChipFileName,
  type EvidenceTrust,
  type EvidenceVerdicts,
} from '../emrtd/verify.ts'
import type { Freshness } from './active-challenge.ts'
import { fileOf, orNull } from './read-evidence.ts'

/**
 * `witnessed`: whether the judge itself took part in the Chip Authentication that the read names. `freshness`: how new the answer of Active
 * Authentication is by what the judge knows.
 */
export type ReadJudge = EvidenceTrust & {
  witnessed: (read: ReadEvidence) => boolean
  freshness: (read: ReadEvidence) => Freshness
}

/** What one read proves to anyone who was not there. */
export type VerifiedRead = {
  checks: ChipCheck[]
  /** Data groups that EF.SOD lists and that were neither sent nor kept back for their pictures. */
  missing: string[]
  /** The read says of itself what its signed files contradict (`isContradicted`). */
  isContradicted: boolean
  /** Whether the chip is proved to be no copy by what the judge saw of this visit, not by the station's word. */
  originalityShown: boolean
  /** The read names a proof before the judge's own eyes that the judge does not know. */
  isWitnessUnknown: boolean
  /** Whether Active Authentication's answer was made for this visit. */
  freshness: Freshness
  /** SHA-256 of the certificates that it rests on. */
  fingerprints: EvidenceVerdicts['fingerprints']
}

const sent = ['EF.SOD', 'DG1', 'DG11', 'DG12', 'DG14', 'DG15'] as const
/** Reasons of what stored bytes cannot show. */
const onlySeen: ReadonlySet<string> = new Set(['not_shown_later', 'mrz_not_read'])

function filesOf(read: ReadEvidence): Map<ChipFileName, Uint8Array> {
  const files = sent.flatMap((name) => {
    const bytes = fileOf(read, name)
    return bytes === null ? [] : [[name, bytes] as const]
  })
  return new Map(files)
}

const challengeLength = 8

/** Without an answer the chip refused: what is listed and was not shown has failed. */
function exchangeOf({ activeAuthentication: ran }: ReadEvidence): ActiveAuthenticationExchange {
  const refused = { challenge: new Uint8Array(challengeLength), response: null, status: null }
  const shown = ran && {
    challenge: Buffer.from(ran.challenge, 'base64url'),
    response: Buffer.from(ran.response, 'base64url'),
    status: null,
  }
  return { ...(shown ?? refused), needsExtendedLength: false }
}

/** Whether the DG14 that was sent offers Chip Authentication; one that cannot be read is taken to. */
function offersChipAuthentication(read: ReadEvidence): boolean {
  const dg14 = fileOf(read, 'DG14')
  if (dg14 === null) return false
  const infos = orNull(() => parseDg14(dg14))
  return infos === null || infos.chipAuthenticationKeys.length > 0
}

/**
 * The station's word on Chip Authentication, since session keys prove nothing to a third party. That a chip which offers it "has
 * none" is not believed; and what waited at the station for the data to be proved does so here again.
 */
function chipAuthenticationSaid(read: ReadEvidence): ChipCheck {
  const name = 'chip_authentication'
  const refused: ChipCheck = { name, verdict: 'failed', reason: 'chip_refused', detail: 'DG14' }
  const said = read.checks.filter(isKnownCheck).find((check) => check.name === name) ?? refused
  if (said.reason === 'card_has_none' && offersChipAuthentication(read)) return refused
  return said.reason === 'data_not_authentic' ? { ...said, verdict: 'passed', reason: null } : said
}

/**
 * A picture kept back that EF.SOD does not list, or anything but PACE called the strongest where the signed DG14 announces it. Of a read
 * that passed: a false chip may well say such things, and its reader told of them.
 */
function isContradicted(read: ReadEvidence, listed: readonly string[]): boolean {
  const hasPassed = (name: ChipCheck['name']): boolean =>
    read.checks.some((check) => check.name === name && check.verdict === 'passed')
  if (hasPassed('hashes') && read.withheld.some((name) => !listed.includes(name))) return true
  if (!hasPassed('no_downgrade') || /^PACE\b/.test(read.accessProtocol ?? '')) return false
  const dg14 = fileOf(read, 'DG14')
  return ((dg14 && orNull(() => parseDg14(dg14)))?.pace.length ?? 0) > 0
}

/**
 * Checks a read again from its files by the judge's own trust, as `verifyEvidence` does at the station. What only the reader could
 * see (access, downgrade, Chip Authentication, the print) is the station's word.
 */
export function verifyRead(
  read: ReadEvidence,
  { witnessed, freshness: freshnessIn, ...trust }: ReadJudge,
): VerifiedRead {
  const verdicts = verifyEvidence(
    {
      files: filesOf(read),
      imagesLeftOut: ['DG2', 'DG7'],
      activeAuthentication: exchangeOf(read),
      printedMrz: null,
      mrzKeys: null,
      seen: { access: null, chipAuthentication: chipAuthenticationSaid(read) },
    },
    trust,
    new Date(read.at),
  )
  // A file that did not come is missing, and looked for; it says nothing about the chip.
  const isUnsent = ({ name }: ChipCheck) => name === 'chip_authentication' && read.files['DG14'] === undefined
  const checks = verdicts.checks.flatMap((check) => {
    if (!onlySeen.has(check.reason ?? '') && !isUnsent(check)) return [check]
    const said = read.checks.filter(isKnownCheck).find(({ name }) => name === check.name)
    return said === undefined ? [] : [said]
  })
  const active = checks.find(({ name }) => name === 'active_authentication')
  const freshness = freshnessIn(read)
  const isWitnessed = witnessed(read)
  return {
    checks,
    missing: [...verdicts.withheld],
    isContradicted: isContradicted(read, verdicts.listed),
    originalityShown: (active?.verdict === 'passed' && freshness === 'fresh') || isWitnessed,
    isWitnessUnknown: read.witness !== null && !isWitnessed,
    freshness,
    fingerprints: verdicts.fingerprints,
  }
}
