import { sayKnown, textsIn } from '../../texts/texts-in.ts'
import { inspectFiles, type InspectReport } from './inspect-files.ts'
import { readArguments, UsageError, type InspectArguments } from './read-arguments.ts'

const usage = `Checks the files of a travel document's chip: Passive Authentication of ICAO Doc 9303-11.

npm run --silent inspect -- --sod FILE [--dg1 FILE] ... [--dg16 FILE] [--trust FILE ...] [--crl FILE ...]
                            [--at YYYY-MM-DD] [--json] [--allow-unknown-csca]

  --sod FILE        EF.SOD as read from the chip
  --dgN FILE        data group N (1 to 16) as read; its hash is compared with the one in EF.SOD
  --trust FILE ...  CSCA certificates or master lists: DER, PEM, PKCS #7, master list, LDIF, ZIP, or a folder of these
  --crl FILE ...    certificate revocation lists, DER or PEM
  --at DATE         date at which certificates must be valid (default: the day of issue, by DG12, EF.SOD's signing time or
                    estimated); a day means its start in UTC
  --json            prints one JSON object instead of text
  --allow-unknown-csca  an authority that is in none of the lists is not held against the files

Verdicts: "passed"; "failed"; "not_possible", with the reason. The chain fails for a revoked signer too.
Exit code: 0 when all that was asked for passed, 1 when something failed or could not be checked, 2 when a file could not be used or the options are wrong.
`

process.exitCode = main(process.argv.slice(2))

function main(words: readonly string[]): number {
  try {
    const input = readArguments(words, new Date())
    if (input === null) {
      process.stdout.write(usage)
      return 0
    }
    const { report, unusable } = inspectFiles(input)
    process.stdout.write(input.json ? `${JSON.stringify(report)}\n` : describe(report))
    if (unusable.length > 0) return 2
    return hasPassed(report, input) ? 0 : 1
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    process.stderr.write(`inspect: ${error.message}\nSee --help.\n`)
    return 2
  }
}

/** Everything that was asked for: data groups only where some were given. */
function hasPassed({ signature, hashes, chain, reasons }: InspectReport, input: InspectArguments): boolean {
  const isUnknown =
    chain === 'not_possible' && reasons.some((reason) => /^chain: (csca_unknown|csca_missing|trust_empty)/.test(reason))
  return (
    signature === 'passed' &&
    (hashes === 'passed' || (hashes === 'not_possible' && input.dataGroups.size === 0)) &&
    (chain === 'passed' || (isUnknown && input.allowsUnknownCsca)) &&
    // A list that was given and could not be used has checked nothing; without a chain there is nothing to look up in it.
    !reasons.some((reason) => reason.startsWith('revocation: ') && !(isUnknown && input.allowsUnknownCsca))
  )
}

function describe(report: InspectReport): string {
  const rows = [
    ['signature', report.signature],
    ['hashes', report.hashes],
    ['chain', report.chain],
    ['signer', report.signer ?? '-'],
    ['csca', report.csca ?? '-'],
    ...report.reasons.flatMap((reason) => [['because', reason], ...explain(reason)]),
  ]
  return rows.map(([label = '', value = '']) => `${label.padEnd(10)} ${value}\n`).join('')
}

function explain(reason: string): string[][] {
  const text = sayKnown(textsIn('en'), `chip-reasons:${/^\w+: (\w+)/.exec(reason)?.[1]}`, '')
  return text === '' ? [] : [['', text]]
}
