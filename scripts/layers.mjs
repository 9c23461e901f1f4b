// Which layer may import which. Fails also when the tool saw suspiciously few modules: it then checked nothing.
import { cruise } from 'dependency-cruiser'
import { createRequire } from 'node:module'

const { forbidden, options } = createRequire(import.meta.url)('../.dependency-cruiser.cjs')
const fewest = 150
const { output } = await cruise(['src', 'electron'], { ...options, ruleSet: { forbidden }, validate: true })
const { violations, totalCruised } = output.summary
const errors = violations.filter(({ rule }) => rule.severity === 'error')
for (const { rule, from, to, cycle } of errors) {
  console.error(`${rule.name}: ${from} → ${cycle?.length ? cycle.map(({ name }) => name).join(' → ') : to}`)
}
console.log(`layers: ${totalCruised} modules seen, ${errors.length} violations`)
if (totalCruised < fewest) console.error(`fewer than ${fewest} modules were seen: the check saw nothing`)
process.exit(errors.length === 0 && totalCruised >= fewest ? 0 : 1)
