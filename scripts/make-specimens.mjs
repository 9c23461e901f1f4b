// Writes what the specimen citizens declared, for central's training data, from the specimens the simulator has.
// Run it under Node 22.18 or newer: node scripts/make-specimens.mjs
import { writeFileSync } from 'node:fs'
import { specimenApplications } from '../src/station/training/specimens/specimen-applications.ts'

const file = new URL('../assets/specimens/applications.json', import.meta.url)
writeFileSync(file, `${JSON.stringify(specimenApplications(), null, 2)}\n`)
