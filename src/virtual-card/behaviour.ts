import type { ChipContents } from './personalise.ts'
import type { CardDocument } from './document.ts'

/** How a card departs from the plain reading of the specification. All off: a card that does everything by the book. */
export interface Behaviour {
  /** Status of SELECT MF in any form. */
  selectMfStatus: number | null
  /** Status of SELECT 3F00 by identifier alone is right, the implicit form is not. */
  selectMfNeedsIdentifier: boolean
  /** A Le on SELECT or MSE spoils the PACE run that follows. */
  leSpoilsPace: boolean
  /** MSE:Set AT without the domain parameter reference (84) makes GENERAL AUTHENTICATE answer this, or drops the link. */
  paceNeedsReference: number | 'drop' | null
  cardAccess: 'readable' | 'absent' | 'invalidated'
  /** Status of GET CHALLENGE and EXTERNAL AUTHENTICATE on a card without BAC. */
  noBacStatus: number
  /** Errors leave the secure channel untouched and travel bare. */
  bareErrors: boolean
  /** Most bytes READ BINARY gives, and what it says when asked for more. */
  readLimit: { bytes: number; status: number } | null
  /** Files whose reads answer 9000 without a byte. */
  emptyFiles: ReadonlySet<number>
  /** Answers longer than this come by GET RESPONSE. */
  chunkBytes: number | null
  refusesExtended: boolean
  /** The link drops at a command in extended form; the card is still there. */
  dropsExtended: boolean
  /** SELECT of the master file without its identifier is not answered. */
  isMuteToImplicitSelect: boolean
  /** What a chip lets everybody wait at the first GENERAL AUTHENTICATE after wrong passwords, in milliseconds. */
  paceWaitMs: number
  /** Anybody may read it: no BAC, no PACE. */
  isOpen: boolean
  /** GET CHALLENGE is answered though there is no BAC; EXTERNAL AUTHENTICATE is not. */
  givesChallengeAnyhow: boolean
  /** MSE:Set KAT is unknown: 3DES Chip Authentication goes by MSE:Set AT too. */
  refusesSetKat: boolean
  /** Idle time in milliseconds after which the reader resets the card (Windows: 5000). */
  idleResetMs: number | null
  latencyMs: number
  removal: { afterBytes: number | null; afterCommands: number | null }
  /** Protected answers from this one on carry a wrong MAC. */
  wrongMacFrom: number | null
  /** READ BINARY lies about one file, or about all (null). */
  hostile: { kind: HostileKind; file: number | null } | null
  /** Damages files after they were signed. */
  alterFiles: readonly ((chip: ChipContents) => void)[]
  /** A copy of the files without the keys. */
  isClone: boolean
  isMute: boolean
}

export type HostileKind = 'oversized' | 'nested' | 'endless' | 'garbage' | 'short' | 'empty' | 'huge'

export function plainBehaviour(): Behaviour {
  return {
    selectMfStatus: null,
    selectMfNeedsIdentifier: false,
    leSpoilsPace: false,
    paceNeedsReference: null,
    cardAccess: 'readable',
    noBacStatus: 0x6d00,
    bareErrors: false,
    readLimit: null,
    emptyFiles: new Set(),
    chunkBytes: null,
    refusesExtended: false,
    dropsExtended: false,
    isMuteToImplicitSelect: false,
    paceWaitMs: 0,
    isOpen: false,
    givesChallengeAnyhow: false,
    refusesSetKat: false,
    idleResetMs: null,
    latencyMs: 0,
    removal: { afterBytes: null, afterCommands: null },
    wrongMacFrom: null,
    hostile: null,
    alterFiles: [],
    isClone: false,
    isMute: false,
  }
}

/** A document and a behaviour, which faults change before the card is made. */
export interface CardPlan {
  document: CardDocument
  behaviour: Behaviour
}
