import { z } from 'zod'
import { FailureCode } from './failure.ts'
import { IsoDate, IsoTime } from './identity.ts'
import { OperatorView } from './operator.ts'
import { TimeProof } from './protocol/packet.ts'

/** What the top bar shows; pushed whenever a part of it changes. */
export const StationStatus = z.object({
  stationId: z.string().nullable(),
  branchName: z.string(),
  training: z.boolean(),
  /** An instructor has the kiosk practise as if central were out of reach. */
  playsOffline: z.boolean(),
  kind: z.enum(['counter', 'tablet']),
  /** `activation_pending`: central waits until somebody has compared the thumbprint; `enrolment_needed`: nobody can log in yet. */
  setup: z.enum(['first_manager_needed', 'registration_needed', 'activation_pending', 'enrolment_needed', 'ready']),
  /** `forgotten`: central, restored from before, does not know this kiosk; `retired`: it is out of service. */
  standing: z.enum(['ordinary', 'forgotten', 'retired']),
  /** Thumbprint of the station's key, in groups as two people read it out to each other; null until registered. */
  thumbprint: z.string().nullable(),
  operator: OperatorView.nullable(),
  locked: z.boolean(),
  reader: z.object({
    state: z.enum(['ready', 'document_present', 'none', 'service_down', 'simulated', 'fault']),
    name: z.string().nullable(),
  }),
  network: z.object({
    state: z.enum(['online', 'offline', 'unknown']),
    since: IsoTime.nullable(),
    code: FailureCode.nullable(),
  }),
  /** Sealed results that have not left, those that are stuck, and home visits whose outcome (absent …) central has not heard. */
  queue: z.object({ waiting: z.int(), parked: z.int(), oldestAt: IsoTime.nullable(), visits: z.int() }),
  /**
   * What chips are judged by here: how many anchors, how many certificates of the virtual country a production store still holds and
   * leaves out, and whether central confirmed them too long ago.
   */
  trust: z.object({ anchors: z.int(), specimensRefused: z.int(), outdated: z.boolean() }),
  clock: z.object({
    skewed: z.boolean(),
    skewSeconds: z.int(),
    proof: TimeProof,
    /** The day is uncertain until central or a manager confirms the clock. */
    locked: z.boolean(),
  }),
  policyVersion: z.int(),
  today: IsoDate,
  /** Time zone of the place (IANA): every time on the screen is said in it. */
  timeZone: z.string(),
  version: z.string(),
  /** A newer version that this kiosk must have from a day on; `isOver`: it opens no session until it has. */
  update: z.object({ version: z.string(), deadline: IsoDate, isOver: z.boolean() }).nullable(),
  /** When somebody else last tried to reach this station's wire, since its start. */
  strangerAt: IsoTime.nullable(),
})
export type StationStatus = z.infer<typeof StationStatus>
