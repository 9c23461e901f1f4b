import { z } from 'zod'

const Bytes = z
  .string()
  .max(60_000)
  .regex(/^[A-Za-z0-9_-]*$/)
const Cipher = z.enum(['3DES', 'AES-128', 'AES-192', 'AES-256'])

/**
 * POST /v1/witness: Chip Authentication (Doc 9303-11 §6.2) with central's ephemeral key, for the chip that a station reads. Central
 * must have looked the application up with this station; `witness` is null where it will not take part (issuer unknown to it, files that
 * do not fit, no Chip Authentication in DG14).
 */
export const BeginWitnessRequest = z.object({
  application_id: z.uuid(),
  session_id: z.uuid(),
  operator_id: z.string().max(64),
  /** EF.SOD and DG14 as read. */
  sod: Bytes,
  dg14: Bytes,
})
export const BeginWitnessAnswer = z.object({
  witness: z
    .object({
      witness_id: z.uuid(),
      protocol: z.object({ oid: z.string().max(64), cipher: Cipher, key_id: z.string().max(80).nullable() }),
      public_key: Bytes,
      /** Whole command APDUs under keys that only central and the chip have; sent in this order, nothing in between. */
      commands: z.array(Bytes).min(1).max(4),
    })
    .nullable(),
})

/** POST /v1/witness/{witness_id}: whole response APDUs as received, within two minutes, once. */
export const ConcludeWitnessRequest = z.object({ responses: z.array(Bytes.max(1_024)).max(4) })
/** The session goes on at the station under these keys; null: the chip proved nothing. */
export const ConcludeWitnessAnswer = z.object({
  session: z.object({ cipher: Cipher, ks_enc: Bytes, ks_mac: Bytes, counter: z.string().max(80) }).nullable(),
})
