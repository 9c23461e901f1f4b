import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadTrust } from '../../station/trust/load-trust.ts'
import { passiveAuthentication } from './passive-auth.ts'
import { createTrustStore } from '../pki/trust-store.ts'
import { judgeCardSecurity, openCardSecurity } from './card-security.ts'
import { onDay } from '../pki/issue-day.ts'
import { usualWeakSignaturePolicy } from '../pki/weak-signature.ts'
import { parseCertificate } from '../pki/certificate.ts'
import { nameText } from '../pki/name.ts'
import { parseSecurityInfos } from '../lds/security-infos.ts'
import { decodePortrait } from '../portrait/decode-portrait.ts'
import { readPortrait } from '../portrait/read-portrait.ts'
import { readFaceRecord } from '../lds/iso-19794-5.ts'
import { parseDg1 } from '../lds/dg1.ts'

/** Real files, which are not in the repository: run with GUICHET_TEST_DATA set to a folder that has them. */
const data = process.env['GUICHET_TEST_DATA']
const file = (path: string) => readFileSync(join(data ?? '', 'chip-dev', path))
const folder = (path: string) => join(data ?? '', 'chip-dev', path)
const at = new Date('2026-06-01')

describe.skipIf(data === undefined)('real files (GUICHET_TEST_DATA)', () => {
  const lists = createTrustStore(data === undefined ? [] : loadTrust(folder('master-lists')))

  it('imports the master lists whole', () => {
    expect(lists.lists.map((list) => [list.certificates.length, list.unreadableCount, list.signer !== null])).toEqual([
      [557, 0, true],
      [394, 0, true],
    ])
  })

  it.each(['AT', 'AU', 'DE', 'FI', 'FR', 'MY', 'NZ'])('passes the document of %s', (country) => {
    const sod = file(`sod/${country}.EF_SOD.bin`)
    const own = createTrustStore(loadTrust(folder(`sod/${country}.CSCA.cer`)))
    for (const trust of [own, lists]) {
      const result = passiveAuthentication({ sod, dataGroups: new Map(), trust, at })
      const [signature, , chain] = result.checks
      expect([signature?.verdict, chain?.verdict]).toEqual(['passed', 'passed'])
      expect(result.signer).toBe(nameText(parseCertificate(file(`sod/${country}.DSC.cer`)).subject))
      expect(result.csca).toBe(nameText(parseCertificate(file(`sod/${country}.CSCA.cer`)).subject))
    }
  })

  it('proves the specimen data groups but not an unknown issuer', () => {
    const groups = [1, 2, 14].map((group) => [group, file(`lds-mustermann/Datagroup${group}.bin`)] as const)
    const sod = file('lds-mustermann/EF_SOD.bin')
    const result = passiveAuthentication({ sod, dataGroups: new Map(groups), trust: lists, at })
    expect(result.checks.map((check) => check.verdict)).toEqual(['passed', 'passed', 'not_possible', 'not_possible'])
    expect(parseDg1(file('lds-mustermann/Datagroup1.bin')).lines.length).toBe(2)
  })

  it('verifies EF.CardSecurity', () => {
    const opened = openCardSecurity(file('cardsecurity/DE.EF_CardSecurity.bin'), lists)
    const question = { trust: lists, at, issued: onDay(at), weakSignatures: usualWeakSignaturePolicy }
    const result = judgeCardSecurity(opened, question)
    expect(result.passed).toBe(true)
    expect(parseSecurityInfos(result.securityInfos ?? new Uint8Array()).chipAuthenticationKeys.length).toBe(2)
  })

  it.each(['lds-mustermann/Datagroup2.bin', 'face/ICAO_39794_5_AP_DG2_MandFields.dat'])('shows %s', async (path) => {
    const portrait = readPortrait(file(path))
    expect(portrait).toMatchObject({ format: 'jp2', width: 413, height: 531 })
    expect(portrait && (await decodePortrait(portrait))).toMatchObject({
      mediaType: 'image/png',
      width: 413,
      height: 531,
    })
  })

  it('reads a facial record by itself', () => {
    expect(readFaceRecord(file('face/ISO19794_Test1_Data.bin')).map((image) => image.length)).toEqual([5099])
  })
})
