import { expect, test } from 'vitest'
import { Channel } from './channel.ts'
import type { CipherName } from '../crypto/cipher-suite.ts'
import { systemRandom } from '../crypto/random.ts'
import { standardGroup } from '../crypto/group.ts'
import { openAccess } from '../open-access.ts'
import { rankPace } from '../pace/rank-pace.ts'
import { FileReader } from './read-file.ts'
import { readChip } from '../read-chip.ts'
import type { PaceInfo, PaceMapping } from '../lds/security-infos.ts'
import { can, cardOf, optionsFor, specimenCards } from '../../virtual-card/testing/specimen-cards.ts'
import { specimenPortrait } from '../../virtual-card/testing/specimen-portrait.ts'

const ciphers: CipherName[] = ['3DES', 'AES-128', 'AES-192', 'AES-256']
const parameterIds = [0, 1, 2, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18]
const nameOf = (parameterId: number) => standardGroup(parameterId)?.name ?? ''

async function protocolOf(
  mapping: PaceMapping,
  cipher: CipherName,
  parameterId: number,
  password: 'mrz' | 'can' = 'mrz',
) {
  const card = cardOf('idCard', {}, { pace: [{ mapping, cipher, parameterId }] })
  const channel = new Channel(card)
  const secret = password === 'mrz' ? specimenCards.idCard.password : ({ kind: 'can', can } as const)
  const options = { password: secret, mrzForBac: null, random: systemRandom }
  const { protocol } = await openAccess(channel, new FileReader(channel), options)
  return protocol
}

test.each(parameterIds)('generic mapping on parameters %i', async (parameterId) => {
  expect(await protocolOf('GM', 'AES-128', parameterId)).toContain(`-GM-AES-128 ${nameOf(parameterId)}`)
})

test.each(parameterIds.filter((id) => standardGroup(id)?.kind === 'ECDH' && id !== 10))(
  'integrated mapping on parameters %i',
  async (parameterId) => {
    expect(await protocolOf('IM', 'AES-256', parameterId)).toContain(`-IM-AES-256 ${nameOf(parameterId)}`)
  },
)

test.each(ciphers)('%s in every mapping, by MRZ and by CAN', async (cipher) => {
  for (const mapping of ['GM', 'IM'] as const) {
    expect(await protocolOf(mapping, cipher, 13)).toBe(`PACE-ECDH-${mapping}-${cipher} brainpoolP256r1`)
    expect(await protocolOf(mapping, cipher, 13, 'can')).toBe(`PACE-ECDH-${mapping}-${cipher} brainpoolP256r1`)
  }
  // Chip authentication mapping is not defined with 3DES.
  if (cipher !== '3DES') expect(await protocolOf('CAM', cipher, 12)).toBe(`PACE-ECDH-CAM-${cipher} P-256`)
})

async function chipAuthentication(cipher: CipherName, parameterId: number) {
  const change = { chipAuthentication: [{ cipher, parameterId, keyId: null }], portrait: specimenPortrait(600) }
  const reading = await readChip(cardOf('idCard', {}, change), optionsFor('idCard'))
  return reading.checks.find((check) => check.name === 'chip_authentication')
}

test.each(ciphers)('Chip Authentication with %s', async (cipher) => {
  expect(await chipAuthentication(cipher, 13)).toMatchObject({
    verdict: 'passed',
    detail: `CA-ECDH-${cipher} brainpoolP256r1`,
  })
})

test.each([0, 1, 2, 8, 10, 12, 15, 17, 18])('Chip Authentication on parameters %i', async (parameterId) => {
  const check = await chipAuthentication('AES-128', parameterId)
  expect(check).toMatchObject({ verdict: 'passed' })
  expect(check?.detail).toContain(nameOf(parameterId))
})

const info = (change: Partial<PaceInfo>): PaceInfo => ({
  oid: '',
  agreement: 'ECDH',
  mapping: 'GM',
  cipher: 'AES-128',
  version: 2,
  parameterId: 13,
  ...change,
})

test('the strongest offer is taken, chip authentication mapping before all; unusable ones never', () => {
  const best = (...changes: Partial<PaceInfo>[]) => rankPace(changes.map(info))[0]?.info
  expect(best({ cipher: '3DES' }, { cipher: 'AES-256' }, { cipher: 'AES-128' })).toMatchObject({ cipher: 'AES-256' })
  expect(best({ parameterId: 8 }, { parameterId: 17 }, { parameterId: 12 })).toMatchObject({ parameterId: 17 })
  expect(best({ cipher: 'AES-256' }, { mapping: 'CAM' })).toMatchObject({ mapping: 'CAM' })
  expect(best({ mapping: 'IM' }, { mapping: 'GM' })).toMatchObject({ mapping: 'GM' })
  expect(rankPace([info({ parameterId: 7 }), info({ parameterId: null }), info({ version: 1 })])).toEqual([])
  expect(rankPace([info({ agreement: 'DH' }), info({ mapping: 'IM', parameterId: 10 })])).toEqual([])
})
