import { equalBytes } from '../emrtd/crypto/bytes.ts'
import { chipAuthenticationOid, paceOid, domainOf } from './algorithms.ts'
import { agreeChipAuthentication, answerActiveAuthentication } from './authenticate-chip.ts'
import { answerBac } from './bac.ts'
import { LinkDropped, type CardState } from './card-state.ts'
import { answer, type Answer, type CommandApdu } from './command-apdu.ts'
import { findObject, oidBytes, tlv } from './der.ts'
import type { PaceOption } from './document.ts'
import { mrzInformation } from './mrz-lines.ts'
import { continuePace, passwordKey, startPace, type PacePassword } from './pace.ts'

/** GET CHALLENGE (Doc 9303-11 §4.3.4.1): eight bytes, for BAC. */
export function getChallenge(state: CardState): Answer {
  const { behaviour, document } = state
  if (!document.hasBac && !behaviour.givesChallengeAnyhow) return answer(behaviour.noBacStatus)
  if (!state.session.isApplicationSelected) return answer(0x6985)
  state.session.challenge = state.random(8)
  return answer(0x9000, state.session.challenge)
}

/** EXTERNAL AUTHENTICATE (Doc 9303-11 §4.3.4.2). A wrong MRZ answers 6300. */
export function externalAuthenticate(state: CardState, { data }: CommandApdu): Answer {
  const { session, document } = state
  if (!document.hasBac) return answer(state.behaviour.noBacStatus)
  if (session.challenge === null) return answer(0x6985)
  const result = answerBac(mrzInformation(document.mrzLines), session.challenge, data, state.random)
  session.challenge = null
  if (result === null) return answer(0x6300)
  session.nextChannel = result.channel
  session.isAuthenticated = true
  return answer(0x9000, result.reply)
}

function findPaceOption(state: CardState, wanted: Uint8Array, parameterId: number | null): PaceOption | null {
  const fits = (option: PaceOption) => {
    const { kind } = domainOf(option.parameterId)
    return equalBytes(oidBytes(paceOid(option.mapping, kind, option.cipher)), wanted)
  }
  const options = state.document.pace.filter(fits)
  if (parameterId !== null) return options.find((option) => option.parameterId === parameterId) ?? null
  return options.length === 1 ? options[0]! : null
}

function findPassword(state: CardState, reference: number | undefined): PacePassword | null {
  const { mrzLines, can } = state.document
  if (reference === 1) return { kind: 'mrz', information: mrzInformation(mrzLines) }
  return reference === 2 && can !== null ? { kind: 'can', can } : null
}

/** MSE:Set AT for PACE (Doc 9303-11 §4.4.4.1): 80 protocol, 83 password, 84 domain parameters. */
function preparePace(state: CardState, { data, expected }: CommandApdu): Answer {
  const { session, behaviour, contents } = state
  session.pace = null
  if (expected !== null && behaviour.leSpoilsPace) session.isPaceSpoilt = true
  const protocol = findObject(data, 0x80)
  const reference = findObject(data, 0x84)
  const option = protocol && findPaceOption(state, protocol, reference ? reference[0]! : null)
  if (!option) return answer(0x6a80)
  const password = findPassword(state, findObject(data, 0x83)?.[0])
  if (password === null) return answer(0x6a88)
  const staticKey = option.mapping === 'CAM' ? contents.mappingKeys.get(option.parameterId)! : null
  session.pace = startPace(option, passwordKey(option.cipher, password), staticKey, state.random)
  session.hasPaceReference = reference !== null
  return answer(0x9000)
}

function keyIdOf(data: Uint8Array): number | null {
  const bytes = findObject(data, 0x84)
  return bytes === null || bytes.length === 0 ? null : Buffer.from(bytes).readUIntBE(0, bytes.length)
}

/** MSE:Set AT for Chip Authentication (Doc 9303-11 §6.2.2.2). */
function prepareChipAuthentication({ session, behaviour }: CardState, { data }: CommandApdu): Answer {
  const protocol = findObject(data, 0x80)
  if (protocol === null || (session.channel === null && !behaviour.isOpen)) return answer(0x6a80)
  session.chipAuthentication = { oid: protocol, keyId: keyIdOf(data) }
  return answer(0x9000)
}

/** Runs Chip Authentication with the option and key the terminal names. */
function authenticateChip(
  state: CardState,
  terminalKey: Uint8Array | null,
  wanted: Uint8Array | null,
  keyId: number | null,
): Answer {
  const { document, contents, session } = state
  const at = document.chipAuthentication.findIndex((option) => {
    const oid = oidBytes(chipAuthenticationOid(domainOf(option.parameterId).kind, option.cipher))
    const fits = wanted === null ? option.cipher === '3DES' : equalBytes(oid, wanted)
    return fits && (option.keyId === keyId || option.keyId === null)
  })
  const option = document.chipAuthentication[at]
  if (option === undefined || (session.channel === null && !state.behaviour.isOpen)) return answer(0x6a88)
  const channel = terminalKey && agreeChipAuthentication(contents.chipKeys[at]!, option.cipher, terminalKey)
  if (!channel) return answer(0x6a80)
  session.nextChannel = channel
  return answer(0x9000)
}

/** MSE:Set KAT (Doc 9303-11 §6.2.2.1): Chip Authentication with 3DES in one command. */
function setKeyAgreement(state: CardState, { data }: CommandApdu): Answer {
  if (state.behaviour.refusesSetKat) return answer(0x6a86)
  return authenticateChip(state, findObject(data, 0x91), null, keyIdOf(data))
}

/** MANAGE SECURITY ENVIRONMENT by P1-P2. */
const environments: Record<number, (state: CardState, command: CommandApdu) => Answer> = {
  0xc1a4: preparePace,
  0x41a4: prepareChipAuthentication,
  0x41a6: setKeyAgreement,
}

export function manageSecurityEnvironment(state: CardState, command: CommandApdu): Answer {
  return environments[(command.p1 << 8) | command.p2]?.(state, command) ?? answer(0x6a86)
}

const template = (contents: Uint8Array) => tlv(0x7c, contents)

function continuePaceRun(state: CardState, { cla }: CommandApdu, contents: Uint8Array): Answer {
  const { session, behaviour } = state
  const run = session.pace!
  const lacksReference = behaviour.paceNeedsReference !== null && !session.hasPaceReference
  if (lacksReference && behaviour.paceNeedsReference === 'drop') throw new LinkDropped()
  if (lacksReference) return answer(Number(behaviour.paceNeedsReference))
  if (session.isPaceSpoilt) return answer(0x6985)
  // All but the last command are chained (Doc 9303-11 §4.4.4.2).
  if ((cla === 0x10) !== run.step < 3) return answer(0x6883)
  const result = continuePace(run, contents)
  const isDone = run.step === 4 || result.status !== 0x9000
  if (isDone) session.pace = null
  if (result.status !== 0x9000) return result
  if (isDone) {
    session.nextChannel = run.channel
    session.isAuthenticated = true
  }
  return answer(0x9000, template(result.data))
}

/** GENERAL AUTHENTICATE: the next step of PACE, or Chip Authentication with AES. */
export function generalAuthenticate(state: CardState, command: CommandApdu): Answer {
  const { session } = state
  const contents = findObject(command.data, 0x7c)
  if (contents === null) return answer(0x6a80)
  if (session.pace) return continuePaceRun(state, command, contents)
  const chosen = session.chipAuthentication
  if (chosen === null) return answer(0x6985)
  session.chipAuthentication = null
  const result = authenticateChip(state, findObject(contents, 0x80), chosen.oid, chosen.keyId)
  return result.status === 0x9000 ? answer(0x9000, template(new Uint8Array(0))) : result
}

/** INTERNAL AUTHENTICATE: Active Authentication (Doc 9303-11 §6.1). `room` bounds the answer in bytes. */
export function internalAuthenticate(state: CardState, command: CommandApdu, room: number): Answer {
  const { session, document, contents, random } = state
  const option = document.activeAuthentication
  if (option === null || contents.activeKey === null) return answer(0x6d00)
  if (!(session.isAuthenticated || state.behaviour.isOpen) || !session.isApplicationSelected) return answer(0x6982)
  if (command.data.length !== 8) return answer(0x6700)
  const signature = answerActiveAuthentication(option, contents.activeKey, command.data, random)
  // A signature that does not fit a short answer is lost: the terminal must ask with extended length.
  return signature.length > room ? answer(0x6700) : answer(0x9000, signature)
}
