import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildCase, type CaseOptions, type StoredCase } from '../tests/fixtures/case-builder.ts'

// Writes the sample cases of `npm run judge` and `npm run compare`: node scripts/make-cases.ts
const samples = join(import.meta.dirname, '..', 'docs', 'samples')
const write = (name: string, value: unknown): void =>
  writeFileSync(join(samples, name), `${JSON.stringify(value, null, 2)}\n`)

type Sample = { title: string; options?: CaseOptions; change?: (found: StoredCase) => StoredCase }
const permit: CaseOptions = { declared: { documentType: 'residence_permit', nationality: 'MAR' } }
const oldCard: CaseOptions = { declared: { documentType: 'cni_1995', documentNumber: '190469101234' } }

const cases: Record<string, Sample> = {
  approved: { title: 'A passport in which nothing is wrong' },
  'approved-identity-card': { title: 'An identity card with a chip', options: { declared: { documentType: 'cnie' } } },
  'approved-permit': { title: 'A residence permit of ten years', options: permit },
  'approved-old-card': { title: 'The card of 1995-2021: names and place compared on the print', options: oldCard },
  'approved-papeete': {
    title: 'The last day of a passport, at 15:10 in Papeete',
    options: { at: '2026-06-16T01:10:00.000Z', timeZone: 'Pacific/Tahiti', mrz: { expiryDate: '2026-06-15' } },
  },
  'rejected-expired': { title: 'Expired yesterday', options: { mrz: { expiryDate: '2026-06-14' } } },
  'rejected-other-person': {
    title: 'Signed by both, and the document of somebody else',
    options: { holder: { birthName: 'Durand' } },
  },
  'quarantined-no-match': {
    title: 'An approval without a comparison',
    change: (found) => ({ ...found, packet: { ...found.packet, match: [] } }),
  },
  'quarantined-evidence': {
    title: 'Evidence that is not what was signed',
    change: (found) => ({ ...found, evidence: { ...found.evidence, salt: 'A'.repeat(43) } }),
  },
  'review-email': {
    title: 'An e-mail address that nobody confirmed',
    change: (found) => ({ ...found, application: { ...found.application, emailConfirmed: false } }),
  },
}

for (const [name, { title, options = {}, change = (same) => same }] of Object.entries(cases)) {
  const { format, ...found } = change(buildCase(options))
  write(`case-${name}.json`, { format, title, ...found })
}

write('compare.json', [
  {
    title: 'Double name: two hyphens in the register, one filler in the MRZ',
    declared: { birthName: 'Dupont--Martin', givenNames: ['Jean', 'Pierre'], birthDate: '1985-03-07' },
    mrz: ['IDFRADUPONT<MARTIN<<<<<<<<<<<<974012', '1205974012349JEAN<<PIERRE<<8503079M0'],
    today: '2026-06-15',
  },
  {
    title: 'The clerk compared what may be cut',
    declared: { givenNames: ['Jean', 'Pierre'] },
    mrz: ['IDFRADUPONT<MARTIN<<<<<<<<<<<<974012', '1205974012349JEAN<<PIERRE<<8503079M0'],
    printed: { given_names: 'same' },
    today: '2026-06-15',
  },
  {
    title: 'A place with what an administration writes beside it',
    declared: { birthPlace: { name: 'Saint-Denis', inseeCode: '97411', country: 'FRA' }, birthDate: '1985-03-07' },
    chip: { birthPlace: 'SAINT-DENIS, LA REUNION, FRANCE', birthDate: '1985-03-07' },
  },
  {
    title: 'A word that only looks like "born"',
    declared: { birthName: 'Hui' },
    chip: { surname: 'TAN NEE HUI' },
  },
])
