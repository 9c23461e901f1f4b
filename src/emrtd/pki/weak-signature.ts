import type { ChipCheck } from '../check.ts'
import type { RsaPublicKey } from '../crypto/rsa.ts'
import { orIfMalformed } from '../or-if-malformed.ts'
import { asn1, childrenOf, oidOf, readBer, type BerNode } from '../tlv/ber.ts'
import { hashWithOid } from './algorithms.ts'
import type { IssueDay } from './issue-day.ts'
import type { PublicKey } from './spki.ts'
import { hashNamedBy } from './verify-signature.ts'

/** First day of issue (ISO) from which a document signed that way fails; null for never. Before it the weakness is only named. */
export interface WeakSignaturePolicy {
  readonly sha1RefusedFrom: string | null
  readonly shortRsaRefusedFrom: string | null
}

/**
 * NIST withdraws SHA-1 from every use after 2030-12-31 (announcement of 2022-12-15). Both signed documents of our day: shorter keys
 * and SHA-1 were left out of Doc 9303-12 §4.1 one after the other, and not by every state at once.
 */
export const usualWeakSignaturePolicy: WeakSignaturePolicy = {
  sha1RefusedFrom: '2031-01-01',
  shortRsaRefusedFrom: '2031-01-01',
}

interface Weakness {
  readonly name: string
  readonly refusedFrom: keyof WeakSignaturePolicy | 'ever'
}

/** Hash functions that two documents can be made to share, alone and in their signatures (RFC 1319, 1320, 1321, 8017 §A.2.4). */
const broken: Readonly<Record<string, string>> = {
  '1.2.840.113549.2.2': 'MD2',
  '1.2.840.113549.2.4': 'MD4',
  '1.2.840.113549.2.5': 'MD5',
  '1.2.840.113549.1.1.2': 'MD2',
  '1.2.840.113549.1.1.3': 'MD4',
  '1.2.840.113549.1.1.4': 'MD5',
  '1.3.14.3.2.2': 'MD4',
  '1.3.14.3.2.3': 'MD5',
  '1.3.14.3.2.4': 'MD4',
}
const [shortRsaBits, brokenRsaBits] = [2048, 1024]

/** What is weak about a signature: AlgorithmIdentifiers (DER) of signature and digests, and the key that made it. */
export function findWeaknesses(algorithms: readonly Uint8Array[], key: PublicKey | null): Weakness[] {
  const hashes = algorithms.flatMap((algorithm) => orIfMalformed(() => weakHashesIn(algorithm), []))
  return [...hashes, ...weaknessOfKey(key)].filter(
    ({ name }, i, all) => all.findIndex((other) => other.name === name) === i,
  )
}

function weakHashesIn(algorithm: Uint8Array): Weakness[] {
  const oids = oidsIn(readBer(algorithm))
  const never = oids.flatMap((oid) => broken[oid] ?? []).map((name): Weakness => ({ name, refusedFrom: 'ever' }))
  const named = hashNamedBy(algorithm) ?? hashWithOid(oids[0] ?? '')
  return named === 'sha1' ? [...never, { name: 'SHA-1', refusedFrom: 'sha1RefusedFrom' }] : never
}

/** Parameters of RSA-PSS name their hash one or two levels down. */
function oidsIn(node: BerNode, depth = 0): string[] {
  if (node.tag === asn1.oid) return [oidOf(node)]
  return node.constructed && depth < 4 ? childrenOf(node).flatMap((child) => oidsIn(child, depth + 1)) : []
}

/** Keys that anybody may have factored: what they sign proves nothing, whatever the policy says. */
export const isNeverEnough = ({ modulus }: RsaPublicKey): boolean => modulus.toString(2).length < brokenRsaBits

function weaknessOfKey(key: PublicKey | null): Weakness[] {
  if (key?.kind !== 'rsa') return []
  const bits = key.modulus.toString(2).length
  if (bits >= shortRsaBits) return []
  return [{ name: `RSA-${bits}`, refusedFrom: isNeverEnough(key) ? 'ever' : 'shortRsaRefusedFrom' }]
}

/**
 * The check with its weaknesses named: failed where one is never enough or refused for documents of that day, whatever
 * else kept it open; else as it was, with the names in the detail.
 */
export function nameWeaknesses(
  check: ChipCheck,
  weaknesses: readonly Weakness[],
  policy: WeakSignaturePolicy,
  { day }: IssueDay,
): ChipCheck {
  if (weaknesses.length === 0 || check.verdict === 'failed') return check
  const isRefused = ({ refusedFrom }: Weakness) => {
    const from = refusedFrom === 'ever' ? '' : policy[refusedFrom]
    return from !== null && day >= from
  }
  const names = `weak: ${weaknesses.map(({ name }) => name).join(' ')}`
  const detail = check.detail === null ? names : `${check.detail}; ${names}`
  if (weaknesses.some(isRefused)) return { ...check, verdict: 'failed', reason: 'signature_too_weak', detail }
  return { ...check, detail }
}
