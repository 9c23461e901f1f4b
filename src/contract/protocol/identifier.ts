import { z } from 'zod'

/** A short name without spaces and control characters: what tables, logs and receipts can hold. */
export const Identifier = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[^\p{C}\p{Z}]+$/u)

/** Who set somebody's first code; null: they did, by central's code. A station of before does not say. */
export const codeSetBy = Identifier.nullable().optional()
