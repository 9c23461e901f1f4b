import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { Declared } from '../../../contract/identity.ts'
import { parseReference } from '../../../contract/reference.ts'
import { portraitFolder } from './specimen-card.ts'
import { specimenApplications } from './specimen-applications.ts'

it('assets/specimens/applications.json is what scripts/make-specimens.mjs writes', () => {
  const written = readFileSync(new URL('applications.json', portraitFolder), 'utf8')
  expect(JSON.parse(written)).toEqual(specimenApplications())
})

it('every application is one that the contract accepts', () => {
  for (const { reference, declared } of specimenApplications()) {
    expect(parseReference(reference)).toEqual({ ok: true, reference })
    expect(Declared.parse(declared)).toEqual(declared)
  }
})

it('only the mismatch specimen declares otherwise than its document', () => {
  const [mismatch] = specimenApplications().filter(({ key }) => key === 'name_mismatch')
  expect(mismatch?.declared.givenNames).toEqual(['Karim'])
})
