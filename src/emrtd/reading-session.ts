import type { CardHabits } from './card-habits.ts'
import type { ChipCheck } from './check.ts'
import type { Channel } from './iso7816/channel.ts'
import type { ChipFileName } from './chip-file-name.ts'
import type { ReadChipOptions } from './chip-reading.ts'
import { systemRandom, type RandomSource } from './crypto/random.ts'
import type { Sod } from './lds/sod.ts'
import type { Access } from './access.ts'
import type { ActiveAuthenticationExchange } from './evidence/chip-evidence.ts'
import { FileReader } from './iso7816/read-file.ts'
import type { SecurityInfos } from './lds/security-infos.ts'
import type { OpenedCam } from './pace/verify-cam.ts'
import type { CmsOutcome } from './pki/cms.ts'

/** Chip Authentication of this session: agreed, and proved once a command under the new keys was answered. */
export interface ChipAuthenticationRun {
  state: 'unproved' | 'proved'
  readonly detail: string
}

/** One read in progress. Steps fill it; `assembleReading` makes the result of it. */
export interface ReadingSession {
  readonly channel: Channel
  readonly options: ReadChipOptions
  readonly random: RandomSource
  readonly reader: FileReader
  /** What was known of the card, or learnt by reads of it that broke. */
  readonly habits: Readonly<CardHabits>
  /** A verdict from an earlier read of the same chip that broke; Chip Authentication is not run again then. */
  readonly chipAuthenticationBefore: ChipCheck | null
  /** The witness of Chip Authentication was lost halfway: the chip is under keys that nobody here has. */
  isWitnessLost: boolean
  readonly files: Map<ChipFileName, Uint8Array>
  access: Access | null
  mrzLines: readonly string[]
  sod: Sod | null
  /** Data groups the card says it has, null when it does not say. */
  groups: ReadonlySet<number> | null
  securityInfos: SecurityInfos | null
  cam: Promise<OpenedCam> | null
  signer: Promise<CmsOutcome> | null
  chipAuthentication: ChipAuthenticationRun | null
  chipAuthenticationFailure: ChipCheck | null
  activeAuthentication: ActiveAuthenticationExchange | null
}

/** What earlier reads of the same card have taught, by which this one does otherwise. */
export interface Lessons {
  readonly habits: Readonly<CardHabits>
  readonly chipAuthentication: ChipCheck | null
  readonly isWitnessLost: boolean
}

export function startSession(channel: Channel, options: ReadChipOptions, lessons: Lessons): ReadingSession {
  return {
    channel,
    options,
    random: options.random ?? systemRandom,
    reader: new FileReader(channel, lessons.habits),
    habits: lessons.habits,
    chipAuthenticationBefore: lessons.chipAuthentication,
    isWitnessLost: lessons.isWitnessLost,
    files: new Map(),
    access: null,
    mrzLines: [],
    sod: null,
    groups: null,
    securityInfos: null,
    cam: null,
    signer: null,
    chipAuthentication: null,
    chipAuthenticationFailure: null,
    activeAuthentication: null,
  }
}
