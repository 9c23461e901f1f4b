import { join } from 'node:path'
import { readNumbers } from '../fixtures/read-numbers.ts'
import { keepReport, readReport } from './report.ts'
import { runLongLife } from './run-long-life.ts'

const usage = `npm run long-life -- [--seed S] [--logins N] [--kills N] [--people N] [--minutes N] [--resume 1]
Logs people in through two instances on one PostgreSQL while instances are killed, the database is restarted, keys rotate and clocks are off.
How far it has come stands in .cache/long-life/S.json; with --resume 1 it goes on from there, with a database and people of its own.
SIGINT and SIGTERM end it early: it judges and reports what there was.`
const defaults = { seed: 1, logins: 10_000, kills: 1_000, people: 24, minutes: 0, resume: 0 }
const { resume, ...options } = readNumbers(usage, defaults)
const file = join(import.meta.dirname, `../../.cache/long-life/${options.seed}.json`)
const ending = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => ending.abort())
const startedAt = performance.now()
const report = await runLongLife({
  ...options,
  ...(resume > 0 ? { before: readReport(file) } : {}),
  signal: ending.signal,
  log: (line) => console.log(`${new Date().toISOString().slice(11, 19)} ${line}`),
  onProgress: (so) => keepReport(file, so),
})
const { finished, refused, kills, restarts, rotations, slowestMs, failures, lives } = report
const seconds = (ms: number) => Math.round(ms / 1000)
console.log(
  `${finished} of ${options.logins} logins finished, the last life of ${lives} in ${seconds(performance.now() - startedAt)} s, the slowest login in ${seconds(slowestMs)} s`,
)
console.log(
  `${kills} of ${options.kills} instances killed, ${restarts} restarts of the database, ${rotations} new keys, ${failures.length} wrong or stuck`,
)
for (const [code, times] of Object.entries(refused)) console.log(`  begun again ${times} times: ${code}`)
process.exitCode = failures.length === 0 && finished >= options.logins && kills >= options.kills ? 0 : 1
