import { expect, test } from 'vitest'
import { codeOf } from '../../emrtd/failure.ts'
import { readChip } from '../../emrtd/read-chip.ts'
import { importCertificates } from '../../emrtd/pki/import-trust.ts'
import { createTrustStore } from '../../emrtd/pki/trust-store.ts'
import { mrzInformation } from '../../virtual-card/mrz-lines.ts'
import { specimenTrust } from '../../virtual-card/specimen-pki.ts'
import { createSimulatedChipReader } from './simulated-chip-reader.ts'
import { createSpecimenCard, findSpecimen } from './specimens/specimen-card.ts'

test('a document pulled away mid-read fails that read as removed, and the next one is read whole', async () => {
  const today = new Date('2026-11-21T12:00:00Z')
  const specimen = findSpecimen('passport', today)!
  const information = mrzInformation(specimen.mrzLines)
  const password = {
    kind: 'mrz',
    documentNumber: information.slice(0, -15),
    birthDate: information.slice(-14, -8),
    expiryDate: information.slice(-7, -1),
  } as const
  const trust = createTrustStore(specimenTrust().map((der) => importCertificates(der, 'SPECIMEN')))
  const reader = createSimulatedChipReader()
  const lay = () => reader.present(createSpecimenCard(specimen, { today })!)
  const read = () =>
    reader.withDocument(new AbortController().signal, (card) => readChip(card, { password, trust, at: today }))
  lay()
  reader.pullNext()
  expect(await read().catch(codeOf)).toBe('chip_removed')
  lay()
  expect((await read()).mrzLines).toEqual([...specimen.mrzLines])
})
