// Writes the templates of the managed configuration in packaging/: `node scripts/make-policy-templates.ts`, after a change of the settings.
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { policyTemplates } from './toolchain/policy-templates.ts'

for (const [name, text] of Object.entries(policyTemplates())) {
  const path = join(import.meta.dirname, '..', 'packaging', name)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}
