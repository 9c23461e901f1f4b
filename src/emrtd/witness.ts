/** Chip Authentication seen from elsewhere: what the witness needs. No card, no reader; see docs/chip.md. */
export {
  beginWitness,
  concludeWitness,
  type PendingWitness,
  type WitnessChallenge,
  type WitnessOutcome,
} from './chip-auth/witness.ts'
export type { HandedSession } from './secure-messaging/session-keys.ts'
