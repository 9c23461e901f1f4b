import { freshnessOf } from '../../evidence/active-challenge.ts'
import type { z } from 'zod'
import type { FieldMatch, EligibilityCheck } from '../../contract/match.ts'
import type { PublicJwk } from '../../contract/protocol/jwk.ts'
import { AnyPacketPayload } from '../../contract/protocol/packet.ts'
import { createTrustStore, importTrust, type TrustStore } from '../../emrtd/verify.ts'
import type { GateState } from '../../enrolment/judge.ts'
import type { ReadJudge } from '../../evidence/verify-read.ts'
import type { Case, Verdict } from '../adjudication/case.ts'
import { compareReads, type ComparedCheck } from '../adjudication/compare-verdicts.ts'
import { gatesOf, judgeCase } from '../adjudication/judge.ts'
import { examineOverrides, openEvidence } from '../adjudication/open-evidence.ts'
import { thumbprintOf } from '../../jose/public-key.ts'
import { CaseFile } from './case-file.ts'

/** Why a file is no case: nothing was judged. `where` names a place in it. */
export type CaseError = { code: 'case_invalid' | 'trust_invalid'; where: string }

/** `REFUSED`: what central refuses before the receipt, so that nothing of it is kept. */
export type CaseState = Verdict['state'] | 'REFUSED'

export type CaseResult =
  | { error: CaseError }
  | {
      error: null
      title: string | null
      verdict: CaseState
      reasons: string[]
      notes: string[]
      application: 'verified' | 'refused' | 'again' | 'unchanged'
      gates: GateState[]
      fields: Pick<FieldMatch, 'field' | 'class' | 'rules' | 'printed' | 'explanation'>[]
      eligibility: EligibilityCheck[]
      /** Each read: the station's verdicts beside central's. */
      chip: ComparedCheck[][]
    }

type Issues = Pick<z.ZodError, 'issues'>

/** Paths and what is wrong there, never the values. */
const whereOf = ({ issues }: Issues): string =>
  issues
    .slice(0, 5)
    .map(({ path, code, message }) => `${path.join('.') || '(file)'}: ${code === 'custom' ? message : code}`)
    .join('; ')

const thumbprint = (key: string | PublicJwk): string => (typeof key === 'string' ? key : thumbprintOf(key))
const date = (time: string | null): Date | null => (time === null ? null : new Date(time))

/** The last trust that was read: cases of one place and time share it. */
let lastTrust: { text: string; store: TrustStore } | null = null

function trustOf(trust: CaseFile['trust']): TrustStore | null {
  const text = JSON.stringify(trust)
  if (lastTrust?.text === text) return lastTrust.store
  const store = readTrust(trust)
  if (store !== null) lastTrust = { text, store }
  return store
}

function readTrust({ certificates, crls }: CaseFile['trust']): TrustStore | null {
  try {
    const files = [...certificates, ...crls].map((text) => Buffer.from(text, 'base64'))
    return createTrustStore(files.flatMap((bytes, i) => importTrust(bytes, `trust ${i + 1}`)))
  } catch {
    return null
  }
}

const peopleOf = ({ roster }: CaseFile): Case['roster'] =>
  roster.map(({ revokedAt, keys, lateKeys, ...person }) => ({
    ...person,
    revokedAt: date(revokedAt),
    keys: keys.map(thumbprint),
    lateKeys: lateKeys.map(thumbprint),
  }))

function applicationOf({ application }: CaseFile): Case['application'] {
  if (application === null) return null
  const { reference, status, declared, openedBy, applicantOperatorId, seenBy, emailConfirmed } = application
  const times = { createdAt: new Date(application.createdAt), expiresAt: new Date(application.expiresAt) }
  const people = { openedBy, applicantOperatorId, ...(seenBy && { seenBy }) }
  return { reference, status, declared, ...people, emailConfirmed, ...times }
}

/** The evidence as bytes: the very text that the station signed the digest of. */
const bytesOf = (evidence: unknown): Uint8Array | null =>
  evidence === null || evidence === undefined ? null : Buffer.from(JSON.stringify(evidence))

function caseOf(file: CaseFile, payload: AnyPacketPayload, judge: ReadJudge): Case {
  const { station, policy, receivedAt, stationKeyRetired, chainBroken, sessionRepeated, draw, application } = file
  return {
    payload,
    evidence: openEvidence(payload, bytesOf(file.evidence), judge),
    station: {
      timeZone: station.timeZone,
      registeredAt: date(station.registeredAt),
      compromisedSince: date(station.compromisedSince),
      retiredAt: station.retiredAt === null ? null : new Date(station.retiredAt),
      keys: station.keys.map(thumbprint),
    },
    roster: peopleOf(file),
    application: applicationOf(file),
    reportedLost: application?.reportedLost ?? false,
    duplicates: application?.duplicates ?? [],
    overrides: examineOverrides(payload),
    policy,
    receivedAt: new Date(receivedAt),
    witnessFailed: file.witnessFailed,
    stationKeyRetired,
    chainBroken,
    sessionRepeated,
    draw,
  }
}

const refused = (title: string | null, reason: string, where: string): CaseResult => ({
  error: null,
  title,
  verdict: 'REFUSED',
  reasons: [reason],
  notes: [where],
  application: 'unchanged',
  gates: [],
  fields: [],
  eligibility: [],
  chip: [],
})

/** What central would not take: another schema, another station, or a time to come. */
function refusalOf(file: CaseFile, payload: AnyPacketPayload): [reason: string, where: string] | null {
  if (payload.station_id !== file.station.stationId) return ['packet_signature_invalid', 'packet.station_id']
  if (file.application !== null && payload.application_id !== file.application.applicationId)
    return ['application_unknown', 'packet.application_id']
  const aheadMs = Date.parse(payload.captured_at) - Date.parse(file.receivedAt)
  return aheadMs > 5 * 60_000 ? ['clock_skew', 'packet.captured_at'] : null
}

/** Judges one stored case with the product's rulebook. Any JSON value gives a verdict or says why it is no case. */
export function judgeFile(value: unknown): CaseResult {
  const parsed = CaseFile.safeParse(value)
  if (!parsed.success) return { error: { code: 'case_invalid', where: whereOf(parsed.error) } }
  const file = parsed.data
  const trust = trustOf(file.trust)
  if (trust === null) return { error: { code: 'trust_invalid', where: 'trust' } }
  const title = file.title ?? null
  const packet = AnyPacketPayload.safeParse(file.packet)
  if (!packet.success) return refused(title, 'packet_schema_invalid', whereOf(packet.error))
  const payload = packet.data
  const refusal = refusalOf(file, payload)
  if (refusal !== null) return refused(title, ...refusal)
  const witnessed = new Set(file.witnessed)
  const nonces = new Map(
    file.nonces.map(({ nonce, issuedAt, isSpent }) => [nonce, { issuedAt: new Date(issuedAt), isSpent }]),
  )
  const found = caseOf(file, payload, {
    store: trust,
    weakSignatures: file.policy,
    witnessed: ({ witness }) => witness !== null && witnessed.has(witness),
    freshness: (read) => freshnessOf(read, payload.application_id, (nonce) => nonces.get(nonce) ?? null),
  })
  const adjudication = judgeCase(found)
  const { verdict, judged } = adjudication
  return {
    error: null,
    title,
    verdict: verdict.state,
    reasons: verdict.reasons,
    notes: verdict.notes,
    application: verdict.application ?? 'unchanged',
    gates: gatesOf(adjudication),
    fields: (judged?.own.found.fields ?? []).map(({ field, class: matchClass, rules, printed, explanation }) => ({
      field,
      class: matchClass,
      rules,
      printed,
      explanation,
    })),
    eligibility: judged?.own.found.eligibility ?? [],
    chip: compareReads(found.evidence),
  }
}
