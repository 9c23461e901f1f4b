import type { ChipCheck } from '../check.ts'
import { equalBytes } from '../crypto/bytes.ts'
import { systemRandom, type RandomSource } from '../crypto/random.ts'
import { EmrtdFailure } from '../failure.ts'
import { encodeCommand, parseResponse, statusWords } from '../iso7816/apdu.ts'
import { parseDg14, type ChipAuthenticationInfo } from '../lds/security-infos.ts'
import { orIfMalformed } from '../or-if-malformed.ts'
import { SecureMessaging } from '../secure-messaging/secure-messaging.ts'
import type { HandedSession } from '../secure-messaging/session-keys.ts'
import { agreeWithChip } from './agree-with-chip.ts'
import { describeChipAuthentication, rankChipAuthentication } from './rank-chip-auth.ts'

/** What a witness sends to the reader: its public key, and commands protected with keys that only it and the chip have. */
export interface WitnessChallenge {
  /** The protocol and key of DG14 that the public key is for. */
  readonly protocol: Pick<ChipAuthenticationInfo, 'oid' | 'cipher' | 'keyId'>
  /** Encoded as GENERAL AUTHENTICATE or MSE:Set KAT sends it. */
  readonly publicKey: Uint8Array
  /** Whole command APDUs, to be sent in this order right after the key and nothing else in between. */
  readonly commands: readonly Uint8Array[]
}

/** What the witness keeps until the answers come: session keys, secret until then. */
export interface PendingWitness {
  readonly session: HandedSession
  readonly commandCount: number
  /** What the chip must give back: the first bytes of EF.SOD. */
  readonly expected: Uint8Array
  /** Protocol and group, for the verdict. */
  readonly detail: string
}

export type WitnessOutcome =
  { readonly check: ChipCheck; readonly session: HandedSession } | { readonly check: ChipCheck; readonly session: null }

const name = 'chip_authentication'
/** As many bytes of EF.SOD as every card gives in one answer. */
const readLength = 16
const sodShortIdentifier = 0x1d

/**
 * Begins Chip Authentication on behalf of somebody who is not at the reader (Doc 9303-11 §6.2). `dg14` and `sod` are the
 * files as read; the witness must itself have found DG14 signed by EF.SOD and EF.SOD by a trusted issuer. The ephemeral
 * private key never leaves this call. Null when DG14 offers no Chip Authentication that we can follow.
 */
export function beginWitness(
  { dg14, sod }: { readonly dg14: Uint8Array; readonly sod: Uint8Array },
  random: RandomSource = systemRandom,
): { readonly challenge: WitnessChallenge; readonly pending: PendingWitness } | null {
  const infos = orIfMalformed(() => parseDg14(dg14), null)
  const [choice] = infos === null ? [] : rankChipAuthentication(infos)
  if (choice === undefined || sod.length < readLength) return null
  const { publicKey, keys } = agreeWithChip(choice, random)
  const messaging = new SecureMessaging(keys)
  const read = messaging.protect({ cla: 0, ins: 0xb0, p1: 0x80 | sodShortIdentifier, p2: 0, le: readLength })
  const { oid, cipher, keyId } = choice.info
  return {
    challenge: { protocol: { oid, cipher, keyId }, publicKey, commands: [encodeCommand(read)] },
    pending: {
      session: messaging.handOver(),
      commandCount: 1,
      expected: sod.slice(0, readLength),
      detail: describeChipAuthentication(choice),
    },
  }
}

/**
 * Judges the chip's answers, whole response APDUs as received. Passed only when each is protected with the agreed keys
 * and gives what EF.SOD holds: then the chip has DG14's private key, and the session may be handed to the reader. Never
 * fails, and hands nothing over otherwise.
 */
export function concludeWitness(pending: PendingWitness, responses: readonly Uint8Array[]): WitnessOutcome {
  const { session, expected, detail } = pending
  const failed = { check: { name, verdict: 'failed', reason: 'chip_key_wrong', detail }, session: null } as const
  if (responses.length !== pending.commandCount) return failed
  const messaging = new SecureMessaging(copyOf(session), session.counter)
  for (const response of responses) {
    if (!isGenuine(messaging, response, expected)) return failed
  }
  return { check: { name, verdict: 'passed', reason: null, detail }, session: messaging.handOver() }
}

/** A bare status word proves nothing, whatever it says: anybody can make one. */
function isGenuine(messaging: SecureMessaging, response: Uint8Array, expected: Uint8Array): boolean {
  try {
    const outer = parseResponse(response)
    if (outer.data.length === 0) return false
    const { data, sw } = messaging.unprotect(outer)
    return sw === statusWords.ok && equalBytes(data, expected)
  } catch (error) {
    if (error instanceof EmrtdFailure) return false
    throw error
  }
}

function copyOf({ cipher, ksEnc, ksMac }: HandedSession) {
  return { cipher, ksEnc: ksEnc.slice(), ksMac: ksMac.slice() }
}
