import { cipherArcs, type CipherName } from '../crypto/cipher-suite.ts'
import type { ChipAuthenticationInfo, ChipAuthenticationKey, SecurityInfos } from '../lds/security-infos.ts'
import { readAgreementKey, type AgreementKey } from './agreement-key.ts'

/** A way of Chip Authentication the card offers and we can follow. */
export interface ChipAuthenticationChoice {
  readonly info: ChipAuthenticationInfo
  readonly key: AgreementKey
}

const prefix = '04007f0007020203'
const agreementArcs = { DH: '01', ECDH: '02' } as const
const ciphersByStrength = Object.values(cipherArcs)

/** Each ChipAuthenticationInfo with the key of its keyId, strongest first; unreadable keys are left out. */
export function rankChipAuthentication(infos: SecurityInfos): ChipAuthenticationChoice[] {
  const choices = infos.chipAuthenticationKeys.flatMap((publicKey) => {
    const key = readKeyOrNull(publicKey)
    return key === null ? [] : infosFor(publicKey, infos).map((info) => ({ info, key }))
  })
  return choices.sort((a, b) => strengthOf(b) - strengthOf(a))
}

/** Name as shown and logged, e.g. `CA-ECDH-AES-256 P-256`. */
export function describeChipAuthentication({ info, key }: ChipAuthenticationChoice): string {
  return `CA-${info.agreement}-${info.cipher} ${key.group.name}`
}

/** French passports give a key without ChipAuthenticationInfo: 3DES is meant then (§9.2.5 names no default). */
function infosFor(publicKey: ChipAuthenticationKey, { chipAuthentication }: SecurityInfos): ChipAuthenticationInfo[] {
  const { agreement, keyId } = publicKey
  const sameKind = chipAuthentication.filter((info) => info.agreement === agreement)
  const named = sameKind.filter((info) => info.keyId === keyId || info.keyId === null || keyId === null)
  if (chipAuthentication.length > 0) return named
  return [{ oid: prefix + agreementArcs[agreement] + '01', agreement, cipher: '3DES' as CipherName, keyId }]
}

function readKeyOrNull({ agreement, spki }: ChipAuthenticationKey): AgreementKey | null {
  try {
    const key = readAgreementKey(spki)
    return key?.group.kind === agreement ? key : null
  } catch {
    // A malformed key is as good as none; another may be readable.
    return null
  }
}

function strengthOf({ info, key }: ChipAuthenticationChoice): number {
  return ciphersByStrength.indexOf(info.cipher) * 1000 + key.group.strengthBits
}
