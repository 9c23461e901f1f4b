/* eslint-disable no-console */
// Judges a chip's files again, without the chip: node docs/examples/verify-evidence.ts FOLDER [trust files]
// FOLDER holds files named EF.SOD, DG1, DG11 ... as read, and for Active Authentication `aa-challenge` and `aa-response`.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createTrustStore, importTrust, verifyEvidence, type ChipFileName } from '../../src/emrtd/verify.ts'

const [folder = '.', ...trustFiles] = process.argv.slice(2)
const store = createTrustStore(trustFiles.flatMap((file) => importTrust(readFileSync(file), file)))
const names = readdirSync(folder).filter((name): name is ChipFileName => /^(EF\.\w+|DG\d+)$/.test(name))
const read = (name: string) => new Uint8Array(readFileSync(join(folder, name)))
const hasExchange = existsSync(join(folder, 'aa-challenge')) && existsSync(join(folder, 'aa-response'))

const { checks, signer, csca, withheld } = verifyEvidence(
  {
    files: new Map(names.map((name) => [name, read(name)])),
    imagesLeftOut: names.includes('DG2') ? [] : ['DG2'],
    activeAuthentication: hasExchange
      ? {
          challenge: read('aa-challenge'),
          response: read('aa-response'),
          status: null,
          needsExtendedLength: false,
        }
      : null,
    printedMrz: null,
    mrzKeys: null,
    // Whoever was not there has seen nothing: access and Chip Authentication come out as `not_shown_later`.
    seen: null,
  },
  { store },
  new Date(),
)
console.table(checks)
console.log({ signer, csca, withheld })
