import { expect, test } from 'vitest'
import type { ChipCheckName } from './check.ts'
import type { ChipReading } from './chip-reading.ts'
import { readChip } from './read-chip.ts'
import { can, cardOf, optionsFor, specimenCards, type SpecimenName } from '../virtual-card/testing/specimen-cards.ts'

const verdict = (reading: ChipReading, name: ChipCheckName) => {
  const check = reading.checks.find((candidate) => candidate.name === name)
  return check?.verdict === 'passed' ? 'passed' : `${check?.verdict}: ${check?.reason}`
}
const verdicts = (reading: ChipReading) =>
  Object.fromEntries(reading.checks.map((check) => [check.name, verdict(reading, check.name)]))
const names = Object.keys(specimenCards) as SpecimenName[]
const issuerPassed = {
  access: 'passed',
  signature: 'passed',
  hashes: 'passed',
  chain: 'passed',
  no_downgrade: 'passed',
  mrz_agrees: 'passed',
}

test.each([
  ['passport', 'PACE-ECDH-GM-AES-256 P-256', { chip_authentication: 'passed', active_authentication: 'passed' }],
  [
    'idCard',
    'PACE-ECDH-GM-AES-256 brainpoolP256r1',
    { chip_authentication: 'passed', active_authentication: 'not_possible: card_has_none' },
  ],
  [
    'permit',
    'PACE-ECDH-GM-AES-128 brainpoolP256r1',
    { chip_authentication: 'passed', active_authentication: 'not_possible: card_has_none' },
  ],
  [
    'foreign',
    'PACE-ECDH-CAM-AES-128 brainpoolP256r1',
    { chip_authentication: 'passed', active_authentication: 'not_possible: card_has_none' },
  ],
  ['old', 'BAC', { chip_authentication: 'not_possible: card_has_none', active_authentication: 'passed' }],
] as const)('%s: read by %s with every check', async (name, protocol, chip) => {
  const reading = await readChip(cardOf(name), optionsFor(name))
  expect(reading.accessProtocol).toBe(protocol)
  expect(verdicts(reading)).toMatchObject({ ...issuerPassed, ...chip })
  expect(reading.mrzLines).toEqual(specimenCards[name].document.mrzLines)
  expect(reading.dg11?.name).toEqual({ surname: 'Eriksson', givenNames: ['Anna', 'Maria'] })
  expect(reading.dg12?.issueDate).toBe('2022-04-16')
  expect(reading.portrait).toMatchObject({ format: 'jpeg', width: 413, height: 531 })
})

test.each(names)('%s: nothing biometric is selected', async (name) => {
  const card = cardOf(name)
  await readChip(card, optionsFor(name))
  expect(card.selectedFiles.filter((file) => file === 0x0103 || file === 0x0104)).toEqual([])
})

test('the CAN opens a card with PACE, and not one without', async () => {
  const password = { kind: 'can', can } as const
  const reading = await readChip(cardOf('idCard'), { ...optionsFor('idCard'), password })
  expect(verdicts(reading)).toMatchObject({ access: 'passed', mrz_agrees: 'not_possible: mrz_not_read' })
  await expect(readChip(cardOf('old'), { ...optionsFor('old'), password })).rejects.toMatchObject({
    code: 'chip_mrz_required',
  })
  const withMrz = { ...optionsFor('old'), password, mrzForBac: specimenCards.old.password }
  expect((await readChip(cardOf('old'), withMrz)).accessProtocol).toBe('BAC')
})

test('wrong passwords are told from card errors', async () => {
  const wrongMrz = { ...specimenCards.passport.password, expiryDate: '330415' }
  for (const name of ['passport', 'old'] as const) {
    await expect(readChip(cardOf(name), { ...optionsFor(name), password: wrongMrz })).rejects.toMatchObject({
      code: 'chip_wrong_mrz',
    })
  }
  const password = { kind: 'can', can: '000000' } as const
  await expect(readChip(cardOf('idCard'), { ...optionsFor('idCard'), password })).rejects.toMatchObject({
    code: 'chip_wrong_can',
  })
})

test('progress names each file and its bytes; the MRZ comes before the portrait', async () => {
  const events: string[] = []
  await readChip(cardOf('idCard'), {
    ...optionsFor('idCard'),
    onProgress: ({ stage, file, bytesRead, bytesTotal }) =>
      events.push(`${stage} ${file} ${bytesRead === bytesTotal ? 'all' : 'part'}`),
    onMrz: () => events.push('mrz'),
    onFile: (file, state) => events.push(`${file} ${state}`),
  })
  expect(events[0]).toBe('access null part')
  expect(events.indexOf('mrz')).toBeLessThan(events.indexOf('DG2 reading'))
  expect(events.filter((event) => event === 'files DG2 part').length).toBeGreaterThan(2)
  expect(events).toEqual(expect.arrayContaining(['DG2 read', 'DG15 absent', 'files DG2 all']))
  expect(events.at(-1)).toMatch(/^verify/)
})

test('an aborted signal stops the read', async () => {
  const controller = new AbortController()
  const options = { ...optionsFor('idCard'), signal: controller.signal, onMrz: () => controller.abort() }
  await expect(readChip(cardOf('idCard'), options)).rejects.toMatchObject({ code: 'chip_read_cancelled' })
})

test('the printed MRZ is compared line by line', async () => {
  const [first = '', second = ''] = specimenCards.passport.document.mrzLines
  const agree = await readChip(cardOf('passport'), { ...optionsFor('passport'), printedMrz: [first, second] })
  expect(verdict(agree, 'mrz_agrees')).toBe('passed')
  const differ = await readChip(cardOf('passport'), {
    ...optionsFor('passport'),
    printedMrz: [first.replace('ANNA', 'ANNE'), second],
  })
  expect(differ.checks.at(-1)).toMatchObject({ verdict: 'failed', reason: 'mrz_differs', detail: 'line 1' })
})
