import { z } from 'zod'
import { IsoDate } from './identity.ts'

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
  /** Whether a document whose chip cannot be read may be approved with a manager's override. */
  overrideAllowed: z.boolean(),
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
  overrideAllowed: true,
}
