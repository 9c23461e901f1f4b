import { EvidenceFile, type ReadEvidence } from '../../contract/evidence.ts'
import type { ChipReading } from '../../emrtd/read.ts'
import type { ChallengeParts } from '../../evidence/active-challenge.ts'

/** Read here for the person's sake, and sent to nobody. */
const pictures = ['DG2', 'DG7'] as const

const encode = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url')

/** What the challenge was made of, beside the application; null where it was random alone. */
export type Asked = Pick<ChallengeParts, 'salt' | 'nonce'>

/** What central needs to judge a read again: files without pictures, Active Authentication's exchange, and our verdicts. */
export function evidenceOfReading(
  reading: ChipReading,
  {
    at,
    witness,
    asked,
    isPortraitShown,
  }: { at: Date; witness: string | null; asked: Asked | null; isPortraitShown: boolean },
): ReadEvidence {
  const { files, activeAuthentication: ran } = reading.evidence
  const sent = EvidenceFile.options.flatMap((name) => {
    const bytes = files.get(name)
    return bytes === undefined ? [] : [[name, encode(bytes)] as const]
  })
  return {
    at: at.toISOString(),
    accessProtocol: reading.accessProtocol,
    files: Object.fromEntries(sent),
    withheld: pictures.filter((name) => files.has(name) && (name !== 'DG2' || isPortraitShown)),
    // A chip that gave no answer has failed: there is nothing to judge again.
    activeAuthentication:
      ran === null || ran.response === null
        ? null
        : {
            challenge: encode(ran.challenge),
            response: encode(ran.response),
            salt: asked?.salt ?? null,
            nonce: asked?.nonce ?? null,
          },
    witness,
    checks: [...reading.checks],
  }
}
