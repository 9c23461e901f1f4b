import type { RandomSource } from '../emrtd/crypto/random.ts'
import type { Behaviour } from './behaviour.ts'
import type { CardDocument } from './document.ts'
import type { PaceRun } from './pace.ts'
import type { ChipContents } from './personalise.ts'
import type { SecureChannel } from './secure-channel.ts'

/** What the card forgets at every reset. */
export interface CardSession {
  isApplicationSelected: boolean
  /** Access to the data groups has been opened by BAC or PACE. */
  isAuthenticated: boolean
  channel: SecureChannel | null
  /** Takes over from `channel` once the answer under the old keys has gone out. */
  nextChannel: SecureChannel | null
  selected: { id: number; bytes: Uint8Array } | null
  challenge: Uint8Array | null
  pace: PaceRun | null
  /** Algorithm and key that MSE chose for Chip Authentication. */
  chipAuthentication: { oid: Uint8Array; keyId: number | null } | null
  isPaceSpoilt: boolean
  hasPaceReference: boolean
  /** What GET RESPONSE still has to give. */
  pending: Uint8Array
  protectedAnswers: number
}

export interface CardState {
  document: CardDocument
  behaviour: Behaviour
  contents: ChipContents
  random: RandomSource
  session: CardSession
  /** Identifiers of all files selected since the card was made, for tests of what a reader touches. */
  selectedFiles: number[]
}

export function freshSession(): CardSession {
  return {
    isApplicationSelected: false,
    isAuthenticated: false,
    channel: null,
    nextChannel: null,
    selected: null,
    challenge: null,
    pace: null,
    chipAuthentication: null,
    isPaceSpoilt: false,
    hasPaceReference: false,
    pending: new Uint8Array(0),
    protectedAnswers: 0,
  }
}

/** Ends secure messaging and with it every access it had opened. */
export function closeChannel(session: CardSession): void {
  session.channel = null
  session.nextChannel = null
  session.isAuthenticated = false
  session.selected = null
}

/** Thrown where a card stops answering: the reader sees it leave the field. */
export class LinkDropped extends Error {}
