import { parseArgs } from 'node:util'
import { joinOptionValues } from '../../contract/option-values.ts'
import { AuditHead } from './audit-head.ts'
import { verifyLogFile } from './verify-file.ts'

const help = `Verifies an exported audit log or daily log (JSON Lines): every signature, every link of the chain, every count.

npm run verify-log FILE [-- --key THUMBPRINT --head NUMBER:HASH]

  --key THUMBPRINT  the station's key as central shows it (RFC 7638); without it the key named in the file is believed
  --head NUMBER:HASH  a record as the station told central of it (/admin, Kiosks): the audit log must hold it

Needs neither Guichet's database nor a network.
The daily log as CSV or PDF is for reading and bears no signature: export it as JSON Lines to have it verified.
Exit code: 0 whole, 1 broken (the first broken line is named), 2 when the file cannot be read, bears no signature, or the options are wrong.`

/** The end of a run that verified nothing. */
function stop(message: string): never {
  console.error(message)
  process.exit(2)
}

function readOptions() {
  try {
    const options = {
      key: { type: 'string' },
      head: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    } as const
    // What stands between npm's own options and ours reaches us where a command is called twice removed.
    const given = process.argv.slice(2).filter((one) => one !== '--')
    return parseArgs({ args: joinOptionValues(given, options), allowPositionals: true, options })
  } catch (error) {
    return stop(`${(error as Error).message}\n\n${help}`)
  }
}

function readHead(text: string | undefined): AuditHead | null {
  if (text === undefined) return null
  const [seq, hash] = text.split(':')
  return AuditHead.safeParse({ seq: Number(seq), hash }).data ?? stop(`--head is no NUMBER:HASH\n\n${help}`)
}

function readKey(text: string | undefined): string | null {
  if (text === undefined) return null
  return /^[\w-]{43}$/.test(text) ? text : stop(`--key is no thumbprint\n\n${help}`)
}

const { values, positionals } = readOptions()
if (values.help) {
  console.log(help)
  process.exit(0)
}
const [file] = positionals
if (file === undefined || positionals.length > 1) stop(help)
const verdict = await verifyLogFile(file, readKey(values.key), readHead(values.head)).catch(
  (error: NodeJS.ErrnoException) => {
    if (error.syscall === undefined) throw error
    return stop(`${file}: cannot be read (${error.code})`)
  },
)
if (verdict.unsigned !== null)
  stop(
    `${file}: unsigned. A ${verdict.unsigned.toUpperCase()} export bears no signature, nothing about it can be verified; the same days exported as JSON Lines can.`,
  )
if (verdict.kind !== null)
  console.log(`${verdict.kind} of station ${verdict.stationId ?? '(not registered)'}, signed by key ${verdict.key}`)
console.log(
  verdict.ok
    ? `whole: ${verdict.records} records`
    : `BROKEN at line ${verdict.firstBrokenLine}: ${verdict.reason} (${verdict.records} records before it are whole)`,
)
process.exitCode = verdict.ok ? 0 : 1
