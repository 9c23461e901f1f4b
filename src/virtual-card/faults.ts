import type { CardPlan, HostileKind } from './behaviour.ts'
import type { CardDocument } from './document.ts'
import { alter, amend, behave, sign, type Change } from './fault-change.ts'
import { oddities } from './oddity-faults.ts'
import { fileIds, groupFileId } from './personalise.ts'

/** A fault by name, its number or word behind a colon where it takes one: `remove-after-bytes:500`. */
export type Fault = FaultName | `${FaultName}:${string}`

function flipByte(file: Uint8Array | undefined, at: number): void {
  if (file) file[at]! ^= 1
}

/** Another first letter for the surname: behind the 5 bytes of headers, on line 3 of TD1, on line 1 else. */
function replaceSurname(dg1: Uint8Array): void {
  const at = dg1.length === 95 ? 65 : 10
  dg1[at] = dg1[at] === 0x58 ? 0x59 : 0x58
}

const limit =
  (status: number): Change =>
  (plan, argument) => {
    plan.behaviour.readLimit = { bytes: Number(argument || 0xdf), status }
  }

const daysFrom = (date: Date, days: number) => new Date(date.getTime() + days * 86_400_000)

/** Faults by what goes wrong in the field and by what an attacker does; the numbers are those of docs/virtual-card.md. */
const faultTable = {
  // 1: SELECT MF.
  'select-mf-6982': behave({ selectMfStatus: 0x6982 }),
  'select-mf-6a81': behave({ selectMfStatus: 0x6a81 }),
  'select-mf-6a86': behave({ selectMfStatus: 0x6a86 }),
  'select-mf-6a87': behave({ selectMfStatus: 0x6a87 }),
  'select-mf-by-identifier': behave({ selectMfNeedsIdentifier: true }),
  // 2, 3: PACE set-up.
  'le-spoils-pace': behave({ leSpoilsPace: true }),
  'pace-needs-reference': behave({ paceNeedsReference: 0x6a87 }),
  'pace-needs-reference-drop': behave({ paceNeedsReference: 'drop' }),
  // 4, 5: which PACE is offered.
  'pace-french': (plan) => amend({ pace: offers(plan, ['GM', 'IM']) })(plan, ''),
  'pace-german': (plan) => amend({ pace: offers(plan, ['GM', 'CAM']) })(plan, ''),
  'pace-im-only': (plan) => amend({ pace: offers(plan, ['IM']) })(plan, ''),
  // 6, 7: EF.CardAccess and BAC.
  'card-access-absent': behave({ cardAccess: 'absent' }),
  'card-access-invalidated': behave({ cardAccess: 'invalidated' }),
  'no-bac-6a88': noBac(0x6a88),
  'no-bac-6982': noBac(0x6982),
  'no-bac-6985': noBac(0x6985),
  // 9 to 12: status words and lengths.
  'bare-status': behave({ bareErrors: true }),
  'le-6700': limit(0x6700),
  'le-6cxx': limit(0x6c00),
  'le-6282': limit(0x6282),
  // Bare, so that a reader that keeps counting gets 6988 next.
  'le-6b00': (plan, argument) => {
    limit(0x6b00)(plan, argument)
    plan.behaviour.bareErrors = true
  },
  'empty-9000': ({ behaviour }, argument) => {
    behaviour.emptyFiles = new Set([...behaviour.emptyFiles, argument ? parseInt(argument, 16) : fileIds.com])
  },
  'get-response': ({ behaviour }, argument) => {
    behaviour.chunkBytes = Number(argument || 100)
  },
  'no-extended-length': (plan) => {
    plan.behaviour.refusesExtended = true
    plan.document.takesExtendedLength = false
  },
  // 13 to 15: DG14 and Active Authentication.
  'dg14-key-only': ({ document }) => {
    document.chipAuthentication = document.chipAuthentication.map((option) => ({
      ...option,
      // Without ChipAuthenticationInfo the terminal has to take it for 3DES, and such chips do mean that.
      cipher: '3DES',
      keyOnly: true,
    }))
  },
  'two-chip-keys': ({ document }) => {
    const [option] = document.chipAuthentication
    if (option)
      document.chipAuthentication = [
        { ...option, keyId: 1 },
        { ...option, keyId: 2 },
      ]
  },
  'ca-without-set-kat': behave({ refusesSetKat: true }),
  'cam-key-apart': amend({ hasMappingKeyApart: true }),
  'aa-ecdsa-der': amend({ activeAuthentication: { kind: 'ecdsa', curve: 'P-256', hash: 'sha256', encoding: 'der' } }),
  'aa-other-hash': amend({
    activeAuthentication: { kind: 'ecdsa', curve: 'brainpoolP256r1', hash: 'sha1', encoding: 'plain' },
  }),
  'aa-long-rsa': amend({ activeAuthentication: { kind: 'rsa', modulusBits: 3072, hash: 'sha256' } }),
  // 16 to 21: EF.SOD.
  'sod-content-type-fr': sign({ contentType: '1.3.27.1.1.1' }),
  'sod-content-type-data': sign({ contentType: '1.2.840.113549.1.7.1' }),
  'sod-indefinite': sign({ indefinite: true }),
  'sod-signer-mismatched': sign({ signerIdentifier: 'mismatched' }),
  'sod-signer-by-key': sign({ signerIdentifier: 'key-identifier' }),
  'sod-issuer-reversed': sign({ issuerForm: { reversed: true } }),
  'sod-issuer-utf8': sign({ issuerForm: { allUtf8: true } }),
  'sod-rsa-pss': sign({ signerKey: { rsaBits: 2048 }, signerScheme: { hash: 'sha256', rsa: 'pss' } }),
  'sod-rsa-bare': sign({ signerKey: { rsaBits: 2048 }, signerScheme: { hash: 'sha256', rsa: 'bare' } }),
  'sod-ecdsa-sha1': sign({ signerScheme: { hash: 'sha1' }, groupHash: 'sha1' }),
  'sod-explicit-curve': sign({ signerKey: { curve: 'brainpoolP256r1', explicit: true } }),
  'sod-wrong-curve': sign({ signerKey: { curve: 'brainpoolP256r1', declaredAs: 'P-256' } }),
  'sod-version-1': sign({ ldsVersion: 1 }),
  // 22: trust.
  'unknown-csca': sign({ unknownAuthority: true }),
  'no-key-identifiers': sign({ withoutKeyIdentifiers: true }),
  'expired-signer': ({ document }) => {
    const { signing } = document
    const notAfter = daysFrom(signing.signerNotBefore, 10 * 365)
    document.signing = { ...signing, signerNotAfter: notAfter }
  },
  'damaged-signature': sign({ damagedSignature: true }),
  // 23 to 25: data groups.
  'portrait-39794': ({ document }) => {
    document.portrait = { ...document.portrait, encoding: 'ISO 39794-5' }
  },
  'portrait-trailing-bytes': ({ document }) => {
    document.portrait = { ...document.portrait, trailingBytes: 37 }
  },
  'portrait-truncated': ({ document }) => {
    const { portrait } = document
    document.portrait = { ...portrait, image: portrait.image.slice(0, portrait.image.length >> 1) }
  },
  'dates-bcd': ({ document }) => {
    const { additionalDetails, documentDetails } = document
    if (additionalDetails) document.additionalDetails = { ...additionalDetails, dateForm: 'bcd' }
    if (documentDetails) document.documentDetails = { ...documentDetails, dateForm: 'bcd' }
  },
  'stray-fillers': ({ document }) => {
    if (document.additionalDetails) document.additionalDetails = { ...document.additionalDetails, strayFillers: true }
  },
  'altered-dg1': alter((chip) => replaceSurname(chip.applicationFiles.get(groupFileId(1))!)),
  'altered-dg2': alter((chip) => flipByte(chip.applicationFiles.get(groupFileId(2)), 2000)),
  'altered-dg11': alter((chip) => flipByte(chip.applicationFiles.get(groupFileId(11)), 24)),
  'no-sod': alter((chip) => chip.applicationFiles.delete(fileIds.sod)),
  // 26, 27: the link.
  'idle-reset': ({ behaviour }, argument) => {
    behaviour.idleResetMs = Number(argument || 5000)
  },
  'remove-after-bytes': ({ behaviour }, argument) => {
    behaviour.removal.afterBytes = Number(argument)
  },
  'remove-after-commands': ({ behaviour }, argument) => {
    behaviour.removal.afterCommands = Number(argument)
  },
  slow: ({ behaviour }, argument) => {
    behaviour.latencyMs = Number(argument || 200)
  },
  mute: behave({ isMute: true }),
  ...oddities,
  // Attacks.
  clone: behave({ isClone: true }),
  'wrong-mac': ({ behaviour }, argument) => {
    behaviour.wrongMacFrom = Number(argument || 1)
  },
  // hostile:KIND/FILE, e.g. hostile:endless/0102; every file without the second part.
  hostile: ({ behaviour }, argument) => {
    const [kind = '', file] = (argument || 'garbage').split('/')
    behaviour.hostile = { kind: kind as HostileKind, file: file === undefined ? null : parseInt(file, 16) }
  },
} satisfies Record<string, Change>

export type FaultName = keyof typeof faultTable
export const faultNames = Object.keys(faultTable) as FaultName[]

function noBac(status: number): Change {
  return ({ document, behaviour }) => {
    document.hasBac = false
    behaviour.noBacStatus = status
  }
}

/** The document's first PACE offer under each of these mappings. */
function offers({ document }: CardPlan, mappings: readonly ('GM' | 'IM' | 'CAM')[]): CardDocument['pace'] {
  const { cipher, parameterId } = document.pace[0] ?? { cipher: 'AES-256', parameterId: 13 }
  return mappings.map((mapping) => ({ mapping, cipher, parameterId }))
}

/** Applies faults to a plan in order. Throws RangeError for a name that is not in the table. */
export function applyFaults(plan: CardPlan, faults: readonly Fault[]): void {
  for (const fault of faults) {
    const [name = '', argument = ''] = fault.split(':')
    if (!Object.hasOwn(faultTable, name)) throw new RangeError(`no such fault: ${name}`)
    const change: Change = faultTable[name as FaultName]
    change(plan, argument)
  }
}
