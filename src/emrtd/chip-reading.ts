import type { ChipFileName } from './chip-file-name.ts'
import type { ChipCheck } from './check.ts'
import type { AccessPassword, MrzPassword } from './access-password.ts'
import type { ChipAuthenticationWitness } from './chip-auth/ask-witness.ts'
import type { ChipEvidence } from './evidence/chip-evidence.ts'
import type { ChannelStats } from './iso7816/channel.ts'
import type { RandomSource } from './crypto/random.ts'
import type { Dg11 } from './lds/dg11.ts'
import type { Dg12 } from './lds/dg12.ts'
import type { Portrait } from './portrait/read-portrait.ts'
import type { TrustStore } from './pki/trust-store.ts'
import type { WeakSignaturePolicy } from './pki/weak-signature.ts'

export type ChipFileState = 'reading' | 'read' | 'absent' | 'failed'

/** How far a read has come; bytes of the file under way. */
export interface ChipProgress {
  readonly stage: 'access' | 'files' | 'verify'
  readonly file: ChipFileName | null
  readonly bytesRead: number
  readonly bytesTotal: number | null
}

/** All that one read gave. Verdicts say what it is worth; only with a passed `chain` are the data the issuer's. */
export interface ChipReading {
  /** `BAC` or e.g. `PACE-ECDH-CAM-AES-256 brainpoolP256r1`. */
  readonly accessProtocol: string
  readonly mrzLines: readonly string[]
  readonly dg11: Dg11 | null
  readonly dg12: Dg12 | null
  readonly portrait: Portrait | null
  /** First displayed signature of DG7, an encoded image; null unless asked for. */
  readonly signatureImage: Uint8Array | null
  /** One per name of `ChipCheckName`, in that order. */
  readonly checks: readonly ChipCheck[]
  /** Subjects of Document Signer and CSCA, or null where unknown. */
  readonly signer: string | null
  readonly csca: string | null
  /** Files that EF.SOD lists and the chip kept back or could not give. */
  readonly withheld: readonly ChipFileName[]
  /** What somebody else needs to judge the chip again: see `verifyEvidence`. */
  readonly evidence: ChipEvidence
  readonly stats: Readonly<ChannelStats>
}

export interface ReadChipOptions {
  readonly password: AccessPassword
  /** Lets a card without PACE be opened when `password` is a CAN. */
  readonly mrzForBac?: MrzPassword | null
  /** The MRZ as printed, for `mrz_agrees`; null when it was not read. */
  readonly printedMrz?: readonly string[] | null
  readonly trust: TrustStore
  /** True when `trust` was confirmed too long ago: a chain found in it is left open, not passed. */
  readonly isTrustOutdated?: boolean
  /** Which weak signatures fail; `usualWeakSignaturePolicy` where not said. */
  readonly weakSignatures?: WeakSignaturePolicy
  /** Day of reading: for the age of revocation lists; certificates are judged at the day of issue. */
  readonly at: Date
  readonly random?: RandomSource
  /** Eight bytes for Active Authentication, from who wants to see the answer; fresh random ones by default. */
  readonly activeAuthenticationChallenge?: Uint8Array
  /** Reads DG7 too; enrolment has no use for it. */
  readonly withSignatureImage?: boolean
  /** Lets somebody elsewhere see Chip Authentication for themselves. */
  readonly witness?: ChipAuthenticationWitness
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: ChipProgress) => void
  readonly onFile?: (file: ChipFileName, state: ChipFileState) => void
  /** DG1 as soon as it is read, before anything is proved. */
  readonly onMrz?: (lines: readonly string[]) => void
}
