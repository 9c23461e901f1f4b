import { describe, expect, it } from 'vitest'
import {
  issueCrl,
  issueCsca,
  issueSigner,
  type CertificateSpec,
  type TestName,
} from '../../virtual-card/testing/pki/issue.ts'
import { makeEcKey, type SignatureSpec } from '../../virtual-card/testing/pki/keys.ts'
import { makeMasterList, type CmsSpec } from '../../virtual-card/testing/pki/sign-cms.ts'
import { importTrust } from './import-trust.ts'
import { reviewImport, toConfirm } from './review-import.ts'
import { createTrustStore } from './trust-store.ts'

const at = new Date('2026-06-01')
const ec: SignatureSpec = { scheme: 'ecdsa', hash: 'sha256' }
const name: TestName = [['C', 'FR'], ['CN', 'Test CSCA']] // prettier-ignore
const csca = issueCsca(name, makeEcKey('P-256'), ec)
const other = issueCsca([['C', 'BE'], ['CN', 'Other']], makeEcKey('P-256'), ec) // prettier-ignore
const purpose = '2.23.136.1.1.3'

interface ListCase {
  readonly signer?: Partial<CertificateSpec>
  readonly list?: Partial<CmsSpec>
  readonly root?: ReturnType<typeof issueCsca>
  readonly revokedFor?: number
}

/** How far a master list is believed by a store that has the CSCA of who signed it, and perhaps its revocation list. */
function standingOf({ signer = {}, list = {}, root = csca, revokedFor }: ListCase) {
  const lister = issueSigner(root, makeEcKey('P-256'), ec, { extendedKeyUsage: purpose, ...signer })
  const revoked = { serials: [lister.serial], reason: revokedFor ?? 0, revokedOn: new Date('2026-01-01') }
  const crl = issueCrl({ issuer: root.name, key: root.key, signature: ec, ...revoked })
  const known = [root.certificate, ...(revokedFor === undefined ? [] : [crl])]
  const store = createTrustStore(known.flatMap((bytes) => importTrust(bytes, 'known')))
  const file = makeMasterList([other.certificate], { signer: lister, signature: ec, ...list })
  const items = reviewImport(importTrust(file, 'list'), store, at)
  return [items[0]?.standing, toConfirm(items)?.length ?? null]
}

describe('a master list is believed by who signed it', () => {
  const dated = (day: string) => ({ signingTime: new Date(day) })
  const cases: [string, ListCase, [string, number | null]][] = [
    ['whose CSCA is here', {}, ['vouched', 0]],
    ['when its signer was valid, and expired since', { signer: { notAfter: new Date('2026-03-01') } }, ['vouched', 0]],
    ['not after its signer expired', { signer: { notAfter: new Date('2026-01-01') } }, ['nobody', null]],
    ['not before its signer began', { signer: { notBefore: new Date('2026-03-01') } }, ['nobody', null]],
    [
      'not after the CSCA expired',
      { root: issueCsca(name, csca.key, ec, { notAfter: new Date('2026-01-01') }) },
      ['nobody', null],
    ],
    ['not on a day to come', { list: dated('2026-07-01') }, ['nobody', null]],
    ['undated, and valid today', { list: { withoutAttributes: true } }, ['vouched', 0]],
    [
      'undated, not by a signer that has expired',
      { list: { withoutAttributes: true }, signer: { notAfter: new Date('2026-03-01') } },
      ['nobody', null],
    ],
    ['not by one that was revoked', { revokedFor: 1 }, ['nobody', null]],
    ['by one that was superseded later', { revokedFor: 4, list: dated('2025-06-01') }, ['vouched', 0]],
    ['not by who signs documents', { signer: { extendedKeyUsage: '1.2.3.4' } }, ['nobody', null]],
    ['not by who names no purpose', { signer: { extendedKeyUsage: [] } }, ['nobody', null]],
  ]
  it.each(cases)('%s', (_name, listCase, expected) => {
    expect(standingOf(listCase)).toEqual(expected)
  })

  it('not silently by one that does not say it signs lists, as document signers do not', () => {
    const lister = issueSigner(csca, makeEcKey('P-256'), ec)
    const store = createTrustStore(importTrust(csca.certificate, 'known'))
    const review = (embedded: Uint8Array[]) => {
      const file = makeMasterList([other.certificate], { signer: lister, signature: ec, embedded })
      return reviewImport(importTrust(file, 'list'), store, at)
    }
    expect(review([lister.certificate])[0]?.standing).toBe('nobody')
    const shown = review([lister.certificate, csca.certificate])
    expect([shown[0]?.standing, toConfirm(shown)?.length]).toEqual(['unconfirmed', 1])
  })

  it('by a CSCA that signs it itself', () => {
    const file = makeMasterList([other.certificate], { signer: csca, signature: ec })
    const store = createTrustStore(importTrust(csca.certificate, 'known'))
    expect(reviewImport(importTrust(file, 'list'), store, at)[0]?.standing).toBe('vouched')
  })
})
