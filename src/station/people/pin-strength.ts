import { Pin } from '../../contract/operator.ts'

const sequences = ['01234567890123456789', '98765432109876543210', '147258369', '963852741', '789456123', '321654987']

/** Whether a PIN is among those that people try first: runs, repeats, few different digits, the digits of the identifier. */
export function isWeakPin(pin: string, operatorId: string): boolean {
  if (!Pin.safeParse(pin).success) return true
  const fewDigits = new Set(pin).size < 3
  const isRun = sequences.some((sequence) => sequence.includes(pin))
  const isRepeat = [2, 3, 4].some((length) => pin === pin.slice(0, length).repeat(20).slice(0, pin.length))
  const digitsOfId = operatorId.replace(/\D/g, '')
  return fewDigits || isRun || isRepeat || (digitsOfId.length >= 4 && pin.includes(digitsOfId))
}
