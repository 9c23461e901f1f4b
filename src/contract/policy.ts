import { z } from 'zod'
import { IsoDate } from './identity.ts'
import { Release } from './release.ts'

const frenchPhoneCountries = ['FR', 'GP', 'MQ', 'GF', 'RE', 'YT', 'PM', 'BL', 'MF', 'WF', 'PF', 'NC', 'TF']

/** Limits set by central: signed, versioned, dated; every station ships with a default. */
export const Policy = z.object({
  version: z.int().positive(),
  effectiveFrom: IsoDate,
  /** R3, in years. */
  minimumAgeYears: z.int().min(0).max(150),
  /** R4, in years; a permit of exactly this length is accepted. */
  minimumPermitYears: z.int().min(0).max(50),
  /** After so many failed captures of one kind the check fails. */
  captureAttempts: z.int().min(1).max(20),
  inspectionFeatures: z.int().min(3).max(10),
  trainingValidMonths: z.int().min(1).max(60),
  draftHours: z.int().min(1).max(168),
  retentionDays: z.int().min(1).max(3650),
  idleLockSeconds: z.int().min(30).max(3600),
  /** A tablet that has not seen central for so long locks itself. */
  maxDaysWithoutContact: z.int().min(1).max(60),
  /** A roster older than that, in hours, leaves open who may work: what is approved by it is provisional, and reviewed. */
  rosterHours: z.int().min(1).max(1440).default(72),
  /** Whether a document whose chip cannot be read may be approved with a manager's override. */
  overrideAllowed: z.boolean(),
  /** How long an application lives before its visit, and how long its e-mail may wait for confirmation (R11). */
  applicationDays: z.int().min(1).max(730).default(60),
  emailConfirmDays: z.int().min(1).max(60).default(7),
  /** How long before the end the citizen is reminded. */
  expiryNoticeDays: z.int().min(0).max(60).default(7),
  /** Within so many days a person answers a contest. */
  contestAnswerDays: z.int().min(1).max(365).default(30),
  /** Countries that a phone number may be from (ISO 3166-1, two letters): France with its overseas (R2). */
  phoneCountries: z.array(z.string().length(2)).min(1).max(250).default(frenchPhoneCountries),
  /** Look-ups of one person, of one station, and of references that do not exist at one station, within an hour. */
  lookupsPerPersonHour: z.int().min(1).max(10_000).default(60),
  lookupsPerStationHour: z.int().min(1).max(100_000).default(240),
  lookupMissesPerHour: z.int().min(1).max(1_000).default(20),
  /** Whether central approves by itself what a document without a chip shows; else a person looks. */
  approveChipless: z.boolean().default(true),
  /** Whether central approves by itself where the chip's originality is the station's word alone; else a person looks. */
  approveUnwitnessed: z.boolean().default(true),
  /**
   * Whether a chip whose issuer's anchor a station lacks, or has from longer ago than `trustDays`, may be approved provisionally:
   * central settles the chain. Where nothing at all is trusted the station approves nothing.
   */
  deferChain: z.boolean().default(true),
  /** How long after central last confirmed its anchors and lists a station stops judging chains by them. */
  trustDays: z.int().min(1).max(365).default(30),
  /**
   * Documents issued from that day on fail when signed with SHA-1, or with an RSA key below 2048 bits; null: never. Before, it is
   * named and no more. NIST withdraws SHA-1 after 2030; MD5 and RSA below 1024 bits fail whatever the day.
   */
  sha1RefusedFrom: IsoDate.nullable().default('2031-01-01'),
  shortRsaRefusedFrom: IsoDate.nullable().default('2031-01-01'),
  /** Share of the approvals, drawn by central, that a person looks at all the same (docs/decisions/what-central-approves.md). */
  reviewShare: z.number().min(0).max(1).default(0.02),
  /** Of the first visits of a clerk every n-th is drawn for certain, as long as any are drawn. */
  newClerkVisits: z.number().int().min(0).max(1_000).default(50),
  newClerkEvery: z.number().int().min(1).max(1_000).default(10),
  /** So many months figures say whose visit it was (docs/figures.md), and figures of visits are kept at all. */
  clerkFigureMonths: z.number().int().min(1).max(24).default(6),
  figureMonths: z.number().int().min(1).max(120).default(36),
  /** One in so many citizens who come in training is a practice case (docs/figures.md); 0: none. */
  practiceEvery: z.number().int().min(0).max(100).default(3),
  /** Whom an operator calls when nothing here helps: a number, hours; empty where the deployer names nobody. */
  helpContact: z.string().max(160).default(''),
  /** Whom a citizen turns to about a visit, as every receipt says it: a number, an address; empty where the deployer names nobody. */
  citizenContact: z.string().max(160).default(''),
  /** Which version kiosks must have, by group, and from which day on (docs/fleet.md). A minimum in force never falls. */
  releases: z.array(Release).max(50).default([]),
})
export type Policy = z.infer<typeof Policy>

export const defaultPolicy: Policy = {
  version: 1,
  effectiveFrom: '2026-01-01',
  minimumAgeYears: 18,
  minimumPermitYears: 5,
  captureAttempts: 5,
  inspectionFeatures: 3,
  trainingValidMonths: 12,
  draftHours: 24,
  retentionDays: 90,
  idleLockSeconds: 180,
  maxDaysWithoutContact: 7,
  rosterHours: 72,
  overrideAllowed: true,
  applicationDays: 60,
  emailConfirmDays: 7,
  expiryNoticeDays: 7,
  contestAnswerDays: 30,
  phoneCountries: frenchPhoneCountries,
  lookupsPerPersonHour: 60,
  lookupsPerStationHour: 240,
  lookupMissesPerHour: 20,
  approveChipless: true,
  approveUnwitnessed: true,
  deferChain: true,
  trustDays: 30,
  sha1RefusedFrom: '2031-01-01',
  shortRsaRefusedFrom: '2031-01-01',
  reviewShare: 0.02,
  newClerkVisits: 50,
  newClerkEvery: 10,
  clerkFigureMonths: 6,
  figureMonths: 36,
  practiceEvery: 3,
  helpContact: '',
  citizenContact: '',
  releases: [],
}
