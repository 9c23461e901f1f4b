import { verifyLogFile } from './audit/verify-file.ts'

/** `npm run verify-log FILE [-- --key THUMBPRINT]`: needs neither Guichet's database nor a network. Exit code 0: whole. */
const parameters = process.argv.slice(2).filter((one) => one !== '--')
const at = parameters.indexOf('--key')
const expectedKey = at >= 0 ? (parameters.splice(at, 2)[1] ?? null) : null
const [file] = parameters
if (file === undefined) {
  console.error('Usage: npm run verify-log FILE [-- --key THUMBPRINT]')
  process.exit(2)
}
const verdict = await verifyLogFile(file, expectedKey)
if (verdict.kind !== null)
  console.log(`${verdict.kind} of station ${verdict.stationId ?? '(not registered)'}, signed by key ${verdict.key}`)
console.log(
  verdict.ok
    ? `whole: ${verdict.records} records`
    : `BROKEN at line ${verdict.firstBrokenLine}: ${verdict.reason} (${verdict.records} records before it are whole)`,
)
process.exitCode = verdict.ok ? 0 : 1
