import { Failure } from '../../contract/failure.ts'
import { CentralConfig, KeySet } from '../../contract/protocol/config.ts'
import type { PublicJwk } from '../../contract/protocol/jwk.ts'
import type { Roster } from '../../contract/protocol/people.ts'
import { localDay } from '../../enrolment/local-day.ts'
import { isBeginningOf } from '../../contract/registration-code.ts'
import { thumbprintOf } from '../../jose/public-key.ts'
import type { Audit } from '../audit/port.ts'
import type { Clock } from '../clock/port.ts'
import type { Operators } from '../people/port.ts'
import type { Bus } from '../bus/create-bus.ts'
import type { Store } from '../store/open-store.ts'
import { acceptRoster, readRoster } from './accept-roster.ts'
import type { CentralClient } from './central-client.ts'
import type { CentralRecord, CentralState } from './central-state.ts'
import { headerOf } from './http.ts'
import type { TrustAnchors } from '../trust/trust-anchors.ts'
import { readTrust } from './fetch-trust.ts'
import { verifyAuditAnchor, verifyKeySet, verifyPolicy } from './verify-central.ts'

export interface ConfigurationParts {
  store: Store
  audit: Audit
  clock: Clock
  timeZone: string
  client: CentralClient
  central: CentralRecord
  operators: Pick<Operators, 'applyRevocations' | 'applyRoster'>
  bus: Bus
  trust: TrustAnchors
  /** The station was revoked. */
  onRevoked: () => void
}

/**
 * Fetches keys, policy, revocations and this station's standing; nothing when unchanged. Codes: training_forbidden,
 * central_response_invalid (keys or policy not signed with a key of central's known before, or a policy older than that known).
 */
export async function fetchConfiguration(parts: ConfigurationParts, signal: AbortSignal): Promise<void> {
  const { client, central, store } = parts
  const { etag } = central.get()
  const askedMs = parts.clock.monotonicMs()
  const { status, headers, body } = await client.call({
    method: 'GET',
    path: `/v1/config${whatIsHeld(parts)}`,
    access: 'token',
    headers: etag === null ? {} : { 'if-none-match': etag },
    answer: CentralConfig,
    signal,
  })
  if (status === 304 || body === null) return
  if (body.environment !== store.environment) throw new Failure('training_forbidden')
  parts.clock.settle(new Date(body.server_time), parts.clock.monotonicMs() - askedMs)
  const { roster, ...change } = readChange(parts, body)
  const before = central.get()
  const revoked = store.transaction(() => {
    central.set({ ...change, lastServerTime: body.server_time, etag: headerOf(headers, 'etag') })
    recordChange(parts, before)
    const gone = roster === null ? [] : acceptRoster(parts, roster)
    return [...gone, ...parts.operators.applyRevocations(body.revoked_operators)]
  })
  if (revoked.length > 0) parts.bus.publish({ type: 'operators_revoked', operatorIds: revoked })
  if (change.policy !== undefined || change.nextPolicy !== undefined) parts.bus.publish({ type: 'policy_changed' })
  if (change.state === 'revoked' && before.state !== 'revoked') parts.onRevoked()
  parts.bus.publish({ type: 'network_changed' })
}

/**
 * Central is told what is held: of trust for those who distribute it, nothing while files of it are still to be fetched; of its own audit
 * the newest end that it signed, against which it compares itself.
 */
function whatIsHeld({ central, trust }: ConfigurationParts): string {
  const { trust: bundle, centralAudit } = central.get()
  const held = new URLSearchParams({
    ...(bundle !== null && trust.missing().length === 0 && { trust: String(bundle.version) }),
    ...(centralAudit !== null && { audit: centralAudit.statement }),
  }).toString()
  return held === '' ? '' : `?${held}`
}

/** The later of the two: an end that comes before one known is what this is kept against. */
function laterAudit({ centralAudit, environment }: CentralState, statement: string | null, keys: PublicJwk[]) {
  const anchor = statement === null ? null : verifyAuditAnchor(statement, keys)
  if (anchor === null || anchor.environment !== environment || anchor.seq <= (centralAudit?.seq ?? 0))
    return centralAudit
  return { seq: anchor.seq, statement: statement! }
}

type Body = ReturnType<typeof CentralConfig.parse>

type Change = Partial<CentralState> & { roster: Roster | null }

function readChange({ central, clock, timeZone }: ConfigurationParts, body: Body): Change {
  const known = central.get()
  const keySet = readKeys(known, body)
  const { station_id: stationId, branch_name: branchName, state } = body.station
  if (stationId !== known.stationId) throw new Failure('central_response_invalid', 'another station')
  // Another key than that of receipts, where central has one: it needs two people.
  const authority = keySet.authority_keys.length > 0 ? keySet.authority_keys : keySet.signing_keys
  const policy = verifyPolicy(body.policy, authority)
  if (policy === null) throw new Failure('central_response_invalid', 'policy signature')
  const common: Change = {
    roster: body.roster === null ? null : readRoster(body.roster, known, authority),
    branchName,
    trust: readTrust(body.trust, known, authority),
    centralAudit: laterAudit(known, body.audit, keySet.signing_keys),
    packetMembers: body.packet_members,
    authorityKeys: keySet.authority_keys,
    encryptionKeys: keySet.encryption_keys,
    signingKeys: keySet.signing_keys,
    keysAsOf: keySet.as_of,
    // What was wiped stays wiped, whatever central thinks by now.
    state: known.state === 'wiped' ? 'wiped' : state,
  }
  const newest = known.nextPolicy ?? known.policy
  if (policy.version === newest.version && JSON.stringify(policy) === JSON.stringify(newest)) return common
  // An older version may be a replay; central raises the version even to go back.
  if (policy.version < newest.version) throw new Failure('central_response_invalid', 'policy version went back')
  const isInForce = policy.effectiveFrom <= localDay(clock.now(), timeZone)
  return isInForce ? { ...common, policy, nextPolicy: null } : { ...common, nextPolicy: policy }
}

/**
 * Central's keys as signed with one that this station knows: with one of central's authority as soon as it knows one. At
 * registration it knows none, but the beginning of the authority's thumbprint, which the registration code carries; only in
 * training the first ones are believed. An older set, of an instance that is behind or of somebody who replays it, changes no key:
 * those it names may have been given up for a reason.
 */
function readKeys(known: CentralState, { keys, environment }: Body): KeySet {
  const trusted = trustedKeys(known, keys)
  const keySet = verifyKeySet(keys, trusted)
  const isOurs = keySet !== null && keySet.environment === environment
  if (!isOurs) throw new Failure('central_response_invalid', 'keys not signed with a known key')
  const { encryption_keys, signing_keys, authority_keys } = keySet
  const isNamed = [...encryption_keys, ...signing_keys, ...authority_keys].every((key) => key.kid === thumbprintOf(key))
  if (!isNamed) throw new Failure('central_response_invalid', 'key is not its thumbprint')
  const wentBack = known.keysAsOf !== null && Date.parse(keySet.as_of) < Date.parse(known.keysAsOf)
  if (!wentBack) return keySet
  return {
    ...keySet,
    as_of: known.keysAsOf!,
    encryption_keys: known.encryptionKeys,
    signing_keys: known.signingKeys,
    authority_keys: known.authorityKeys,
  }
}

function trustedKeys(known: CentralState, keys: string[]): PublicJwk[] {
  if (known.authorityKeys.length > 0) return known.authorityKeys
  if (known.signingKeys.length > 0) return known.signingKeys
  const named = namedBy(keys)
  if (known.authorityBeginning === null) return named.signing_keys
  const told = named.authority_keys.filter((key) => isBeginningOf(known.authorityBeginning!, thumbprintOf(key)))
  if (told.length === 0) throw new Failure('central_key_differs')
  return told
}

/** The keys that a set names itself; its signature is not looked at here. */
function namedBy([first]: string[]): Pick<KeySet, 'signing_keys' | 'authority_keys'> {
  const payload = Buffer.from(first?.split('.')[1] ?? '', 'base64url').toString('utf8')
  try {
    return KeySet.parse(JSON.parse(payload))
  } catch {
    return { signing_keys: [], authority_keys: [] }
  }
}

function recordChange({ audit, central }: ConfigurationParts, before: CentralState): void {
  const after = central.get()
  const facts = {
    policyVersion: (after.nextPolicy ?? after.policy).version,
    effectiveFrom: (after.nextPolicy ?? after.policy).effectiveFrom,
    encryptionKey: after.encryptionKeys[0]?.kid ?? null,
    state: after.state,
  }
  const isSame =
    before.encryptionKeys[0]?.kid === facts.encryptionKey &&
    before.state === after.state &&
    (before.nextPolicy ?? before.policy).version === facts.policyVersion
  if (!isSame) audit.append({ action: 'configuration.changed', actor: 'central', subject: after.stationId, facts })
}
