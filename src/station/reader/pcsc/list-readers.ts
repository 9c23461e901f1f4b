import { setTimeout as sleep } from 'node:timers/promises'
import { openPcscReader } from './pcsc-reader.ts'

/** Prints the name of a PC/SC reader of this machine as a JSON list, empty without one. For `npm start`. */
const reader = openPcscReader()
await sleep(1500)
const { name } = reader.status()
process.stdout.write(JSON.stringify(name === null ? [] : [name]))
await reader.stop()
process.exit(0)
