import { expect, test } from 'vitest'
import { parseCertificate } from '../emrtd/pki/certificate.ts'
import { parseCrl } from '../emrtd/pki/crl.ts'
import { isSpecimen, isSpecimenCrl } from '../emrtd/pki/specimen.ts'
import { usualSigning } from './document.ts'
import { issueCertificate } from './pki/certificate.ts'
import { makeEcKey } from './pki/signing-key.ts'
import { seededRandom } from './seeded-random.ts'
import {
  issueSigner,
  issueSuccessor,
  specimenAuthority,
  specimenRevocationLists,
  specimenTrust,
} from './specimen-pki.ts'

const at = new Date('2026-11-21T00:00:00Z')
const usual = usualSigning(at)
const random = seededRandom('marks')
const marked = (der: Uint8Array) => isSpecimen(parseCertificate(der))

test('every certificate of the virtual country is told by what it says', () => {
  const { next, link } = issueSuccessor(specimenAuthority(usual), random)
  const { signer } = issueSigner({ ...usual, country: 'FR' }, random)
  const unknown = specimenAuthority({ ...usual, country: 'FR', unknownAuthority: true })
  const made = [...specimenTrust(), next.certificate, link, signer.certificate, unknown.certificate]
  expect(made.map(marked)).toEqual(made.map(() => true))
  expect(specimenRevocationLists(at).map((crl) => isSpecimenCrl(parseCrl(crl)))).toEqual([true, true, true])
})

test('a specimen’s key is told under any name, and what it signs under another issuer’s name', () => {
  const honest = { country: 'FR', organisation: 'Gouv', unit: null, commonName: 'CSCA-FRANCE' }
  const form = { isAuthority: true, scheme: usual.authorityScheme, notBefore: at, notAfter: at }
  for (const country of ['FR', 'BE', 'UT'])
    for (const unknownAuthority of [false, true]) {
      const { key } = specimenAuthority({ ...usual, country, unknownAuthority })
      const renamed = issueCertificate({ ...form, subject: honest, key }, null, random)
      const leaf = { ...form, subject: honest, key: makeEcKey('P-256', random) }
      expect([marked(renamed.certificate), marked(issueCertificate(leaf, renamed, random).certificate)]).toEqual([
        true,
        true,
      ])
      const bare = issueCertificate({ ...form, subject: honest, key, withoutKeyIdentifiers: true }, null, random)
      expect(marked(bare.certificate)).toBe(true)
    }
  expect(
    marked(issueCertificate({ ...form, subject: honest, key: makeEcKey('P-256', random) }, null, random).certificate),
  ).toBe(false)
})
