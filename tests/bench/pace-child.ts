import { text } from 'node:stream/consumers'
import { openChip } from './open-chip.ts'

/** One PACE in a process that has done nothing before: recorded exchanges on standard input, processor milliseconds out. */
const exchanges = JSON.parse(await text(process.stdin))
const start = process.cpuUsage()
await openChip(exchanges)
const { user, system } = process.cpuUsage(start)
process.stdout.write(String((user + system) / 1000))
