import { expect, test } from 'vitest'
import type { ChipCheck } from '../check.ts'
import { checkAccess, checkDowngrade, checkMrz, tieToIssuer } from './chip-checks.ts'
import type { Access } from '../access.ts'
import { describePace, rankPace } from '../pace/rank-pace.ts'
import type { PaceInfo, SecurityInfos } from '../lds/security-infos.ts'

const gm: PaceInfo = { oid: '02', agreement: 'ECDH', mapping: 'GM', cipher: 'AES-128', version: 2, parameterId: 13 }
const weak: PaceInfo = { ...gm, oid: '01', cipher: '3DES' }
const strong: PaceInfo = { ...gm, oid: '04', cipher: 'AES-256' }
const unusable: PaceInfo = { ...gm, parameterId: 99 }
const infos = (...pace: PaceInfo[]): SecurityInfos => ({ pace, chipAuthentication: [], chipAuthenticationKeys: [] })

function accessBy(used: PaceInfo | null, offered: PaceInfo[]): Access {
  const pace = used === null ? null : (rankPace([used])[0] ?? null)
  return { protocol: pace === null ? 'BAC' : describePace(pace), pace, cam: null, cardAccess: infos(...offered) }
}

test.each<[string, Access, SecurityInfos | null, string]>([
  ['PACE as announced', accessBy(gm, [gm]), infos(gm), 'passed'],
  ['the stronger of two', accessBy(strong, [gm, strong]), infos(gm, strong), 'passed'],
  ['the stronger one hidden', accessBy(gm, [gm]), infos(gm, strong), 'stronger_pace_announced'],
  ['one never announced', accessBy(weak, [weak]), infos(gm), 'card_access_differs'],
  ['a strong one we cannot use', accessBy(gm, [gm]), infos(gm, unusable), 'passed'],
  ['nothing announced', accessBy(gm, [gm]), infos(), 'pace_not_announced'],
  ['no DG14', accessBy(gm, [gm]), null, 'pace_not_announced'],
  ['BAC, no PACE anywhere', accessBy(null, []), null, 'passed'],
  ['BAC, DG14 without PACE', accessBy(null, []), infos(), 'passed'],
  ['BAC though announced', accessBy(null, []), infos(gm), 'pace_announced_bac_used'],
  ['BAC though offered', accessBy(null, [gm]), null, 'pace_failed_bac_used'],
])('downgrade: %s', (_, access, signed, outcome) => {
  const check = checkDowngrade(access, signed)
  expect(check.verdict === 'passed' ? 'passed' : check.reason).toBe(outcome)
})

test('what the chip proves counts only for authentic data; a failure stays one', () => {
  const passed: ChipCheck = { name: 'chip_authentication', verdict: 'passed', reason: null, detail: 'CA' }
  const failed: ChipCheck = { ...passed, verdict: 'failed', reason: 'chip_key_wrong' }
  expect(tieToIssuer(passed, true)).toEqual(passed)
  expect(tieToIssuer(passed, false)).toMatchObject({ verdict: 'not_possible', reason: 'data_not_authentic' })
  expect(tieToIssuer(failed, false)).toEqual(failed)
  expect(checkAccess(accessBy(null, []))).toMatchObject({ verdict: 'passed', detail: 'BAC' })
})

const lines = ['P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<', 'L898902C36UTO7408122F3204153ZE184226B<<<<<16']
const keys = { kind: 'mrz', documentNumber: 'L898902C3', birthDate: '740812', expiryDate: '320415' } as const

test.each<[readonly string[] | null, typeof keys | null, string]>([
  [lines, keys, 'passed'],
  [[lines[0] ?? ''], keys, 'mrz_differs'],
  [[...lines].reverse(), null, 'mrz_differs'],
  [null, keys, 'passed'],
  [null, null, 'mrz_not_read'],
])('MRZ case %#', (printed, used, outcome) => {
  const check = checkMrz(lines, printed, used)
  expect(check.verdict === 'passed' ? 'passed' : check.reason).toBe(outcome)
  expect(check.detail ?? '').not.toMatch(/ERIKSSON|L898902C3/)
})

test('a chip with other key fields than those that opened it disagrees', () => {
  const other = [lines[0] ?? '', (lines[1] ?? '').replace('320415', '330415')]
  expect(checkMrz(other, null, keys)).toMatchObject({ verdict: 'failed', reason: 'mrz_differs' })
})
