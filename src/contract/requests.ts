import { z } from 'zod'
import { FoundCamera } from './camera.ts'
import { CitizenWord } from './citizen.ts'
import { Appointment, AppointmentOutcome } from './appointment.ts'
import { ClerkFiguresView } from './clerk-figures.ts'
import {
  CaseView,
  DailyLogFilter,
  DailyLogRange,
  DailyLogRow,
  DailyLogTotals,
  ExportFormat,
  ExportProgress,
} from './daily-log.ts'
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
} from './decision.ts'
import { ExerciseView } from './exercise.ts'
import { FailureCode } from './failure.ts'
import { IsoDate, IsoTime, Language } from './identity.ts'
import { PrintedValue } from './match.ts'
import { MrzCapture } from './mrz.ts'
import { Operator, OperatorView, Pin, Role } from './operator.ts'
import { Policy } from './policy.ts'
import { Receipt } from './receipt.ts'
import { CentralDecision, PacketState, Session, Step } from './session.ts'
import { StationStatus } from './status.ts'
import { CameraTest } from './support.ts'
import { TrustOverview, TrustReview } from './trust.ts'

const nothing = z.object({})
const done = z.null()
const TrustFile = z.object({ fileName: z.string().max(200), base64: z.string().max(10_000_000) })
const operatorId = z.string().min(1).max(64)

export const QueueItem = z.object({
  packetId: z.uuid(),
  /** Null for a packet brought in from another kiosk: only central can read what it is about. */
  reference: z.string().nullable(),
  outcome: Outcome.nullable(),
  sealedAt: IsoTime,
  state: PacketState,
  attempts: z.int(),
  nextAttemptAt: IsoTime.nullable(),
  code: FailureCode.nullable(),
  centralDecision: CentralDecision.nullable(),
})
export type QueueItem = z.infer<typeof QueueItem>

export const DraftItem = z.object({
  sessionId: z.uuid(),
  reference: z.string(),
  /** Where it resumes: nothing of the document is kept, so after the consent it is always the document. */
  step: Step,
  savedAt: IsoTime,
  expiresAt: IsoTime,
})
export type DraftItem = z.infer<typeof DraftItem>

/** A specimen of training mode: what the trainer shows the kiosk. The picture is an SVG of the data page, as a data URL. */
export const SpecimenItem = z.object({
  key: z.string(),
  title: z.string(),
  reference: z.string(),
  documentType: z.string(),
  documentNumber: z.string(),
  mrzLines: z.array(z.string()),
  can: z.string().nullable(),
  teaches: z.string(),
})
export type SpecimenItem = z.infer<typeof SpecimenItem>

/**
 * Every request the UI can make of the station. Who may call each (`access`): anyone, an operator logged in, the manager; a `newcomer`
 * is logged in by a code that somebody else set and has not replaced it yet.
 * Session intents answer null: the new state arrives as the event `session.changed` before the reply.
 */
export const requests = {
  'status.get': { access: 'anyone', input: nothing, output: StationStatus },
  'policy.get': { access: 'anyone', input: nothing, output: Policy },
  /** The page has painted what the station told it. `version`: the page's own. Code: station_version_unshown. */
  'station.shown': { access: 'anyone', input: z.object({ version: z.string().max(40) }), output: done },

  /** The camera that the page found, at its start and whenever one comes or goes: for central's page of the fleet. */
  'equipment.camera': { access: 'anyone', input: FoundCamera, output: done },

  'setup.createManager': {
    access: 'anyone',
    input: z.object({ operatorId, displayName: z.string().min(1).max(80), pin: Pin, language: Language }),
    output: OperatorView,
  },
  /** Before anybody can log in, by anyone; afterwards a manager's. */
  'station.register': {
    access: 'anyone',
    input: z.object({ code: z.string().min(8).max(64) }),
    output: z.object({ stationId: z.string(), thumbprint: z.string(), state: z.enum(['pending', 'active']) }),
  },
  /** The manager's PIN is asked again: the key cannot be had back. Codes: pin_wrong, operator_locked_out, and central's. */
  'station.rotateKey': {
    access: 'manager',
    input: z.object({ pin: z.string().max(32) }),
    output: z.object({ thumbprint: z.string() }),
  },

  /** The first time at this kiosk, or after a forgotten PIN: by the code that central gave to the person. */
  'operator.enrol': {
    access: 'anyone',
    input: z.object({ operatorId, code: z.string().min(8).max(64), pin: Pin, language: Language }),
    output: OperatorView,
  },
  'operator.login': {
    access: 'anyone',
    input: z.object({ operatorId, pin: z.string().max(32) }),
    output: OperatorView,
  },
  /** Who may log in at this kiosk, by name: who stands before it chooses instead of spelling. */
  'operator.here': {
    access: 'anyone',
    input: nothing,
    output: z.array(z.object({ operatorId: z.string(), displayName: z.string() })),
  },
  'operator.logout': { access: 'anyone', input: nothing, output: done },
  'operator.lock': { access: 'newcomer', input: nothing, output: done },
  'operator.unlock': { access: 'anyone', input: z.object({ pin: z.string().max(32) }), output: OperatorView },
  'operator.changePin': {
    access: 'newcomer',
    input: z.object({ oldPin: z.string().max(32), newPin: Pin }),
    output: done,
  },
  'operator.setLanguage': { access: 'newcomer', input: z.object({ language: Language }), output: done },
  'operator.list': { access: 'manager', input: nothing, output: z.array(Operator) },
  'operator.create': {
    access: 'manager',
    input: z.object({
      operatorId,
      displayName: z.string().min(1).max(80),
      role: Role,
      trainedOn: IsoDate,
      pin: Pin,
      language: Language,
    }),
    output: Operator,
  },
  'operator.update': {
    access: 'manager',
    input: z.object({ operatorId, displayName: z.string().min(1).max(80), role: Role, trainedOn: IsoDate }),
    output: Operator,
  },
  'operator.resetPin': { access: 'manager', input: z.object({ operatorId, pin: Pin }), output: done },
  'operator.revoke': { access: 'manager', input: z.object({ operatorId }), output: done },

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
    output: z.object({ downloadUrl: z.string(), fileName: z.string() }),
  },

  'draft.list': { access: 'operator', input: nothing, output: z.array(DraftItem) },
  'draft.resume': { access: 'operator', input: z.object({ sessionId: z.uuid() }), output: done },
  'draft.discard': { access: 'operator', input: z.object({ sessionId: z.uuid() }), output: done },

  'queue.list': { access: 'operator', input: nothing, output: z.array(QueueItem) },
  /** The wall clock is right, whatever was recorded before. Codes: clock_set_back. */
  'clock.settle': { access: 'manager', input: nothing, output: done },

  'queue.retry': { access: 'operator', input: z.object({ packetId: z.uuid().nullable() }), output: done },
  'queue.exportBundle': {
    access: 'manager',
    input: nothing,
    output: z.object({ downloadUrl: z.string(), fileName: z.string(), packets: z.int() }),
  },
  'queue.importBundle': {
    access: 'manager',
    input: z.object({ base64: z.string().max(10_000_000) }),
    output: z.object({ imported: z.int(), already: z.int() }),
  },

  /** Figures of whoever is logged in and, to a manager, of the branch's people: nobody else's can be asked for. */
  'figures.view': { access: 'operator', input: nothing, output: ClerkFiguresView },

  'appointment.list': { access: 'operator', input: nothing, output: z.array(Appointment) },
  /** When the operator's visits were last fetched from central: null means that nobody knows whether there are any. */
  'appointment.fetched': { access: 'operator', input: nothing, output: z.object({ at: IsoTime.nullable() }) },
  'appointment.refresh': { access: 'operator', input: nothing, output: z.object({ count: z.int() }) },
  'appointment.settle': {
    access: 'operator',
    input: z.object({ appointmentId: z.uuid(), outcome: AppointmentOutcome, note: z.string().max(300).nullable() }),
    output: done,
  },

  'dailyLog.rows': {
    access: 'manager',
    input: DailyLogRange.extend({
      filter: DailyLogFilter,
      offset: z.int().nonnegative(),
      limit: z.int().min(1).max(200),
    }),
    output: z.object({ rows: z.array(DailyLogRow), total: z.int() }),
  },
  'dailyLog.totals': { access: 'manager', input: DailyLogRange, output: DailyLogTotals },
  'dailyLog.export': {
    access: 'manager',
    input: DailyLogRange.extend({ format: ExportFormat, language: Language }),
    output: z.object({ exportId: z.uuid() }),
  },
  /** The receipt of a finished session again, as a PDF: what the log holds, and no name. Code: receipt_unknown. */
  'dailyLog.receipt': {
    access: 'operator',
    input: z.object({ packetId: z.uuid(), language: Language }),
    output: z.object({ downloadUrl: z.string(), fileName: z.string() }),
  },
  /** What is still known of one sealed result. Code: not_found. */
  'dailyLog.case': { access: 'operator', input: z.object({ packetId: z.uuid() }), output: CaseView },
  'dailyLog.cancelExport': { access: 'manager', input: z.object({ exportId: z.uuid() }), output: done },

  'audit.verify': {
    access: 'manager',
    input: nothing,
    output: z.object({ ok: z.boolean(), records: z.int(), firstBroken: z.int().nullable() }),
  },
  'audit.export': {
    access: 'manager',
    input: nothing,
    output: z.object({ downloadUrl: z.string(), fileName: z.string() }),
  },

  /** A file for whoever helps: versions, codes, self-tests, the last lines of the technical log; nothing of anybody. */
  'support.report': {
    access: 'operator',
    input: z.object({ camera: CameraTest }),
    output: z.object({ downloadUrl: z.string(), fileName: z.string() }),
  },

  'trust.list': { access: 'manager', input: nothing, output: TrustOverview },
  /** What a file would add, shown before it is taken. */
  'trust.review': { access: 'manager', input: TrustFile, output: TrustReview },
  /** `confirmed`: fingerprints that the manager compared with their publisher's. */
  'trust.import': {
    access: 'manager',
    input: TrustFile.extend({ confirmed: z.array(z.string().length(64)).max(1000) }),
    output: z.object({ added: z.int(), already: z.int(), signer: z.string().nullable() }),
  },

  'trust.remove': { access: 'manager', input: z.object({ sha256: z.string().length(64) }), output: done },

  /** Training mode only; elsewhere `forbidden`. */
  'training.specimens': { access: 'operator', input: z.object({ language: Language }), output: z.array(SpecimenItem) },
  'training.picture': {
    access: 'operator',
    input: z.object({ key: z.string().max(64) }),
    output: z.object({ dataUrl: z.string() }),
  },
  /** The instructor has the document pulled away in the middle of the next read, once. */
  'training.pullNext': { access: 'operator', input: nothing, output: done },
  /** The instructor takes central out of reach, or gives it back: status says which. Code outside training: forbidden. */
  'training.playOffline': { access: 'operator', input: z.object({ offline: z.boolean() }), output: done },
  /** The scored exercise of whoever is logged in. Code outside training: forbidden. */
  'exercise.view': { access: 'operator', input: z.object({ language: Language }), output: ExerciseView },
  /** Who stands before the camera in that case of the running exercise; null: the trainee's own camera shows them. Code outside training: forbidden. */
  'exercise.face': {
    access: 'operator',
    input: z.object({ reference: z.string().max(16) }),
    output: z.object({ dataUrl: z.string().nullable() }),
  },
  /** From now on the first sealed result of each of its cases counts. */
  'exercise.begin': { access: 'operator', input: nothing, output: done },
  /** Lays the specimen's chip on the simulated reader (null takes it away). */
  'training.present': { access: 'operator', input: z.object({ key: z.string().max(64).nullable() }), output: done },
} as const satisfies Record<
  string,
  { access: 'anyone' | 'newcomer' | 'operator' | 'manager'; input: z.ZodType; output: z.ZodType }
>

export type RequestName = keyof typeof requests
export type RequestInput<N extends RequestName> = z.infer<(typeof requests)[N]['input']>
export type RequestOutput<N extends RequestName> = z.infer<(typeof requests)[N]['output']>

/** What the station tells the UI unasked. */
export const events = {
  'status.changed': StationStatus,
  'session.changed': Session.nullable(),
  'export.progress': ExportProgress,
  'queue.changed': z.object({ waiting: z.int(), parked: z.int() }),
  /** The station's process ends with the visit or the login, and so does the page: it starts over, and nothing else is told. */
  'station.renewed': z.null(),
  /** A shell that stores files itself says where: null when it could not. */
  'download.ended': z.object({ fileName: z.string(), folder: z.string().nullable() }),
} as const satisfies Record<string, z.ZodType>

export type EventName = keyof typeof events
export type EventPayload<N extends EventName> = z.infer<(typeof events)[N]>
