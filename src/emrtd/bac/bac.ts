import { EmrtdFailure } from '../failure.ts'
import { describeStatus, requireSuccess, statusWords, type ResponseApdu } from '../iso7816/apdu.ts'
import { passwordSecret, type MrzPassword } from '../access-password.ts'
import type { Channel } from '../iso7816/channel.ts'
import { concat, equalBytes, toBigInt, wipe, xorBytes } from '../crypto/bytes.ts'
import { decryptTripleDes, encryptTripleDes, retailMac } from '../crypto/des.ts'
import type { RandomSource } from '../crypto/random.ts'
import { deriveKey } from '../crypto/kdf.ts'
import { SecureMessaging } from '../secure-messaging/secure-messaging.ts'

const nonceLength = 8
const keyLength = 16
const cryptogramLength = 32
const macLength = 8

/**
 * Basic Access Control (Doc 9303-11 §4.3, §D.3) in the selected eMRTD application; gives 3DES secure messaging.
 * Fails with `chip_access_denied` when the card gives no challenge, `chip_wrong_mrz` when it refuses the keys or its
 * own answer was made with others.
 */
export async function runBac(channel: Channel, password: MrzPassword, random: RandomSource): Promise<SecureMessaging> {
  const seed = passwordSecret(password).subarray(0, keyLength)
  const kEnc = deriveKey(seed, 'enc', '3DES')
  const kMac = deriveKey(seed, 'mac', '3DES')
  try {
    const rndIc = await getChallenge(channel)
    const rndIfd = random(nonceLength)
    const kIfd = random(keyLength)
    const cryptogram = encryptTripleDes(kEnc, concat(rndIfd, rndIc, kIfd))
    const data = concat(cryptogram, retailMac(kMac, cryptogram))
    const response = await channel.send({ cla: 0, ins: 0x82, p1: 0, p2: 0, data, le: data.length })
    const answer = openAnswer(requireAccepted(response), kEnc, kMac)
    if (!equalBytes(answer.subarray(0, 16), concat(rndIc, rndIfd)))
      throw new EmrtdFailure('chip_wrong_mrz', 'BAC: nonces')
    return startSession(xorBytes(kIfd, answer.subarray(16)), rndIc, rndIfd)
  } finally {
    wipe(seed, kEnc, kMac)
  }
}

async function getChallenge(channel: Channel): Promise<Uint8Array> {
  const { data, sw } = await channel.send({ cla: 0, ins: 0x84, p1: 0, p2: 0, le: nonceLength })
  if (sw !== statusWords.ok) throw new EmrtdFailure('chip_access_denied', `BAC challenge: ${describeStatus(sw)}`)
  if (data.length !== nonceLength) throw new EmrtdFailure('chip_response_malformed', 'BAC challenge length')
  return data
}

/** Cards refuse a wrong key with 6300, 63Cx, 6982, 6985, 6988 or 6A88; anything else is another fault. */
function requireAccepted(response: ResponseApdu): Uint8Array {
  const refusals: number[] = [statusWords.securityStatus, statusWords.conditions, 0x6988, statusWords.referenceNotFound]
  if (response.sw >> 8 === 0x63 || refusals.includes(response.sw)) {
    throw new EmrtdFailure('chip_wrong_mrz', `BAC: ${describeStatus(response.sw)}`)
  }
  return requireSuccess(response, 'BAC')
}

function openAnswer(data: Uint8Array, kEnc: Uint8Array, kMac: Uint8Array): Uint8Array {
  if (data.length !== cryptogramLength + macLength)
    throw new EmrtdFailure('chip_response_malformed', 'BAC answer length')
  const cryptogram = data.subarray(0, cryptogramLength)
  if (!equalBytes(retailMac(kMac, cryptogram), data.subarray(cryptogramLength))) {
    throw new EmrtdFailure('chip_wrong_mrz', 'BAC: MAC of the answer')
  }
  return decryptTripleDes(kEnc, cryptogram)
}

/** Session keys from both key halves; the counter starts with the last four bytes of each nonce (§9.8.6.3). */
function startSession(seed: Uint8Array, rndIc: Uint8Array, rndIfd: Uint8Array): SecureMessaging {
  const keys = { cipher: '3DES', ksEnc: deriveKey(seed, 'enc', '3DES'), ksMac: deriveKey(seed, 'mac', '3DES') } as const
  wipe(seed)
  return new SecureMessaging(keys, toBigInt(concat(rndIc.subarray(4), rndIfd.subarray(4))))
}
