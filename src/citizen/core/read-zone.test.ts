import { expect, test } from 'vitest'
import { dateSpecimen } from '../../virtual-card/printed-document.ts'
import { specimens } from '../../station/training/specimens/specimens.ts'
import { readZone } from './read-zone.ts'

const now = new Date('2026-11-28T12:00:00Z')
const specimenOf = (kind: string) =>
  dateSpecimen(
    specimens.find((one) => one.kind === kind)!,
    now,
  )

test.each(['passport', 'cnie', 'cni_1995', 'residence_permit'])('a %s gives its kind, number and dates', (kind) => {
  const { documentType, mrzLines, expiryDate } = specimenOf(kind)
  const read = readZone({ lines: [...mrzLines] }, now)
  expect(read).toMatchObject({ documentType })
  expect(read!.documentNumber).toMatch(/^[A-Z0-9]{9,12}$/)
  expect(read!.birthDate).toMatch(/^\d{4}/)
  if (kind === 'cni_1995') expect(read!.issuedOn).toMatch(/^\d{4}-\d{2}$/)
  else expect(read!.expiresOn).toBe(expiryDate)
})

test('a wrong check digit gives nothing, nor does what is no zone', () => {
  const [first = '', second = ''] = specimenOf('passport').mrzLines
  const wrong = second.replace(/^./, (character) => (character === 'A' ? 'B' : 'A'))
  expect(readZone({ lines: [first, wrong] }, now)).toBeNull()
  expect(readZone({ lines: ['HELLO', 'WORLD'] }, now)).toBeNull()
})
