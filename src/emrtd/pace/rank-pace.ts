import { cipherArcs } from '../crypto/cipher-suite.ts'
import { standardGroup, type Group } from '../crypto/group.ts'
import type { PaceInfo } from '../lds/security-infos.ts'

/** A PACEInfo this reader can follow, with its group. */
export interface UsablePace {
  readonly info: PaceInfo
  readonly group: Group<unknown>
}

const ciphersByStrength = Object.values(cipherArcs)

/**
 * The usable ones of a card's PACEInfos, best first: chip authentication mapping, as it proves the chip too; then the
 * stronger cipher, the larger group, elliptic curves, and generic mapping.
 */
export function rankPace(infos: readonly PaceInfo[]): UsablePace[] {
  return infos.flatMap(findGroup).sort((a, b) => compareRanks(rankOf(b), rankOf(a)))
}

/** Name of a protocol as shown and logged, e.g. `PACE-ECDH-GM-AES-256 brainpoolP256r1`. */
export function describePace({ info, group }: UsablePace): string {
  return `PACE-${info.agreement}-${info.mapping}-${info.cipher} ${group.name}`
}

function findGroup(info: PaceInfo): UsablePace[] {
  const group = info.parameterId === null ? null : standardGroup(info.parameterId)
  if (group === null || group.kind !== info.agreement || info.version !== 2) return []
  return info.mapping === 'IM' && !group.hasIntegratedMapping ? [] : [{ info, group }]
}

function rankOf({ info, group }: UsablePace): number[] {
  return [
    Number(info.mapping === 'CAM'),
    ciphersByStrength.indexOf(info.cipher),
    group.strengthBits,
    Number(group.kind === 'ECDH'),
    Number(info.mapping === 'GM'),
  ]
}

function compareRanks(a: readonly number[], b: readonly number[]): number {
  const first = a.findIndex((value, i) => value !== b[i])
  return first < 0 ? 0 : (a[first] ?? 0) - (b[first] ?? 0)
}
