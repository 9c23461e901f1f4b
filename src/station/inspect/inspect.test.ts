import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { issueCrl, issueCsca, issueSigner, type TestName } from '../../virtual-card/testing/pki/issue.ts'
import { makeEcKey, type SignatureSpec } from '../../virtual-card/testing/pki/keys.ts'
import { makeMasterList, makeSod } from '../../virtual-card/testing/pki/sign-cms.ts'

const folder = mkdtempSync(join(tmpdir(), 'guichet-inspect-'))
afterAll(() => rmSync(folder, { recursive: true }))
const save = (name: string, bytes: Uint8Array | string) => {
  writeFileSync(join(folder, name), bytes)
  return join(folder, name)
}

const ec: SignatureSpec = { scheme: 'ecdsa', hash: 'sha256' }
const name: TestName = [['C', 'FR'], ['CN', 'Test CSCA']] // prettier-ignore
const csca = issueCsca(name, makeEcKey('P-256'), ec)
const signer = issueSigner(csca, makeEcKey('brainpoolP256r1'), ec)
const groups = new Map([2, 3, 14].map((group) => [group, Uint8Array.of(0x75, 1, group)]))
const sod = save('EF.SOD', makeSod({ dataGroups: groups, signer, signature: ec }))
const list = save('list.ml', makeMasterList([csca.certificate], { signer, signature: ec }))
const other = save('other.der', issueCsca([['C', 'DE']], makeEcKey('P-256'), ec).certificate)
const dg2 = save('dg2', Uint8Array.of(0x75, 1, 2))
const dg14 = save('dg14', Uint8Array.of(0x75, 1, 14, 0, 0))
const crl = save('crl', issueCrl({ issuer: name, key: csca.key, signature: ec, serials: [signer.serial] }))

function inspect(...words: string[]) {
  const program = fileURLToPath(new URL('./main.ts', import.meta.url))
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...words], { encoding: 'utf8' })
  return { status, stdout, stderr, report: words.includes('--json') && stdout !== '' ? JSON.parse(stdout) : null }
}

describe('inspect', () => {
  it('passes sound files, with trust in several values', () => {
    const words = ['--json', '--sod', sod, '--dg2', dg2, `--dg14=${dg14}`, '--trust', other, list, '--at', '2026-06-01']
    expect(inspect(...words)).toMatchObject({
      status: 0,
      stderr: '',
      report: {
        signature: 'passed',
        hashes: 'passed',
        chain: 'passed',
        signer: 'CN=Test Document Signer,C=FR',
        csca: 'CN=Test CSCA,C=FR',
        reasons: [],
      },
    })
  })

  it('prints the six fields and no other', () => {
    const { report } = inspect('--json', '--sod', sod)
    expect(Object.keys(report)).toEqual(['signature', 'hashes', 'chain', 'signer', 'csca', 'reasons'])
    expect(report).toMatchObject({ hashes: 'not_possible', chain: 'not_possible', csca: null })
    expect(report.reasons).toEqual(['hashes: no_data_groups', 'chain: trust_empty'])
  })

  it('fails a data group under the wrong number, an expired signer and a revoked one', () => {
    expect(inspect('--json', '--sod', sod, '--dg3', dg2)).toMatchObject({ status: 1, report: { hashes: 'failed' } })
    const late = inspect('--json', '--sod', sod, '--trust', list, '--at', '2050-01-01')
    expect(late).toMatchObject({ status: 1, report: { chain: 'failed', csca: 'CN=Test CSCA,C=FR' } })
    expect(late.report.reasons[1]).toContain('signer_expired')
    const revoked = inspect('--json', '--sod', sod, '--trust', list, '--crl', crl, '--at', '2026-06-01')
    expect(revoked).toMatchObject({ status: 1, report: { signature: 'passed', chain: 'failed' } })
    expect(revoked.report.reasons[1]).toContain('revocation: signer_revoked')
  })

  it('ends well only when all that was asked for passed', () => {
    expect(inspect('--sod', sod, '--trust', other).status).toBe(1)
    expect(inspect('--sod', sod).status).toBe(1)
    expect(inspect('--sod', sod, '--trust', other, '--allow-unknown-csca').status).toBe(0)
    expect(inspect('--sod', sod, '--allow-unknown-csca').status).toBe(0)
    expect(inspect('--sod', sod, '--trust', list, '--at', '2050-01-01', '--allow-unknown-csca').status).toBe(1)
  })

  it('judges an expired signer at the day of issue, unless a day is asked for', () => {
    const root = issueCsca(name, csca.key, ec, { notAfter: new Date('2024-06-01') })
    const own = issueSigner(root, makeEcKey('P-256'), ec, { notAfter: new Date('2024-01-01') })
    const old = save(
      'old.sod',
      makeSod({ dataGroups: groups, signer: own, signature: ec, signingTime: new Date('2023-05-01') }),
    )
    const trusted = save('old.der', root.certificate)
    expect(inspect('--json', '--sod', old, '--trust', trusted)).toMatchObject({
      status: 0,
      report: { chain: 'passed' },
    })
    expect(inspect('--sod', old, '--trust', trusted, '--at', '2024-03-01').status).toBe(1)
  })

  it('does not end well when a revocation list that was given could not be used', () => {
    const spec = { issuer: name, key: csca.key, signature: ec, serials: [] }
    const [good, late, foreign] = [
      save('good.crl', issueCrl(spec)),
      save('late.crl', issueCrl({ ...spec, nextUpdate: new Date('2026-02-01') })),
      save('foreign.crl', issueCrl({ ...spec, issuer: [['C', 'DE']] })),
    ]
    const status = (file: string) => inspect('--sod', sod, '--trust', list, '--at', '2026-06-01', '--crl', file).status
    expect([good, late, foreign].map(status)).toEqual([0, 1, 1])
  })

  it('explains itself in words', () => {
    const { stdout } = inspect('--sod', sod, '--trust', other)
    expect(stdout).toContain('chain      not_possible')
    expect(stdout).toContain('authority that issues these documents is not loaded here')
    expect(inspect('--help')).toMatchObject({ status: 0, stderr: '' })
  })

  it('fails wrong files and options cleanly', () => {
    const noise = save('noise', 'this is no certificate')
    expect(inspect('--json', '--sod', noise)).toMatchObject({ status: 1, stderr: '', report: { signature: 'failed' } })
    const unusable = inspect('--json', '--sod', sod, '--trust', noise, list, '--at', '2026-06-01')
    expect(unusable).toMatchObject({ status: 2, report: { chain: 'passed' } })
    for (const words of [
      [],
      ['--sod'],
      ['--sod', join(folder, 'none')],
      ['--sod', sod, '--dg17', dg2],
      ['--sod', sod, '--at', 'today'],
    ]) {
      const { status, stdout, stderr } = inspect(...words)
      expect([status, stdout]).toEqual([2, ''])
      expect(stderr).toMatch(/^inspect: .+\nSee --help.\n$/)
    }
  })
})
