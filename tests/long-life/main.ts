import { readNumbers } from '../fixtures/read-numbers.ts'
import { runLongLife } from './run-long-life.ts'

const usage = `npm run long-life -- [--seed S] [--logins N] [--kills N] [--people N] [--minutes N]
Logs people in through two instances on one PostgreSQL while instances are killed, the database is restarted, keys rotate and clocks are off.`
const options = readNumbers(usage, { seed: 1, logins: 10_000, kills: 1_000, people: 24, minutes: 0 })
const startedAt = performance.now()
const report = await runLongLife({ ...options, log: (line) => console.log(line) })
const { finished, refused, kills, restarts, rotations, slowestMs, failures } = report
console.log(
  `${finished} logins finished in ${Math.round((performance.now() - startedAt) / 1000)} s, the slowest in ${Math.round(slowestMs / 1000)} s`,
)
console.log(`${kills} instances killed, ${restarts} restarts of the database, ${rotations} new keys`)
for (const [code, times] of Object.entries(refused)) console.log(`  begun again ${times} times: ${code}`)
process.exitCode = failures.length === 0 ? 0 : 1
