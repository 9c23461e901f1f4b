import type { ChipFileName } from '../chip-file-name.ts'
import { EmrtdFailure } from '../failure.ts'
import type { Channel } from '../iso7816/channel.ts'
import { SecureMessaging } from '../secure-messaging/secure-messaging.ts'
import type { HandedSession } from '../secure-messaging/session-keys.ts'
import { sendPublicKey } from './chip-auth.ts'
import type { WitnessChallenge } from './witness.ts'

/** A remote witness of Chip Authentication; both calls go over a network and may reject. */
export interface ChipAuthenticationWitness {
  /** Called with the files read so far, EF.SOD, DG1 and DG14 among them. Null: nobody wants to watch this one. */
  begin(files: ReadonlyMap<ChipFileName, Uint8Array>): Promise<WitnessChallenge | null>
  /** Called with the chip's answers. The session to go on with, or null when they proved nothing. */
  conclude(responses: readonly Uint8Array[]): Promise<HandedSession | null>
}

/** `declined`: the chip was not touched. `proved`: the channel goes on under the handed keys. */
export type WitnessedRun = 'declined' | 'refused' | 'proved' | 'not_proved' | 'lost'

/**
 * Runs Chip Authentication with a witness's key and passes its protected commands on, which this side can neither make
 * nor open. After `not_proved` and `lost` the chip is under keys that nobody here has: the read starts over.
 */
export async function askWitness(
  channel: Channel,
  witness: ChipAuthenticationWitness,
  files: ReadonlyMap<ChipFileName, Uint8Array>,
): Promise<WitnessedRun> {
  const challenge = await witness.begin(files).catch(() => null)
  if (challenge === null) return 'declined'
  try {
    await sendPublicKey(channel, challenge.protocol, challenge.publicKey)
  } catch (error) {
    if (error instanceof EmrtdFailure && error.code === 'chip_protocol_error') return 'refused'
    throw error
  }
  const responses: Uint8Array[] = []
  for (const command of challenge.commands) responses.push(await channel.relay(command))
  // A network that fails here is not the chip's fault: the next read goes without a witness.
  const concluded = await witness.conclude(responses).then(
    (session) => ({ session }),
    () => null,
  )
  if (concluded === null) return 'lost'
  if (concluded.session === null) return 'not_proved'
  const { counter, ...keys } = concluded.session
  channel.secure(new SecureMessaging(keys, counter))
  return 'proved'
}
