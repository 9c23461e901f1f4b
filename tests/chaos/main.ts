import { parseArgs } from 'node:util'
import { runChaos } from './run-chaos.ts'

/** `npm run chaos -- --seed S --kills N [--stations N]` */
const { values } = parseArgs({
  args: process.argv.slice(2).filter((one) => one !== '--'),
  options: { seed: { type: 'string' }, kills: { type: 'string' }, stations: { type: 'string' } },
})
const seed = Number(values.seed ?? 1)
const kills = Number(values.kills ?? 60)
const report = await runChaos({ seed, kills, stations: Number(values.stations ?? 2), log: (line) => console.log(line) })
console.log(
  `${report.kills.station} kills of a station, ${report.kills.central} of central, ` +
    `${report.fullDisks} full disks, ${report.clockJumps} clock jumps`,
)
console.log(`${report.packets} packets sealed: ${report.lost} lost, ${report.twice} twice`)
for (const failure of report.failures.slice(0, 40)) console.log(`FAILED ${failure}`)
console.log(`${report.passed} passed, ${report.failures.length} failed`)
process.exitCode = report.failures.length === 0 ? 0 : 1
