import type { Certificate } from './certificate.ts'
import { nameText } from './name.ts'
import type { RevocationList } from './crl.ts'
import type { TrustList } from './trust-store.ts'

/** What the virtual country writes into every name it bears. */
const marks = ['guichet specimen', 'not a state']

/**
 * Keys of the virtual country's authorities (RFC 5280 §4.2.1.2, method 1). They come from a seed that everybody can read, so that
 * anybody who has the sources can sign with them, under any name.
 */
const specimenKeyIds: ReadonlySet<string> = new Set([
  '38e4324256dd2128e89608e1287a93edb4cbada8',
  '35c1680c614aeb9d44906396c777a0d0acc6f282',
  '40671427a79f0b0e54ea7019417dad8155239753',
  '3a2e522f02b419d9192a85702f09ed5c6da75f6b',
  '28096212d6576c86a503111cd2a026115ee32ab7',
  '2796c8e039c43e3f37c56d066efed8bdd1c80d57',
])

const isMarked = (name: Uint8Array): boolean => {
  const text = nameText(name).toLowerCase()
  return marks.some((mark) => text.includes(mark))
}

/** Whether the virtual country made it: by its name or its issuer's, its key, or the key that it says has signed it. */
export function isSpecimen({ subject, issuer, computedKeyId, extensions }: Certificate): boolean {
  const keyIds = [computedKeyId, extensions.subjectKeyId, extensions.authorityKeyId]
  return isMarked(subject) || isMarked(issuer) || keyIds.some((id) => id !== null && specimenKeyIds.has(id))
}

/** Whether the virtual country issued the list. */
export const isSpecimenCrl = ({ issuer }: RevocationList): boolean => isMarked(issuer)

/** Lists without what the virtual country made, and how many certificates and revocation lists those were. */
export function withoutSpecimens(lists: readonly TrustList[]): { lists: TrustList[]; refused: number } {
  const kept = lists.map((list) => ({
    ...list,
    certificates: list.certificates.filter((one) => !isSpecimen(one)),
    crls: list.crls.filter((one) => !isSpecimenCrl(one)),
  }))
  const count = (of: readonly TrustList[]) =>
    of.reduce((sum, one) => sum + one.certificates.length + one.crls.length, 0)
  return { lists: kept, refused: count(lists) - count(kept) }
}
