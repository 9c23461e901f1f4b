import { BeginWitnessAnswer, ConcludeWitnessAnswer } from '../../contract/witness.ts'
import type { HandedSession, WitnessChallenge } from '../../emrtd/witness.ts'
import type { CentralClient } from './central-client.ts'

const json = { 'content-type': 'application/json' }
const encode = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url')
const decode = (text: string) => new Uint8Array(Buffer.from(text, 'base64url'))

export type WitnessRequest = {
  applicationId: string
  sessionId: string
  operatorId: string
  sod: Uint8Array
  dg14: Uint8Array
}
export type BegunWitness = { witnessId: string; challenge: WitnessChallenge }

/** Asks central to take part in a Chip Authentication; null: it will not. Codes: those of the protocol and the network. */
export async function beginWitness(
  client: CentralClient,
  { applicationId, sessionId, operatorId, sod, dg14 }: WitnessRequest,
  signal: AbortSignal,
): Promise<BegunWitness | null> {
  const visit = { application_id: applicationId, session_id: sessionId, operator_id: operatorId }
  const body = JSON.stringify({ ...visit, sod: encode(sod), dg14: encode(dg14) })
  const call = { method: 'POST', path: '/v1/witness', access: 'token', headers: json, signal } as const
  const { body: answer } = await client.call({ ...call, body, answer: BeginWitnessAnswer })
  const witness = answer!.witness
  if (witness === null) return null
  const { oid, cipher, key_id } = witness.protocol
  const challenge: WitnessChallenge = {
    protocol: { oid, cipher, keyId: key_id === null ? null : BigInt(key_id) },
    publicKey: decode(witness.public_key),
    commands: witness.commands.map(decode),
  }
  return { witnessId: witness.witness_id, challenge }
}

/** Gives central the chip's answers; the session to go on with, or null. */
export async function concludeWitness(
  client: CentralClient,
  witnessId: string,
  responses: readonly Uint8Array[],
  signal: AbortSignal,
): Promise<HandedSession | null> {
  const body = JSON.stringify({ responses: responses.map(encode) })
  const path = `/v1/witness/${witnessId}`
  const call = { method: 'POST', path, access: 'token', headers: json, signal } as const
  const { body: answer } = await client.call({ ...call, body, answer: ConcludeWitnessAnswer })
  const session = answer!.session
  if (session === null) return null
  const { cipher, ks_enc, ks_mac, counter } = session
  return { cipher, ksEnc: decode(ks_enc), ksMac: decode(ks_mac), counter: BigInt(counter) }
}
