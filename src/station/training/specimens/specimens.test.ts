import { describe, expect, it } from 'vitest'
import { codeOf } from '../../../emrtd/failure.ts'
import { readChip } from '../../../emrtd/read-chip.ts'
import { importCertificates } from '../../../emrtd/pki/import-trust.ts'
import { createTrustStore } from '../../../emrtd/pki/trust-store.ts'
import { seededRandom } from '../../../virtual-card/seeded-random.ts'
import { mrzInformation } from '../../../virtual-card/mrz-lines.ts'
import { createSpecimenCard, findSpecimen, loadPortrait } from './specimen-card.ts'
import { specimenTrust } from '../../../virtual-card/specimen-pki.ts'
import { dateSpecimen, momentOn } from '../../../virtual-card/printed-document.ts'
import { specimens } from './specimens.ts'

const today = new Date('2026-11-21T12:00:00Z')
const trust = createTrustStore(specimenTrust().map((der) => importCertificates(der, 'SPECIMEN')))

function passwordOf(lines: readonly string[]) {
  const information = mrzInformation(lines)
  return {
    kind: 'mrz',
    documentNumber: information.slice(0, -15),
    birthDate: information.slice(-14, -8),
    expiryDate: information.slice(-7, -1),
  } as const
}

describe('specimens', () => {
  const chips = specimens.filter((specimen) => specimen.kind !== 'cni_1995')

  it.each(chips.map((specimen) => [specimen.key, specimen] as const))('%s reads as expected', async (key, specimen) => {
    const card = createSpecimenCard(specimen, { today, random: seededRandom(key) })!
    const { mrzLines } = dateSpecimen(specimen, today)
    const options = { password: passwordOf(mrzLines), trust, at: today, random: seededRandom(`reader of ${key}`) }
    if (specimen.faults.includes('mute')) {
      expect(await readChip(card, options).catch(codeOf)).toBe(specimen.expected.reason)
      return
    }
    const reading = await readChip(card, options)
    expect(reading.mrzLines).toEqual(mrzLines)
    const notPassed = reading.checks
      .filter(({ verdict }) => verdict !== 'passed')
      .map(({ name, verdict }) => [name, verdict])
    expect(Object.fromEntries(notPassed)).toMatchObject(specimen.expected.checks)
    const failed = notPassed.filter(([, verdict]) => verdict === 'failed')
    const expectedFailed = Object.entries(specimen.expected.checks).filter(([, verdict]) => verdict === 'failed')
    expect(Object.fromEntries(failed)).toEqual(Object.fromEntries(expectedFailed))
    expect(reading.dg11?.name?.givenNames.join(' ')).toBe(specimen.holder.givenNames.join(' '))
  })

  it('the forged chip shows somebody else than the printed page', async () => {
    const specimen = findSpecimen('altered_portrait', today)!
    const card = createSpecimenCard(specimen, { today })!
    const reading = await readChip(card, { password: passwordOf(specimen.mrzLines), trust, at: today })
    expect(reading.portrait?.bytes).toEqual(loadPortrait({ ...specimen, portrait: specimen.forgedPortrait! }).image)
    expect(reading.portrait?.bytes).not.toEqual(loadPortrait(specimen).image)
  })

  it('have distinct keys, numbers and CANs', () => {
    for (const pick of [
      (s: (typeof specimens)[number]) => s.key,
      (s: (typeof specimens)[number]) => s.documentNumber,
    ]) {
      expect(new Set(specimens.map(pick)).size).toBe(specimens.length)
    }
    expect(specimens.filter(({ can }) => can !== null && !/^\d{6}$/.test(can))).toEqual([])
  })

  it('keep their age whatever today is', () => {
    for (const day of ['2026-11-21', '2027-02-28', '2028-02-29', '2031-12-31']) {
      const then = new Date(`${day}T00:00:00Z`)
      expect(findSpecimen('passport', then)!.expiryDate > day).toBe(true)
      expect(findSpecimen('expired_passport', then)!.expiryDate < day).toBe(true)
      expect(findSpecimen('passport', then)!.mrzLines[1]).toHaveLength(44)
    }
    expect(momentOn({ years: -1 }, new Date('2028-02-29T00:00:00Z'))).toBe('2027-02-28')
    expect(findSpecimen('nobody', today)).toBeNull()
  })
})
