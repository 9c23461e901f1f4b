import { Buffer } from 'node:buffer'
import { expect, it } from 'vitest'
import { judgeCardSecurity, openCardSecurity } from './card-security.ts'
import { parseCrl, type RevocationList } from '../pki/crl.ts'
import { onDay } from '../pki/issue-day.ts'
import { usualWeakSignaturePolicy } from '../pki/weak-signature.ts'
import { importCertificates } from '../pki/import-trust.ts'
import { createTrustStore, type TrustStore } from '../pki/trust-store.ts'
import { integer, oid, sequence, setOf } from '../../virtual-card/testing/pki/der.ts'
import { issueCrl, issueCsca, issueSigner, type TestName } from '../../virtual-card/testing/pki/issue.ts'
import { makeEcKey, type SignatureSpec } from '../../virtual-card/testing/pki/keys.ts'
import { signCms } from '../../virtual-card/testing/pki/sign-cms.ts'

const at = new Date('2026-06-01')
const ec: SignatureSpec = { scheme: 'ecdsa', hash: 'sha256' }
const name: TestName = [['C', 'DE'], ['CN', 'Test CSCA']] // prettier-ignore
const csca = issueCsca(name, makeEcKey('P-256'), ec)
const signer = issueSigner(csca, makeEcKey('brainpoolP256r1'), ec)
const trust = createTrustStore([importCertificates(csca.certificate)])
const securityInfos = setOf(sequence(oid('0.4.0.127.0.7.2.2.4.6.2'), integer(2), integer(13)))
const contentType = '0.4.0.127.0.7.3.2.1'
const cardSecurity = signCms({ content: securityInfos, contentType, signer, signature: ec })

function verify(
  file: Uint8Array,
  { store = trust, crls = [], day = at }: { store?: TrustStore; crls?: RevocationList[]; day?: Date } = {},
) {
  const question = { trust: store, crls, at, issued: onDay(day), weakSignatures: usualWeakSignaturePolicy }
  return judgeCardSecurity(openCardSecurity(file, store), question)
}

it('proves the security infos of EF.CardSecurity', () => {
  const result = verify(cardSecurity)
  expect(result).toMatchObject({
    passed: true,
    signer: 'CN=Test Document Signer,C=DE',
    csca: { raw: csca.certificate },
  })
  expect(result.securityInfos).toEqual(securityInfos)
})

it('does not take an unknown or revoked signer, changed infos or noise for proof', () => {
  const reasons = (result: ReturnType<typeof verify>) => [result.passed, ...result.checks.map((check) => check.reason)]
  const unknown = verify(cardSecurity, { store: createTrustStore() })
  expect(reasons(unknown)).toEqual([false, null, 'trust_empty', 'chain_not_proved'])
  const crls = [parseCrl(issueCrl({ issuer: name, key: csca.key, signature: ec, serials: [signer.serial] }))]
  expect(reasons(verify(cardSecurity, { crls }))).toEqual([false, null, null, 'signer_revoked'])
  const changed = cardSecurity.slice()
  const inContent = Buffer.from(changed).indexOf(Buffer.from(securityInfos)) + securityInfos.length - 1
  changed[inContent] = 12
  expect(reasons(verify(changed))).toEqual([false, 'signed_content_changed', null, 'crl_missing'])
  const noise = verify(new Uint8Array(40))
  expect([...reasons(noise), noise.securityInfos]).toEqual([false, 'card_security_malformed', null])
})

it('judges its signer at the day of issue, not of reading', () => {
  const own = issueSigner(csca, makeEcKey('P-256'), ec, { notAfter: new Date('2024-01-01') })
  const file = signCms({ content: securityInfos, contentType, signer: own, signature: ec })
  expect(verify(file, { day: new Date('2023-06-01') }).passed).toBe(true)
  expect(verify(file).checks[1]).toMatchObject({ verdict: 'failed', reason: 'signer_expired' })
})
