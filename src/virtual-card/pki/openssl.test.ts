import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { toHex } from '../../emrtd/crypto/bytes.ts'
import { hash } from '../../emrtd/crypto/hash.ts'
import { usualSigning, type SigningForm } from '../document.ts'
import { seededRandom } from '../seeded-random.ts'
import {
  issueSigner,
  issueSuccessor,
  listCertificates,
  revoke,
  specimenAuthority,
  specimenTrust,
} from '../specimen-pki.ts'
import { signContent } from './signed-data.ts'

// OpenSSL's command is the judge of what this folder issues: it shares no code with it.
const hasOpenssl = (() => {
  try {
    return execFileSync('openssl', ['version']).toString().startsWith('OpenSSL 3')
  } catch {
    return false
  }
})()
const folder = mkdtempSync(join(tmpdir(), 'specimen-pki-'))
afterAll(() => rmSync(folder, { recursive: true }))

const at = new Date('2026-11-21T00:00:00Z')
const usual = usualSigning(at)

function save(name: string, der: Uint8Array, label: string | null = 'CERTIFICATE'): string {
  const path = join(folder, name)
  const lines = Buffer.from(der)
    .toString('base64')
    .replace(/.{1,64}/g, '$&\n')
  writeFileSync(path, label ? `-----BEGIN ${label}-----\n${lines}-----END ${label}-----\n` : der)
  return path
}

const openssl = (...words: string[]) => execFileSync('openssl', words, { stdio: 'pipe' }).toString()

const forms: [string, Partial<SigningForm>][] = [
  ['brainpool', {}],
  [
    'NIST curves',
    { authorityKey: { curve: 'P-521' }, authorityScheme: { hash: 'sha512' }, signerKey: { curve: 'P-256' } },
  ],
  [
    'explicit parameters',
    { signerKey: { curve: 'brainpoolP320r1', explicit: true }, signerScheme: { hash: 'sha384' } },
  ],
  [
    'RSA',
    {
      authorityKey: { rsaBits: 2048 },
      authorityScheme: { hash: 'sha256' },
      signerKey: { rsaBits: 2048 },
      signerScheme: { hash: 'sha1' },
    },
  ],
  [
    'RSA-PSS',
    {
      authorityKey: { rsaBits: 2048 },
      authorityScheme: { hash: 'sha512', rsa: 'pss' },
      signerKey: { rsaBits: 2048 },
      signerScheme: { hash: 'sha256', rsa: 'pss' },
    },
  ],
  ['key identifiers', { signerIdentifier: 'key-identifier' }],
]

describe.skipIf(!hasOpenssl)('OpenSSL accepts', () => {
  it.each(forms)('%s: chain and signed data', (_, change) => {
    const signing = { ...usual, ...change }
    const { authority, signer } = issueSigner(signing, seededRandom('openssl'))
    const root = save('root.pem', authority.certificate)
    // OpenSSL trusts no certificate whose curve is written out, as most States have it: then only signatures are judged.
    const isExplicit = JSON.stringify(signing).includes('explicit')
    if (!isExplicit) {
      expect(openssl('verify', '-x509_strict', '-CAfile', root, save('signer.pem', signer.certificate))).toContain('OK')
    }
    const { signerScheme, signerIdentifier } = signing
    const form = { scheme: signerScheme, signingTime: at, signerIdentifier }
    for (const indefinite of [false, true]) {
      const content = new TextEncoder().encode('contents')
      const random = seededRandom('content')
      const cms = signContent('2.23.136.1.1.1', content, signer, authority, { ...form, indefinite }, random)
      const trust = ['-CAfile', root, '-purpose', 'any', ...(isExplicit ? ['-noverify'] : [])]
      const words = ['-inform', 'DER', '-in', save('data.der', cms, null), '-binary', ...trust]
      expect(openssl('cms', '-verify', ...words)).toBe('contents')
    }
  })

  it('the link certificate and what the new key signs', () => {
    const authority = specimenAuthority(usual)
    const { next, link } = issueSuccessor(authority, seededRandom('next'))
    const root = save('old.pem', authority.certificate)
    expect(openssl('verify', '-CAfile', root, save('link.pem', link))).toContain('OK')
    expect(
      openssl('verify', '-CAfile', save('new.pem', next.certificate), save('new.pem', next.certificate)),
    ).toContain('OK')
  })

  it('the revocation list, and refuses what stands on it', () => {
    const { authority, signer } = issueSigner(usual, seededRandom('revoked'))
    const good = issueSigner(usual, seededRandom('good')).signer
    const now = new Date()
    const crl = save(
      'list.pem',
      revoke(authority, [signer], new Date(now.getTime() - 60_000), seededRandom('crl')),
      'X509 CRL',
    )
    const root = save('root.pem', authority.certificate)
    const check = ['verify', '-crl_check', '-CRLfile', crl, '-CAfile', root]
    expect(openssl(...check, save('good.pem', good.certificate))).toContain('OK')
    expect(() => openssl(...check, save('revoked.pem', signer.certificate))).toThrow(/revoked/)
  })

  it('the master list', () => {
    const list = save('list.ml', listCertificates(specimenTrust(), usual, seededRandom('list')), null)
    const root = save('root.pem', specimenAuthority(usual).certificate)
    const words = [
      '-inform',
      'DER',
      '-in',
      list,
      '-CAfile',
      root,
      '-purpose',
      'any',
      '-binary',
      '-out',
      join(folder, 'out'),
    ]
    expect(() => openssl('cms', '-verify', ...words)).not.toThrow()
  })
})

it('the training anchor is the same on every machine and says what it is', () => {
  const [first] = specimenTrust()
  expect(Buffer.from(first!).includes('GUICHET SPECIMEN CSCA')).toBe(true)
  expect(Buffer.from(first!).includes('NOT A STATE')).toBe(true)
  expect(toHex(hash('sha256', first!))).toBe('fa3e44729692b87fe51ca0cd2433786e755cae3c25a0ba9119672a28a826f0a7')
})
