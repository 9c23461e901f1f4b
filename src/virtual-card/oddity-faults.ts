import { concat } from '../emrtd/crypto/bytes.ts'
import { readTlv } from '../emrtd/tlv/tlv.ts'
import { indefinite, tlv } from './der.ts'
import type { AdditionalDetails, DateForm } from './document.ts'
import { alter, amend, behave, sign, type Change } from './fault-change.ts'
import { fileIds } from './personalise.ts'

const dates =
  (dateForm: DateForm): Change =>
  ({ document }) => {
    const { additionalDetails, documentDetails } = document
    if (additionalDetails) document.additionalDetails = { ...additionalDetails, dateForm }
    if (documentDetails) document.documentDetails = { ...documentDetails, dateForm }
  }

const detail =
  (change: Partial<AdditionalDetails>): Change =>
  ({ document }) => {
    if (document.additionalDetails) document.additionalDetails = { ...document.additionalDetails, ...change }
  }

/** Ways of genuine documents that are met now and then, and weak or misplaced signatures. */
export const oddities = {
  'extended-drops': behave({ dropsExtended: true }),
  'select-mf-mute': behave({ isMuteToImplicitSelect: true }),
  'pace-waits': ({ behaviour }, argument) => {
    behaviour.paceWaitMs = Number(argument || 60_000)
  },
  // With a status word, a chip that gives a challenge all the same and refuses what comes of it.
  'no-access-control': (plan, argument) => {
    amend({ hasBac: false, pace: [] })(plan, '')
    behave({ isOpen: true })(plan, '')
    if (argument !== '') behave({ givesChallengeAnyhow: true, noBacStatus: parseInt(argument, 16) })(plan, '')
  },
  'sod-outer-indefinite': alter(({ applicationFiles }) => {
    const file = applicationFiles.get(fileIds.sod)
    if (file) applicationFiles.set(fileIds.sod, indefinite(0x77, readTlv(file).value))
  }),
  'sod-rsa': (plan, argument) =>
    sign({ signerKey: { rsaBits: Number(argument || 1024) }, signerScheme: { hash: 'sha256' } })(plan, ''),
  'signer-expired-since': ({ document }) => {
    const issued = new Date(`${document.documentDetails?.issueDate ?? '2022-01-01'}T00:00:00Z`)
    document.signing = { ...document.signing, signerNotAfter: new Date(issued.getTime() + 90 * 86_400_000) }
  },
  'signer-document-types': (plan, argument) => sign({ signerDocumentTypes: (argument || 'V').split(',') })(plan, ''),
  'dg1-blanks': amend({ hasBlanksInDg1: true }),
  'dg14-trailing': amend({ dg14Form: (infos) => concat(infos, new Uint8Array(5)) }),
  'dg14-second-set': amend({ dg14Form: (infos) => concat(Uint8Array.of(0x31, 0), infos) }),
  'dg14-malformed-info': amend({
    // A member whose length runs over all that follow it.
    dg14Form: (infos) => tlv(0x31, Uint8Array.of(0x30, 0x7f, 6, 1, 1), readTlv(infos).value),
  }),
  'dg14-unreadable': amend({ dg14Form: (infos) => infos.map((byte, i) => (i === 0 ? 0x04 : byte)) }),
  'aa-odd-trailer': amend({
    activeAuthentication: { kind: 'rsa', modulusBits: 1024, hash: 'sha256', trailer: [0x99, 0xcc] },
  }),
  'dates-short': dates('short'),
  'dates-day-first': dates('day-first'),
  'dates-impossible': dates('impossible'),
  'names-latin1': detail({ encoding: 'latin1' }),
  'names-t61': detail({ encoding: 't61' }),
} satisfies Record<string, Change>
