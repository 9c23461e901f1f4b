import { equalBytes } from '../../src/emrtd/crypto/bytes.ts'
import type { ChipFileName } from '../../src/emrtd/chip-file-name.ts'
import { orIfMalformed } from '../../src/emrtd/or-if-malformed.ts'
import { parseSod, type Sod } from '../../src/emrtd/lds/sod.ts'
import { readTlv } from '../../src/emrtd/tlv/tlv.ts'
import { fingerprintOf } from '../../src/emrtd/pki/trust-store.ts'
import { parseCertificate } from '../../src/emrtd/pki/certificate.ts'
import { verifyEvidence } from '../../src/emrtd/evidence/verify-evidence.ts'
import { fileIds, groupFileId, personalise } from '../../src/virtual-card/personalise.ts'
import { seededRandom } from '../../src/virtual-card/seeded-random.ts'
import { optionsFor, readingDate, specimenCards } from '../../src/virtual-card/testing/specimen-cards.ts'
import type { FuzzTarget } from './fuzz-target.ts'

const groups = [1, 2, 11, 12, 14, 15] as const
const store = optionsFor('passport').trust
let made: ReadonlyMap<ChipFileName, Uint8Array> | null = null

/** The files of a sound passport, the same every time; made on first use, as other targets' workers need none. */
function soundFiles(): ReadonlyMap<ChipFileName, Uint8Array> {
  const { applicationFiles } = personalise(specimenCards.passport.document, seededRandom('fuzz evidence'))
  const at = (id: number) => applicationFiles.get(id) ?? new Uint8Array(0)
  return (made ??= new Map<ChipFileName, Uint8Array>([
    ['EF.SOD', at(fileIds.sod)],
    ...groups.map((group) => [`DG${group}`, at(groupFileId(group))] as const),
  ]))
}

const seen = { imagesLeftOut: [], activeAuthentication: null, printedMrz: null, mrzKeys: null, seen: null } as const

/** What a signature covers of EF.SOD: its content, and the signed attributes, whatever stands around them. */
const signedPartsOf = ({ cms, securityObject: _ }: Sod) => [
  cms.content,
  ...cms.signers.map((signer) => signer.signedAttributes?.value ?? new Uint8Array(0)),
]

/** Whether the mutated file still says all that was signed, and by the same signer; bytes that nobody signed may differ. */
function isSameAsSigned(name: ChipFileName, bytes: Uint8Array, signer: string | null): boolean {
  const sound = soundFiles().get(name) ?? new Uint8Array(0)
  if (name !== 'EF.SOD') return orIfMalformed(() => equalBytes(readTlv(bytes).raw, sound), false)
  const [before, after] = [parseSod(sound), orIfMalformed(() => parseSod(bytes), null)]
  if (after === null) return false
  const parts = signedPartsOf(after)
  const own = before.cms.certificates.map((one) => fingerprintOf(parseCertificate(one.raw)))
  return (
    signer !== null &&
    own.includes(signer) &&
    signedPartsOf(before).every((part) => parts.some((other) => equalBytes(part, other)))
  )
}

/** A whole verdict over a sound passport with one file mutated: it must not stand once a signed byte has changed. */
function judgeMutated(name: ChipFileName): FuzzTarget {
  return {
    get samples() {
      return [soundFiles().get(name) ?? new Uint8Array(0)]
    },
    run: (bytes) => {
      const files = new Map([...soundFiles(), [name, bytes]])
      const { isAuthentic, fingerprints, checks } = verifyEvidence({ ...seen, files }, { store }, readingDate)
      if (isAuthentic && !isSameAsSigned(name, bytes, fingerprints.signer))
        throw new Error(`${name} changed and passed`)
      return checks
    },
    // A whole judgement each.
    share: 0.1,
  }
}

export const evidenceTargets: Readonly<Record<string, FuzzTarget>> = {
  evidence_sod: judgeMutated('EF.SOD'),
  evidence_dg1: judgeMutated('DG1'),
  evidence_dg11: judgeMutated('DG11'),
  evidence_dg14: judgeMutated('DG14'),
  evidence_dg15: judgeMutated('DG15'),
}
