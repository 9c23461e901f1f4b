import { hash, type HashName } from '../emrtd/crypto/hash.ts'
import type { RandomSource } from '../emrtd/crypto/random.ts'
import {
  encodeCom,
  encodeDg1,
  encodeDg11,
  encodeDg12,
  encodeDg14,
  encodeDg15,
  encodeDg2,
  encodeDg3,
  encodeDg7,
} from './data-groups.ts'
import { integer, nothing, octets, oid, printable, sequence, tlv } from './der.ts'
import type { CardDocument } from './document.ts'
import { issueSigner, type Issuer } from './specimen-pki.ts'
import { hashOids, makeEcKey, makeRsaKey, type SigningKey } from './pki/signing-key.ts'
import { signContent, type SignedDataForm } from './pki/signed-data.ts'
import {
  activeAuthenticationInfos,
  chipAuthenticationInfos,
  makeStaticKey,
  mappingPublicKeyInfo,
  paceInfo,
  securityInfos,
  type StaticKey,
} from './security-data.ts'

/** Files by identifier. */
export interface ChipFiles {
  masterFiles: Map<number, Uint8Array>
  applicationFiles: Map<number, Uint8Array>
}

/** The keys that never leave a chip. */
export interface ChipKeys {
  /** Chip Authentication keys in the order of the document's options. */
  chipKeys: readonly StaticKey[]
  /** Key of PACE-CAM by parameter id. */
  mappingKeys: ReadonlyMap<number, StaticKey>
  activeKey: SigningKey | null
}

/** What lies on a chip. */
export interface ChipContents extends ChipFiles, ChipKeys {}

export const fileIds = { cardAccess: 0x011c, cardSecurity: 0x011d, com: 0x011e, sod: 0x011d } as const

/** Data group n is file 01 0n (Doc 9303-10 §4, table 38). */
export const groupFileId = (group: number) => 0x0100 | group

const groupTags: Record<number, number> = { 1: 0x61, 2: 0x75, 3: 0x63, 7: 0x67, 11: 0x6b, 12: 0x6c, 14: 0x6e, 15: 0x6f }

function makeActiveKey(document: CardDocument, random: RandomSource): SigningKey | null {
  const option = document.activeAuthentication
  if (option === null) return null
  if (option.kind === 'rsa') return makeRsaKey(option.modulusBits)
  return makeEcKey(option.curve, random, { explicit: option.explicitParameters ?? false })
}

function makeMappingKeys(document: CardDocument, random: RandomSource): Map<number, StaticKey> {
  const ids = document.pace.filter((option) => option.mapping === 'CAM').map((option) => option.parameterId)
  return new Map([...new Set(ids)].map((id) => [id, makeStaticKey(id, random)]))
}

function encodeGroups(document: CardDocument, chip: ChipContents): Map<number, Uint8Array> {
  const groups = new Map<number, Uint8Array>([
    [1, encodeDg1(document.mrzLines, document.hasBlanksInDg1 ? ' ' : '<')],
    [2, encodeDg2(document.portrait)],
  ])
  if (document.hasFingerprints) groups.set(3, encodeDg3())
  if (document.signatureImage) groups.set(7, encodeDg7(document.signatureImage))
  if (document.additionalDetails) groups.set(11, encodeDg11(document.additionalDetails))
  if (document.documentDetails) groups.set(12, encodeDg12(document.documentDetails))
  const infos = [
    ...document.pace.map(paceInfo),
    ...document.chipAuthentication.flatMap((option, at) => chipAuthenticationInfos(option, chip.chipKeys[at]!)),
    ...activeAuthenticationInfos(document.activeAuthentication),
  ]
  if (infos.length > 0) {
    const form = document.dg14Form ?? ((plain: Uint8Array) => plain)
    groups.set(14, encodeDg14(form(securityInfos(infos))))
  }
  if (chip.activeKey) groups.set(15, encodeDg15(chip.activeKey.publicKeyInfo))
  return groups
}

/** LDSSecurityObject (Doc 9303-10 §4.6.2.3); version 1 adds the LDS version info. */
function encodeSecurityObject(groups: ReadonlyMap<number, Uint8Array>, hashName: HashName, version: 0 | 1): Uint8Array {
  const hashes = [...groups].map(([group, bytes]) => sequence(integer(group), octets(hash(hashName, bytes))))
  const versionInfo = version === 0 ? [] : [sequence(printable('0108'), printable('040000'))]
  return sequence(integer(version), sequence(oid(hashOids[hashName]), nothing()), sequence(...hashes), ...versionInfo)
}

function signedForm(document: CardDocument): SignedDataForm {
  const { signing } = document
  return {
    scheme: signing.signerScheme,
    digest: signing.groupHash,
    signingTime: new Date(signing.signerNotBefore.getTime() + 86_400_000),
    signerIdentifier: signing.signerIdentifier,
    issuerForm: signing.issuerForm,
    indefinite: signing.indefinite,
    damaged: signing.damagedSignature,
  }
}

function encodeSod(
  document: CardDocument,
  groups: ReadonlyMap<number, Uint8Array>,
  issuer: Issuer,
  random: RandomSource,
) {
  const { contentType, groupHash, ldsVersion } = document.signing
  const content = encodeSecurityObject(groups, groupHash, ldsVersion)
  return tlv(0x77, signContent(contentType, content, issuer.signer, issuer.authority, signedForm(document), random))
}

function masterFiles(document: CardDocument, chip: ChipContents, issuer: Issuer, random: RandomSource) {
  const files = new Map<number, Uint8Array>()
  if (document.pace.length === 0) return files
  const infos = document.pace.map(paceInfo)
  files.set(fileIds.cardAccess, securityInfos(infos))
  if (chip.mappingKeys.size === 0) return files
  const keys = [...chip.mappingKeys].map(([id, key]) => mappingPublicKeyInfo(id, key))
  const form = { ...signedForm(document), digest: document.signing.signerScheme.hash }
  const content = securityInfos([...infos, ...keys])
  // id-SecurityObject of BSI TR-03110-3 §A.1.2.4.
  const contentType = '0.4.0.127.0.7.3.2.1'
  files.set(fileIds.cardSecurity, signContent(contentType, content, issuer.signer, issuer.authority, form, random))
  return files
}

/** Keys of the kinds that a document announces. */
export function makeChipKeys(document: CardDocument, random: RandomSource): ChipKeys {
  const mappingKeys = makeMappingKeys(document, random)
  return {
    // One key for both, as EF.CardSecurity and DG14 say of it: that is what ties the mapping to the document.
    chipKeys: document.chipAuthentication.map(
      ({ parameterId }) =>
        (document.hasMappingKeyApart ? null : mappingKeys.get(parameterId)) ?? makeStaticKey(parameterId, random),
    ),
    mappingKeys,
    activeKey: makeActiveKey(document, random),
  }
}

/** Makes the files of a document, signed by a specimen Document Signer made for it, and its keys unless they are given. */
export function personalise(document: CardDocument, random: RandomSource, keys?: ChipKeys): ChipContents {
  const issuer = issueSigner(document.signing, random)
  const chip: ChipContents = {
    masterFiles: new Map(),
    applicationFiles: new Map(),
    ...(keys ?? makeChipKeys(document, random)),
  }
  const groups = encodeGroups(document, chip)
  for (const [group, bytes] of groups) chip.applicationFiles.set(groupFileId(group), bytes)
  chip.applicationFiles.set(fileIds.com, encodeCom([...groups.keys()].map((group) => groupTags[group]!)))
  chip.applicationFiles.set(fileIds.sod, encodeSod(document, groups, issuer, random))
  chip.masterFiles = masterFiles(document, chip, issuer, random)
  return chip
}
