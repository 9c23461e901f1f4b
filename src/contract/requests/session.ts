import { z } from 'zod'
import { CitizenWord } from '../citizen.ts'
import {
  ComparedPicture,
  Concern,
  FaceFeature,
  InspectionAnswer,
  NoPictureReason,
  Outcome,
  OutcomeReason,
  OverridableGate,
  OverrideReason,
  PersonJudgement,
} from '../decision.ts'
import { DraftItem } from '../draft-item.ts'
import { FailureCode } from '../failure.ts'
import { Language } from '../identity.ts'
import { PrintedValue } from '../match.ts'
import { MrzCapture } from '../mrz.ts'
import { Receipt } from '../receipt.ts'
import { Session, Step } from '../session.ts'
import { Download, done, nothing, operatorId, type Requests } from './request.ts'

/** One visit, and what is left of one that was interrupted. Intents answer null: the new state arrives as the event `session.changed` before
 * the reply. */
export const sessionRequests = {
  'session.current': { access: 'operator', input: nothing, output: Session.nullable() },
  'session.open': { access: 'operator', input: z.object({ reference: z.string().max(64) }), output: done },
  'session.consent': {
    access: 'operator',
    input: z.object({ textVersion: z.string().max(32), language: Language }),
    output: done,
  },
  'session.submitMrz': { access: 'operator', input: MrzCapture, output: done },
  /** A picture that held no usable MRZ, or one of the person that the clerk set aside; counts towards the cap of its kind. */
  'session.captureFailed': {
    access: 'operator',
    input: z.object({ kind: z.enum(['document', 'person']), code: FailureCode }),
    output: done,
  },
  'session.readChip': {
    access: 'operator',
    input: z.object({
      can: z
        .string()
        .regex(/^\d{6}$/)
        .nullable(),
    }),
    output: done,
  },
  'session.stopChip': { access: 'operator', input: nothing, output: done },
  'session.chipUnavailable': {
    access: 'operator',
    input: z.object({ reason: z.enum(['chip_defective', 'reader_defective']) }),
    output: done,
  },
  /** The clerk's look at one printed value, where neither chip nor MRZ settles it. */
  'session.comparePrint': { access: 'operator', input: PrintedValue, output: done },
  /** What the citizen says of what was read, on the screen turned to them or on their own. */
  'session.citizenAnswer': { access: 'operator', input: CitizenWord.omit({ at: true }), output: done },
  'session.confirmComparison': { access: 'operator', input: nothing, output: done },
  'session.answerInspection': {
    access: 'operator',
    input: z.object({ featureId: z.string().max(64), answer: InspectionAnswer }),
    output: done,
  },
  'session.judgePerson': {
    access: 'operator',
    input: z.object({
      judgement: PersonJudgement,
      differing: z.array(FaceFeature),
      picture: ComparedPicture.default('none'),
      noPictureReason: NoPictureReason.nullable().default(null),
    }),
    output: done,
  },
  'session.override': {
    access: 'operator',
    input: z.object({
      gate: OverridableGate,
      managerId: operatorId,
      pin: z.string().max(32),
      reason: OverrideReason,
      text: z.string().max(500),
    }),
    output: done,
  },
  /** Told to central alone, inside the packet: no screen, receipt, log or export of this station shows it. Null takes it back. */
  'session.noteConcern': { access: 'operator', input: z.object({ concern: Concern.nullable() }), output: done },
  'session.decide': {
    access: 'operator',
    input: z.object({ outcome: Outcome, reasons: z.array(OutcomeReason), pin: z.string().max(32) }),
    output: done,
  },
  /** Goes back to an earlier step; what was judged after it is judged again. */
  'session.back': { access: 'operator', input: z.object({ to: Step }), output: done },
  'session.clearFailure': { access: 'operator', input: nothing, output: done },
  /** Leaves without deciding; a draft remains when `keepDraft`. */
  'session.leave': { access: 'operator', input: z.object({ keepDraft: z.boolean() }), output: done },
  /** After sealing: closes the receipt screen. */
  'session.close': { access: 'operator', input: nothing, output: done },
  /** The citizen's receipt, as screen and printer show it. */
  'session.receiptView': { access: 'operator', input: nothing, output: Receipt },
  /** The same as a PDF. */
  'session.receipt': {
    access: 'operator',
    input: z.object({ language: Language }),
    output: Download,
  },
  'draft.list': { access: 'operator', input: nothing, output: z.array(DraftItem) },
  'draft.resume': { access: 'operator', input: z.object({ sessionId: z.uuid() }), output: done },
  'draft.discard': { access: 'operator', input: z.object({ sessionId: z.uuid() }), output: done },
} as const satisfies Requests
