import type { ChipCheck, ChipCheckName } from '../contract/check.ts'
import { ChipCheckName as CheckNames } from '../contract/check.ts'
import type { EvidenceFile, ReadEvidence } from '../contract/evidence.ts'
import { parseDg14, passiveAuthentication, verifyActiveAuthentication, type TrustStore } from '../emrtd/verify.ts'
import { fileOf, orNull } from './read-evidence.ts'

/** `witnessed`: whether the judge itself took part in the Chip Authentication that the read names. */
export type ReadJudge = { trust: TrustStore; witnessed: (read: ReadEvidence) => boolean }

/** What one read proves to whoever was not there. */
export type VerifiedRead = {
  checks: ChipCheck[]
  /** Data groups that EF.SOD lists and that were neither sent nor kept back for their pictures. */
  missing: string[]
  /** Whether the chip is proved to be no copy by what the judge saw, not by the station's word. */
  originalityShown: boolean
}

const sent: Record<number, EvidenceFile> = { 1: 'DG1', 11: 'DG11', 12: 'DG12', 14: 'DG14', 15: 'DG15' }

function groupsOf(read: ReadEvidence): Map<number, Uint8Array> {
  const groups = Object.entries(sent).flatMap(([number, name]) => {
    const bytes = fileOf(read, name)
    return bytes === null ? [] : [[Number(number), bytes] as const]
  })
  return new Map(groups)
}

const absent = (name: ChipCheckName): ChipCheck => ({
  name,
  verdict: 'not_possible',
  reason: 'card_has_none',
  detail: null,
})
const withheld = (name: ChipCheckName, detail: string): ChipCheck => ({
  name,
  verdict: 'failed',
  reason: 'chip_refused',
  detail,
})

/** Active Authentication judged from challenge and answer (Doc 9303-11 §6.1). */
function checkActive(read: ReadEvidence, listed: ReadonlySet<number>): ChipCheck {
  const name = 'active_authentication'
  if (!listed.has(15)) return absent(name)
  const [dg15, ran] = [fileOf(read, 'DG15'), read.activeAuthentication]
  if (dg15 === null || ran === null) return withheld(name, 'DG15')
  return verifyActiveAuthentication({
    dg15,
    dg14: fileOf(read, 'DG14'),
    challenge: Buffer.from(ran.challenge, 'base64url'),
    response: Buffer.from(ran.response, 'base64url'),
  })
}

/** Whether the signed DG14 offers Chip Authentication; one that cannot be read is taken to. */
function offersChipAuthentication(read: ReadEvidence, listed: ReadonlySet<number>): boolean {
  const dg14 = fileOf(read, 'DG14')
  if (dg14 === null) return listed.has(14)
  const infos = orNull(() => parseDg14(dg14))
  return infos === null || infos.chipAuthenticationKeys.length > 0
}

/** Session keys prove nothing to a third party: the station's word stands, except that a chip which offers it "has none". */
function checkChipAuthentication(read: ReadEvidence, listed: ReadonlySet<number>): ChipCheck {
  const name = 'chip_authentication'
  const said = read.checks.find((check) => check.name === name) ?? withheld(name, 'DG14')
  return said.reason === 'card_has_none' && offersChipAuthentication(read, listed) ? withheld(name, 'DG14') : said
}

/**
 * Judges a read again from its files: issuer's signature, chain, revocation and hashes by the judge's own trust, Active
 * Authentication by its answer. What only the reader could see (access, downgrade, Chip Authentication) is the station's word.
 */
export function verifyRead(read: ReadEvidence, { trust, witnessed }: ReadJudge): VerifiedRead {
  const dataGroups = groupsOf(read)
  const sod = fileOf(read, 'EF.SOD') ?? new Uint8Array(0)
  const passive = passiveAuthentication({ sod, dataGroups, trust, at: new Date(read.at) })
  const listed = new Set(passive.securityObject?.dataGroupHashes.keys() ?? [])
  const active = checkActive(read, listed)
  const judged = new Map<ChipCheckName, ChipCheck>([
    ...passive.checks.map((check) => [check.name, check] as const),
    ['active_authentication', active],
    ['chip_authentication', checkChipAuthentication(read, listed)],
  ])
  const checks = CheckNames.options.flatMap((name) => {
    const check = judged.get(name) ?? read.checks.find((one) => one.name === name)
    return check === undefined ? [] : [check]
  })
  const missing = [1, 11, 12, 14, 15].filter((group) => listed.has(group) && !dataGroups.has(group))
  const originalityShown = active.verdict === 'passed' || witnessed(read)
  return { checks, missing: missing.map((group) => `DG${group}`), originalityShown }
}
