import type { ChipCheck } from './check.ts'
import { codeOf } from './failure.ts'
import type { ChipFileName, ChipReading } from './chip-reading.ts'
import { judgeAccess, judgeDowngrade, judgeMrz, tieToIssuer, withheld } from './judge-reading.ts'
import { parseDg11 } from './lds/dg11.ts'
import { parseDg12 } from './lds/dg12.ts'
import { parseDg7 } from './lds/dg7.ts'
import type { SecurityObject } from './lds/sod.ts'
import { readPortrait } from './portrait/read-portrait.ts'
import type { ReadingSession } from './reading-session.ts'
import { checkIssuingState } from './passive-auth/issuing-state.ts'
import { checkHashes, passiveAuthentication } from './passive-auth/passive-auth.ts'

/** Judges what the steps have read and puts the result together. Nothing is sent to the card here. */
export async function assembleReading(session: ReadingSession): Promise<ChipReading> {
  const { access, options, channel, mrzLines } = session
  if (access === null) throw new Error('no access')
  options.onProgress?.({ stage: 'verify', file: null, bytesRead: 0, bytesTotal: null })
  const passive = await judgeIssuer(session)
  const keys = options.password.kind === 'mrz' ? options.password : (options.mrzForBac ?? null)
  return {
    accessProtocol: access.protocol,
    mrzLines,
    dg11: parseGroup(session, 'DG11', parseDg11),
    dg12: parseGroup(session, 'DG12', parseDg12),
    portrait: parseGroup(session, 'DG2', readPortrait),
    signatureImage: parseGroup(session, 'DG7', parseDg7)?.[0] ?? null,
    checks: [
      judgeAccess(access),
      ...passive.checks,
      tieToIssuer(await judgeChipAuthentication(session), passive.passed),
      tieToIssuer(session.activeAuthentication ?? hasNone('active_authentication'), passive.passed),
      tieToIssuer(judgeDowngrade(access, session.securityInfos), passive.passed),
      judgeMrz(mrzLines, options.printedMrz ?? null, keys),
    ],
    signer: passive.signer,
    csca: passive.csca,
    stats: { ...channel.stats },
  }
}

/** Passive Authentication; signature and chain were judged while the card was still sending. */
async function judgeIssuer(session: ReadingSession) {
  const { sod, files, options } = session
  const dataGroups = dataGroupsOf(session)
  const judged = await session.signer
  if (sod === null || judged === null) {
    const { trust, at } = options
    return passiveAuthentication({ sod: files.get('EF.SOD') ?? new Uint8Array(0), dataGroups, trust, at })
  }
  const { signature, revocation, signer, csca } = judged
  const hashes = requirePortrait(checkHashes(sod.securityObject, dataGroups), sod.securityObject, dataGroups)
  const chain = csca === null ? judged.chain : checkIssuingState(judged.chain, dataGroups.get(1), csca.certificate)
  const passed =
    [signature, hashes, chain].every((check) => check.verdict === 'passed') && revocation.verdict !== 'failed'
  return { checks: [signature, hashes, chain, revocation], signer, csca: csca?.subject ?? null, passed }
}

/** Without the portrait the chip signs for, the reading is not whole, and must not look so. */
function requirePortrait(hashes: ChipCheck, signed: SecurityObject, read: ReadonlyMap<number, Uint8Array>): ChipCheck {
  if (hashes.verdict !== 'passed' || read.has(2) || !signed.dataGroupHashes.has(2)) return hashes
  return { name: 'hashes', verdict: 'not possible', reason: 'data_group_unreadable', detail: 'DG2' }
}

/** Chip authentication mapping first, then Chip Authentication, the latter as far as an answer proved it. */
async function judgeChipAuthentication(session: ReadingSession): Promise<ChipCheck> {
  const { camCheck, chipAuthentication: run, chipAuthenticationBefore, chipAuthenticationFailure } = session
  const mapping = await camCheck
  if (mapping?.verdict === 'passed' || mapping?.verdict === 'failed') return mapping
  if (chipAuthenticationBefore !== null) return chipAuthenticationBefore
  const name = 'chip_authentication'
  if (run?.state === 'proved') return { name, verdict: 'passed', reason: null, detail: run.detail }
  if (run !== null) return { name, verdict: 'not possible', reason: 'chip_key_unproved', detail: run.detail }
  // Chip authentication mapping was run, and then the file that proves it kept back.
  const kept = session.access?.cam === null ? null : withheld(name, 'EF.CardSecurity')
  return chipAuthenticationFailure ?? mapping ?? kept ?? hasNone(name)
}

function hasNone(name: ChipCheck['name']): ChipCheck {
  return { name, verdict: 'not possible', reason: 'card_has_none', detail: null }
}

function dataGroupsOf({ files }: ReadingSession): Map<number, Uint8Array> {
  const groups = [...files].flatMap(([name, bytes]) => {
    const number = /^DG(\d+)$/.exec(name)?.[1]
    return number === undefined ? [] : [[Number(number), bytes] as const]
  })
  return new Map(groups)
}

/** A group that cannot be parsed is left out of the result; its hash is judged all the same. */
function parseGroup<T>(
  { files }: ReadingSession,
  name: ChipFileName,
  parse: (bytes: Uint8Array) => T | null,
): T | null {
  const file = files.get(name)
  if (file === undefined) return null
  try {
    return parse(file)
  } catch (error) {
    if (codeOf(error) === 'chip_data_malformed') return null
    throw error
  }
}
