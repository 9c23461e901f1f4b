import { curveNamed, type Curve, type CurveName } from '../emrtd/crypto/ec.ts'
import { dhGroups, type DhGroup, type DhGroupName } from '../emrtd/crypto/dh.ts'
import { standardParameters } from '../emrtd/crypto/standard-parameters.ts'
import type { Cipher, Mapping } from './document.ts'

/** BSI TR-03110-3 §A.1.1.1: the last arc of every PACE and Chip Authentication identifier. */
export const cipherArcs: Record<Cipher, number> = { '3DES': 1, 'AES-128': 2, 'AES-192': 3, 'AES-256': 4 }

/** Doc 9303-11 §9.5.1, table 6. */
export type Domain = { kind: 'ECDH'; curve: Curve } | { kind: 'DH'; group: DhGroup }

export function domainOf(parameterId: number): Domain {
  const name = standardParameters[parameterId]!
  if (name in dhGroups) return { kind: 'DH', group: dhGroups[name as DhGroupName] }
  return { kind: 'ECDH', curve: curveNamed(name as CurveName) }
}

const bsi = '0.4.0.127.0.7.2.2'
const paceArcs: Record<Mapping, { DH: number | null; ECDH: number }> = {
  GM: { DH: 1, ECDH: 2 },
  IM: { DH: 3, ECDH: 4 },
  CAM: { DH: null, ECDH: 6 },
}

/** id-PACE-…, dotted (Doc 9303-11 §9.2.1). */
export function paceOid(mapping: Mapping, kind: Domain['kind'], cipher: Cipher): string {
  return `${bsi}.4.${paceArcs[mapping][kind]}.${cipherArcs[cipher]}`
}

/** id-CA-…, dotted (Doc 9303-11 §9.2.5). */
export function chipAuthenticationOid(kind: Domain['kind'], cipher: Cipher): string {
  return `${bsi}.3.${kind === 'DH' ? 1 : 2}.${cipherArcs[cipher]}`
}

/** id-PK-…, dotted (Doc 9303-11 §9.2.6). */
export function publicKeyOid(kind: Domain['kind']): string {
  return `${bsi}.1.${kind === 'DH' ? 1 : 2}`
}
