/* eslint-disable no-console */
// Reads the chip on the first PC/SC reader: node docs/examples/read-chip.ts NUMBER BIRTH EXPIRY [trust files or folders]
// (document number, birth and expiry date as YYMMDD, as printed in the MRZ). Prints the verdicts, no personal data.

import { codeOf, readChip } from '../../src/emrtd/read.ts'
import { openPcscReader } from '../../src/station/reader/pcsc/pcsc-reader.ts'
import { loadTrust } from '../../src/station/trust/load-trust.ts'
import { createTrustStore } from '../../src/emrtd/verify.ts'

const [documentNumber = '', birthDate = '', expiryDate = '', ...trustPaths] = process.argv.slice(2)
const trust = createTrustStore(trustPaths.flatMap(loadTrust))
const reader = openPcscReader()

try {
  const reading = await reader.withDocument(AbortSignal.timeout(60_000), (transceiver) =>
    readChip(transceiver, {
      password: { kind: 'mrz', documentNumber, birthDate, expiryDate },
      trust,
      at: new Date(),
      onProgress: ({ stage, file, bytesRead, bytesTotal }) =>
        console.error(stage, file ?? '', bytesRead, bytesTotal ?? ''),
    }),
  )
  console.table(reading.checks)
  console.log(reading.accessProtocol, reading.portrait?.format, reading.stats)
} catch (error) {
  console.error(codeOf(error) ?? error)
  process.exitCode = 1
} finally {
  await reader.stop()
}
