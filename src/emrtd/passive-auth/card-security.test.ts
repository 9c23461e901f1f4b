import { Buffer } from 'node:buffer'
import { expect, it } from 'vitest'
import { verifyCardSecurity } from './card-security.ts'
import { parseCrl } from '../pki/crl.ts'
import { importCertificates } from '../pki/import-trust.ts'
import { createTrustStore } from '../pki/trust-store.ts'
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

it('proves the security infos of EF.CardSecurity', () => {
  const result = verifyCardSecurity({ cardSecurity, trust, at })
  expect(result).toMatchObject({
    passed: true,
    signer: 'CN=Test Document Signer,C=DE',
    csca: { raw: csca.certificate },
  })
  expect(result.securityInfos).toEqual(securityInfos)
})

it('does not take an unknown or revoked signer, changed infos or noise for proof', () => {
  const reasons = (result: ReturnType<typeof verifyCardSecurity>) => [
    result.passed,
    ...result.checks.map((check) => check.reason),
  ]
  const unknown = verifyCardSecurity({ cardSecurity, trust: createTrustStore(), at })
  expect(reasons(unknown)).toEqual([false, null, 'trust_empty', 'chain_not_proved'])
  const crls = [parseCrl(issueCrl({ issuer: name, key: csca.key, signature: ec, serials: [signer.serial] }))]
  expect(reasons(verifyCardSecurity({ cardSecurity, trust, crls, at }))).toEqual([false, null, null, 'signer_revoked'])
  const changed = cardSecurity.slice()
  const inContent = Buffer.from(changed).indexOf(Buffer.from(securityInfos)) + securityInfos.length - 1
  changed[inContent] = 12
  expect(reasons(verifyCardSecurity({ cardSecurity: changed, trust, at }))).toEqual([
    false,
    'signed_content_changed',
    null,
    'crl_missing',
  ])
  const noise = verifyCardSecurity({ cardSecurity: new Uint8Array(40), trust, at })
  expect([...reasons(noise), noise.securityInfos]).toEqual([false, 'card_security_malformed', null])
})
