import { readNumbers } from '../fixtures/read-numbers.ts'
import { runChaos } from './run-chaos.ts'

const usage = `npm run chaos -- [--seed S] [--kills N] [--stations N]
Kills stations and central at random points, damages the network, fills the disk, and looks for what was lost or came twice.`
const options = readNumbers(usage, { seed: 1, kills: 60, stations: 2 })
const report = await runChaos({ ...options, log: (line) => console.log(line) })
console.log(
  `${report.kills.station} kills of a station, ${report.kills.central} of central, ${report.kills.start} of starts, ` +
    `${report.fullDisks} full disks, ${report.clockJumps} clock jumps`,
)
console.log(`${report.packets} packets sealed: ${report.lost} lost, ${report.twice} twice`)
for (const failure of report.failures.slice(0, 40)) console.log(`FAILED ${failure}`)
console.log(`${report.passed} passed, ${report.failed} failed`)
process.exitCode = report.failed === 0 ? 0 : 1
